"""What deadlines can be asked for: groups by how they stand on a day, and whatever narrows a list of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Codes, Where

AWAITED = "status IN ('open', 'missed')"


class Standing(StrEnum):
    """Groups of deadlines as pages show them; some depend on the day. A `NOT_BEFORE` bound is never due or overdue.

    `LATE` is what was done out of time or not at all, `BREACH` that and what is overdue, of binding terms; `NOT_YET` is what is
    awaited and not overdue, `ALL` whatever still applies.
    """

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    MISSED = "missed"
    MET = "met"
    MET_LATE = "met_late"
    EARLY = "early"
    NOT_DONE = "not_done"
    DROPPED = "dropped"
    LATE = "late"
    BREACH = "breach"
    NOT_YET = "not_yet"
    ALL = "all"


class Sort(StrEnum):
    """How a list runs: by due date; by working days late, most first; or body by body, by their codes.

    Working days late are counted when they are shown, by the calendar of each body. What is awaited is the later the earlier it was
    due, so that it runs by its date; what was done late runs by the days that were counted then. In other groups the date decides.
    """

    DUE = "due"
    LATE = "late"
    BODY = "body"


NOBODY = UUID(int=0)
"""Asked for as the responsible one, it means the cases for which nobody was named."""

_OVERDUE = f"({AWAITED} AND bound = 'not_later' AND due < %(today)s)"
_LATE = "status IN ('met_late', 'early', 'not_done')"
CONDITIONS = {
    Standing.LATE: _LATE,
    Standing.BREACH: f"strength = 'hard' AND ({_LATE} OR {_OVERDUE})",
    Standing.NOT_YET: f"{AWAITED} AND NOT {_OVERDUE}",
    Standing.ALL: "status <> 'dropped'",
    Standing.OVERDUE: _OVERDUE,
    Standing.DUE_SOON: f"{AWAITED} AND bound = 'not_later' AND due BETWEEN %(today)s AND %(soon)s",
    Standing.OPEN: AWAITED,
}
"""The groups that are more than a status; `today` and `soon` are days."""

_RESPONSIBLE = "case_id IN (SELECT id FROM read.cases WHERE responsible = %(responsible)s)"
_NOBODY = "NOT EXISTS (SELECT FROM read.cases c WHERE c.id = case_id AND c.responsible IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Sought:
    """Which deadlines somebody asks for; `soon` is the last day (inclusive) of "due soon", `today` unless given.

    Standing OPEN is all that is awaited, the overdue included. Those of an `organization` are those of the bodies below it,
    too, those of a `body` its own alone; those of a `subtask` ("1.2.3") may be those of a task ("1.2") or project ("1"). `responsible`
    is the account that is named for their case. `scope` are the organisations the caller may see, and what is of sealed cases is among them only as far as the caller is
    `cleared`.
    """

    today: date
    soon: date | None = None
    standing: Standing | None = None
    organization: str | None = None
    body: str | None = None
    subtask: str | None = None
    scope: Codes = None
    cleared: Cleared = NOTHING_SEALED
    region: str | None = None
    rule: str | None = None
    workflow: str | None = None
    strength: str | None = None
    case_id: UUID | None = None
    responsible: UUID | None = None
    due_from: date | None = None
    due_to: date | None = None

    def where(self) -> Where:
        """Give the conditions."""
        where = Where()
        where.seen_by(self.cleared)
        if self.standing is not None:
            where.add(CONDITIONS.get(self.standing, "status = %(standing)s"), standing=self.standing.value, **self.days)
        where.within("organization", self.organization)
        where.add("organization = %(body)s", body=self.body)
        where.add("(subtask = %(subtask)s OR starts_with(subtask, %(subtask)s || '.'))", subtask=self.subtask)
        where.among("organization", self.scope)
        where.in_region("organization", self.region)
        where.add("rule = %(rule)s", rule=self.rule)
        where.add("workflow = %(workflow)s", workflow=self.workflow)
        where.add("strength = %(strength)s", strength=self.strength)
        where.add("case_id = %(case_id)s", case_id=self.case_id)
        where.add(_NOBODY if self.responsible == NOBODY else _RESPONSIBLE, responsible=self.responsible)
        where.add("due >= %(due_from)s", due_from=self.due_from)
        where.add("due <= %(due_to)s", due_to=self.due_to)
        return where

    @property
    def days(self) -> dict[str, date]:
        """Give the days that the groups depend on."""
        return {"today": self.today, "soon": self.soon or self.today}

    def order(self, sort: Sort) -> tuple[tuple[str, ...], tuple[type, ...]]:
        """Give the columns by which a list runs, which together name a row, and their types."""
        last: tuple[tuple[str, ...], tuple[type, ...]] = ("due", "case_id", "key"), (date, UUID, str)
        match sort:
            case Sort.BODY:
                first: tuple[tuple[str, ...], tuple[type, ...]] = ("organization",), (str,)
            case Sort.LATE if self.standing is Standing.MET_LATE:
                first = ("margin",), (int,)
            case _:
                first = (), ()
        return (*first[0], *last[0]), (*first[1], *last[1])
