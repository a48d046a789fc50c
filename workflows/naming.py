"""Whether a name that somebody wrote is that of a person of the register."""

from collections.abc import Iterable
from datetime import date

from events.text import Somebody
from workflows.reconciliation.names import Parts, alike, parts
from workflows.register import PersonRecord, Register

_FULL = 3
"""Parts of a full name: surname, name, patronymic."""


def is_named(person: PersonRecord, name: str) -> bool:
    """Whether a name is one that the person has or had, in any language: in any order, with initials, without the patronymic."""
    written = parts(name)
    known = {parts(one) for _, names in person.names.entries for one in names if one}
    return any(_is_one(written, one) for one in known)


def shown(register: Register, person: str, organization: str, days: Iterable[date]) -> Somebody:
    """Give a person for a message of a body: it names them if they held a post there, or below it, on one of the days."""
    held = {(code, day) for day in days for code, _, _ in register.posts_of(person, day)}
    return Somebody(person, tuple(sorted({code for code, day in held if register.within(code, organization, day)})))


def _is_one(one: Parts, other: Parts) -> bool:
    shorter, longer = sorted((one, other), key=len)
    without_patronymic = len(longer) == _FULL and len(shorter) == _FULL - 1
    return alike(one, other) or (without_patronymic and alike(shorter, longer[:-1]))
