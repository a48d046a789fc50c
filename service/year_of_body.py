"""A body's year as subtasks by months: what was due, and what became of it; what has no date, and what is not applicable."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.organization.record import OrganizationRecord
from projections.case_row import CaseRow
from projections.cleared import Cleared
from projections.deadline_lists import MonthTerms, terms_by_month
from service.plans import PlanEntry, plan_as_of
from workflows.subtask.period import bounds

_NOT_APPLICABLE = frozenset({"not_applicable", "waived", "cancelled"})

OTHER_YEARS = 13
"""The month of what is due in another year, though it is of the plan of this one."""


class Became(StrEnum):
    """What became of something in the plan."""

    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    NOT_YET = "not_yet"
    NO_DATE = "no_date"
    NOT_APPLICABLE = "not_applicable"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class Mark:
    """So many terms, or for those without any one case, of a subtask in a month; `state` is that of a case without terms."""

    became: Became
    terms: int
    cases: tuple[UUID, ...]
    state: str = ""


@dataclass(slots=True)
class SubtaskYear:
    """A subtask with its marks by month (1 to 12, and `OTHER_YEARS`)."""

    subtask: str
    months: defaultdict[int, list[Mark]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class BodyYear:
    """The year of a body, by subtask."""

    year: int
    rows: list[SubtaskYear]
    read: list[tuple[UUID, MonthTerms | CaseRow]]
    """The cases that are in it, with what tells whose they are: reads of sealed ones are recorded (`service.sealed.Gate.listed`)."""

    @property
    def months(self) -> range:
        """The months to show: with that for other years, if anything is due there."""
        return range(1, 14 if any(row.months.get(OTHER_YEARS) for row in self.rows) else 13)


async def year_of_body(
    conn: AsyncConnection[Any], record: OrganizationRecord, year: int, today: date, cleared: Cleared
) -> BodyYear:
    """Give a body's year as a connection shows it, with what is sealed as far as the reader is cleared for it."""
    plan = await plan_as_of(conn, record, year, cleared)
    terms = await terms_by_month(
        conn, record.code, date(year, 1, 1), date(year, 12, 31),
        case_ids=[entry.case_id for entry in plan if entry.made], today=today, cleared=cleared,
    )  # fmt: skip
    return laid_out(year, plan, terms)


def laid_out(year: int, plan: Iterable[PlanEntry], terms: Iterable[MonthTerms]) -> BodyYear:
    """Lay out what is due by the month of the due day; a case without any term by the last month of its period."""
    rows: dict[str, SubtaskYear] = {}

    def row(subtask: str) -> SubtaskYear:
        return rows.setdefault(subtask, SubtaskYear(subtask))

    dated: dict[UUID, MonthTerms | CaseRow] = {}
    for one in terms:
        month = one.month.month if one.month.year == year else OTHER_YEARS
        mark = Mark(Became(one.standing), one.terms, (one.case_id,))
        _add(row(one.subtask).months[month], mark, together=month != OTHER_YEARS)
        dated[one.case_id] = one
    undated = [entry for entry in plan if entry.case_id not in dated]
    for entry in undated:
        row(entry.subtask).months[bounds(entry.period)[1].month].append(_undated(entry))
    dated |= {entry.case_id: entry.made for entry in undated if entry.made}
    return BodyYear(year, [rows[subtask] for subtask in sorted(rows)], list(dated.items()))


def _add(marks: list[Mark], mark: Mark, *, together: bool) -> None:
    """Add to the mark of the same kind if there is one; those of other years stay apart by case, since no list has just them."""
    for place, other in enumerate(marks):
        if other.became is mark.became and (together or other.cases == mark.cases):
            cases = tuple(dict.fromkeys((*other.cases, *mark.cases)))
            marks[place] = Mark(mark.became, other.terms + mark.terms, cases)
            return
    marks.append(mark)


def _undated(entry: PlanEntry) -> Mark:
    if entry.made is None:
        return Mark(Became.NOT_MADE, 0, ())
    became = Became.NOT_APPLICABLE if entry.made.state in _NOT_APPLICABLE else Became.NO_DATE
    return Mark(became, 0, (entry.case_id,), entry.made.state)
