"""A superior named by the code of a person, held to what the register says of them on the last day of the offence (l.394)."""

from collections.abc import Iterator, Sequence

from events.organization import PostReference
from events.organization.post_record import Appointment, PostRecord
from events.resignation import OfficialPost, SuperiorThen
from events.spelling import folded
from events.text import Text, msg
from workflows.conviction.superiors import official_post
from workflows.naming import is_named, shown
from workflows.refusals import Violation
from workflows.register import PersonRecord, Register

Held = tuple[str, PostRecord, Appointment]
"""A post in which the person was: the organisation, the post, the appointment."""


def differences(
    superior: SuperiorThen, known: PersonRecord, organization: str, register: Register
) -> Iterator[Violation]:
    """Say what differs from the register, of several posts from the nearest; a gap of the register takes a reason."""
    if not is_named(known, superior.name):
        text = msg(
            "The register has another name for this code: {person}. Correct the name or the code.",
            person=shown(register, known.code, organization, [superior.last_day]),
        )
        yield _at(text, "name")
    held = register.posts_of(known.code, superior.last_day)
    if held and superior.not_in_register is not None:
        yield _at(
            msg("The register has this person in a post on {day}: leave this empty.", day=superior.last_day),
            "not_in_register",
        )
    if held:
        yield from min((_of_post(superior, one, register) for one in held), key=len)
    elif superior.not_in_register is None:
        text = msg(
            "The register has this person in no post on {day}: say how the post is known. An official then decides.",
            day=superior.last_day,
        )
        yield _at(text, "not_in_register")


def _of_post(superior: SuperiorThen, held: Held, register: Register) -> Sequence[Violation]:
    """Say what differs from one post."""
    code, post, appointment = held
    found: list[Violation] = []
    titles = [title for title in (post.title_ru, post.title_kk, post.title_en) if title]
    if folded(superior.position) not in map(folded, titles):
        found.append(_differs(post.title_ru, "position"))
    then = official_post(register, PostReference(code, post.code), superior.last_day)
    found += [
        _differs(getattr(then, name), "official", name)
        for name in OfficialPost.__dataclass_fields__
        if then and getattr(superior.official, name) != getattr(then, name)
    ]
    if superior.appointed_on != appointment.since:
        found.append(_differs(appointment.since, "appointed_on"))
    if superior.acting is not appointment.acting:
        found.append(_differs(appointment.acting, "acting"))
    return found


def _differs(known: object, *path: str) -> Violation:
    return _at(msg("The register says otherwise on the last day of the offence: {known}.", known=known), *path)


def _at(text: Text, *path: str) -> Violation:
    return Violation(("superior", *path), text)
