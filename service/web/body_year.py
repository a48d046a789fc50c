"""A body's year as a table: subtasks down, months across, and in each cell what became of what is due, with the way to the cases."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from events.text import Text, msg
from service.subtasks import subtask_title
from service.web.figure_lists import terms
from service.web.visitor import Visitor
from service.year_of_body import OTHER_YEARS, Became, BodyYear, Mark

BECAME: dict[Became, tuple[str, Text]] = {
    Became.OVERDUE: ("overdue", msg("Overdue")),
    Became.NOT_YET: ("open", msg("Not due yet")),
    Became.LATE: ("late", msg("Late")),
    Became.MET: ("met", msg("Done in time")),
    Became.NOT_APPLICABLE: ("none", msg("Not applicable")),
    Became.NO_DATE: ("none", msg("No date set")),
    Became.NOT_MADE: ("none", msg("Not made yet")),
}
"""What became of something, in the order in which a cell says it: the status that colours it, and its name."""


@dataclass(frozen=True, slots=True)
class Chip:
    """What a cell says of one kind: the status, its name, how many terms (0 of a case without any), and the address."""

    status: str
    title: Text
    terms: int
    at: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """A subtask with its cells, each with the first day of its month, None for the column of other years."""

    subtask: str
    title: str
    cells: list[tuple[date | None, list[Chip]]]


def year_rows(visitor: Visitor, body: str, found: BodyYear) -> list[YearRow]:
    """Give the rows of a body's year."""
    return [
        YearRow(
            row.subtask,
            subtask_title(visitor.t, row.subtask, str(found.year)) if row.subtask else "",
            [
                (_first_day(found.year, month), _chips(body, row.subtask, found.year, month, row.months.get(month, [])))
                for month in found.months
            ],
        )
        for row in found.rows
    ]


def _first_day(year: int, month: int) -> date | None:
    return date(year, month, 1) if month < OTHER_YEARS else None


def _chips(body: str, subtask: str, year: int, month: int, marks: list[Mark]) -> list[Chip]:
    order = list(BECAME)
    return [
        Chip(*BECAME[mark.became], mark.terms, _address(body, subtask, year, month, mark))
        for mark in sorted(marks, key=lambda one: order.index(one.became))
    ]


def _address(body: str, subtask: str, year: int, month: int, mark: Mark) -> str:
    """Lead to the case; where they are several, which are of one month, to the list of their terms."""
    if len(mark.cases) <= 1:
        return f"/cases/{mark.cases[0]}" if mark.cases else ""
    first = date(year, month, 1)
    return terms(
        mark.became, body=body, subtask=subtask, due_from=first, due_to=first.replace(day=monthrange(year, month)[1])
    )
