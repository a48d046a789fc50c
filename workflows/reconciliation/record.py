"""A row of either list as far as it is compared."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from events.offence import OffenceCategory
from events.reconciliation import OwnRow, RegistryRow
from events.spelling import folded
from workflows.reconciliation.names import Parts, parts

_IDLE, _DASHES, _LETTERS = re.compile(r"[\s№]+"), re.compile(r"[‐‑–—]"), re.compile(r"[^\W\d_]+")
_NONE = re.compile(r"[-0./]*|б[./-]?н\.?|безномера|номирсиз|нет|жок")


@dataclass(frozen=True, slots=True)
class Record:
    """An offence in the one spelling in which both lists are compared; what a list does not say is empty."""

    code: str
    name: Parts
    category: OffenceCategory
    counts_on: date | None
    happened_on: date | None
    act_no: str
    crime_no: str

    @property
    def details(self) -> tuple[str, ...]:
        """What tells rows of the same name apart, in an order that does not depend on the rows'."""
        days = (str(day or "") for day in (self.counts_on, self.happened_on))
        return (self.category.value, self.act_no, self.crime_no, *days)

    @property
    def content(self) -> str:
        """All that is compared: when it changes, what was found about the row holds no more."""
        return "\x1f".join((*sorted(self.name), "", *self.details))


def of_own(row: OwnRow) -> Record:
    """Give what is compared of a row of the body's list."""
    offence = row.offence
    return Record(
        row.code,
        parts(offence.offender),
        offence.category,
        row.counts_on,
        offence.happened_on,
        _number(row.act_no),
        _number(row.crime_no),
    )


def of_registry(row: RegistryRow) -> Record:
    """Give what is compared of a row of the registry's list."""
    return Record(
        row.code,
        parts(row.offender),
        row.category,
        row.counts_on,
        row.happened_on,
        _number(row.act_no),
        _number(row.crime_no),
    )


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """Name what two records of one fact say differently; what one of them does not say is no difference."""
    found = ["category"] if one.category is not other.category else []
    for name in ("counts_on", "happened_on", "act_no", "crime_no"):
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine and theirs and mine != theirs:
            found.append(name)
    return tuple(found)


def digest(*contents: str) -> str:
    """Give a short mark of what was compared."""
    return hashlib.sha256("\x1e".join(contents).encode()).hexdigest()[:8]


def _number(number: str | None) -> str:
    """Give a number as it is compared: № and spaces do not count, any dash is a hyphen, letters are folded as in names.

    What people write where there is none, “б/н”, “-” or “0”, is no number: two rows that say it say nothing in common.
    """
    text = _DASHES.sub("-", _IDLE.sub("", number or ""))
    spelled = _LETTERS.sub(lambda found: folded(found[0]), text)
    return "" if _NONE.fullmatch(spelled) else spelled
