"""What stands in a form, apart from how it is laid out: the lines, where each comes from, and what every body said.

It is data of its own, so that it can be frozen: a form that was checked and signed is printed from it for ever after.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import msgspec

from events.almaty import day_of
from events.organization import Post
from workflows.subtask.period import bounds


class Both(msgspec.Struct, frozen=True):
    """A text in both languages in which forms are printed."""

    ru: str
    kk: str

    def of(self, language: str) -> str:
        """Give it in "ru" or "kk"."""
        return self.kk if language == "kk" else self.ru


Cell = int | str | Both
"""What a line says in a column: an amount in tenge, what somebody wrote, or what is worded here."""


class Origin(msgspec.Struct, frozen=True):
    """Where a line comes from: a body, and its case as far as it had gone."""

    organization: str
    case: UUID
    version: int


class Line(msgspec.Struct, frozen=True):
    """A line of a form: in which of its parts it stands, and who reported it."""

    group: str
    cells: tuple[Cell, ...]
    origins: tuple[Origin, ...] = ()


class Said(StrEnum):
    """What a body said in a part of the form; `partly` is of the work of several months or steps, of which some is missing."""

    REPORTED = "reported"
    NIL = "nil"
    PARTLY = "partly"
    MISSING = "missing"
    NOT_OWED = "not_owed"
    RESTRICTED = "restricted"


class OwnReport(msgspec.Struct, frozen=True):
    """How far a body's own report of the same form and period had gone: the state of its case and the day since when; "" if there was none."""

    state: str = ""
    on: str = ""
    consolidated: bool = False

    @property
    def since(self) -> date:
        """The day since which it is in that state; not of a report that there is none of."""
        return date.fromisoformat(self.on)


class Covered(msgspec.Struct, frozen=True):
    """A body that the form covers: its name then, and what it said in each part of the form.

    `report` is of the bodies below that of a consolidated form; None of this one itself, and where nobody looked when the form was frozen.
    """

    organization: str
    name: Both
    said: Mapping[str, Said]
    report: OwnReport | None = None


class Signatory(msgspec.Struct, frozen=True):
    """Who is to sign by the register on the day of the form; without a name where nobody holds the post, or nobody is named."""

    post: Post
    name: Both | None = None


class Content(msgspec.Struct, frozen=True):
    """A form of a body for a period ("2024", "2024Q2", "2024-05"), as it was known at an instant, of what had happened by a day.

    `known_at` is an ISO instant, `true_on` an ISO day, "" for no limit; `position` is how far the record had gone. `appendix` is the number of the Appendix.
    """

    appendix: int
    organization: str
    name: Both
    period: str
    known_at: str
    true_on: str
    position: int
    consolidated: bool
    lines: tuple[Line, ...]
    covered: tuple[Covered, ...]
    signatory: Signatory | None = None

    @property
    def tells_of_others(self) -> bool:
        """Whether it tells of more bodies than its own: then each line says where it comes from, and an annex lists them."""
        return self.consolidated or len(self.covered) > 1

    @property
    def instant(self) -> datetime | None:
        """The instant until which the record counts, None for no limit."""
        return datetime.fromisoformat(self.known_at) if self.known_at else None

    @property
    def until(self) -> date | None:
        """The day until which what happened counts, None for no limit."""
        return date.fromisoformat(self.true_on) if self.true_on else None

    @property
    def day(self) -> date:
        """The day as of which it is: that of which it tells, else that on which it was known, else the last of the period."""
        known = day_of(self.instant) if self.instant else bounds(self.period)[1]
        return self.until or known

    @property
    def year(self) -> int:
        """The year that is printed, and of whose catalogue the form is."""
        return int(self.period[:4])

    def of(self, group: str) -> tuple[Line, ...]:
        """Give the lines of a part."""
        return tuple(line for line in self.lines if line.group == group)

    def bodies(self, group: str, said: Said) -> tuple[Covered, ...]:
        """Give the bodies that said so in a part."""
        return tuple(body for body in self.covered if body.said.get(group) is said)

    def named(self, organization: str) -> Both:
        """Give the name of a body that it covers."""
        return next((body.name for body in self.covered if body.organization == organization), self.name)

    @property
    def groups(self) -> tuple[str, ...]:
        """The parts of which anything is said."""
        return tuple(dict.fromkeys(group for body in self.covered for group in body.said))


class Blank(msgspec.Struct, frozen=True):
    """Something that the form asks for and does not have: in a part, of a body; "" for the head of the form."""

    group: str
    organization: str
    said: Said


def blanks(content: Content) -> Iterator[Blank]:
    """Give what is missing in a form, in its order: who signs, then the parts, each by body (A-66: a blank is not a nil)."""
    if content.signatory and content.signatory.name is None:
        yield Blank("", content.organization, Said.MISSING)
    for group in content.groups:
        for body in content.covered:
            if (said := body.said.get(group)) in {Said.MISSING, Said.PARTLY}:
                yield Blank(group, body.organization, said)
