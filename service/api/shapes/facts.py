"""Facts of Appendix 2, and the form as it stands."""

from datetime import date
from typing import Any
from uuid import UUID

from service.api.shapes.shape import Shape
from service.appendix import RowStatus


class Measure(Shape, frozen=True):
    """Something that was done about a fact, by the data of its entry."""

    type: str
    title: str
    data: dict[str, Any]


class FactContents(Shape, frozen=True):
    """What a fact says: the data of its registration as it is known now, by the columns of the row, and the measures."""

    registered: dict[str, Any]
    measures: list[Measure]


class FactOrigin(Shape, frozen=True):
    """A registration that a fact comes from; of very many in one form, `told` is null and stands in the list of facts."""

    organization: str
    case_id: UUID
    found_on: date
    href: str
    told: FactContents | None


class CountedFact(Shape, frozen=True):
    """A fact that counts once, with all its registrations; the category is empty if it is about no offence.

    `alike` are registrations that count apart though they say the same: a person looks whether they are of the same fact.
    """

    category: str
    origins: list[FactOrigin]
    alike: list[FactOrigin]


class RowCell(Shape, frozen=True):
    """A row of a body: how many facts stand in it; the case of the row if anything was ever said there."""

    organization: str
    status: RowStatus
    status_title: str
    facts: int
    case_id: UUID | None


class AppendixRow(Shape, frozen=True):
    """A row of all bodies: how many facts there are, each counted once, and in how many bodies what is said instead.

    Nothing of bodies whose row is restricted is counted.
    """

    row: str
    title: str
    facts: int
    nil: int
    not_reported: int
    restricted: int
    counted: list[CountedFact]
    cells: list[RowCell]


class Appendix2(Shape, frozen=True):
    """Appendix 2 of a body and all below it for a quarter, rows in the order of the form."""

    organization: str
    period: str
    bodies: list[str]
    rows: list[AppendixRow]
