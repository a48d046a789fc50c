"""Questions to the read model of deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from projections.cleared import NOTHING_SEALED, Cleared
from projections.deadline_row import DeadlineRow
from projections.deadlines import SQL
from projections.page import Codes, Page, Where, page, rows

_AWAITED = "status IN ('open', 'missed')"
_AMONG = "(case_id, key) IN (SELECT case_id, key FROM json_to_recordset(%(keys)s::json) AS r(case_id uuid, key text))"
_ORDER = ("due", "case_id", "key")
_FIRST = (date.min, UUID(int=0), "")


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


_OVERDUE = f"({_AWAITED} AND bound = 'not_later' AND due < %(today)s)"
_LATE = "status IN ('met_late', 'early', 'not_done')"
_CONDITIONS = {
    Standing.LATE: _LATE,
    Standing.BREACH: f"strength = 'hard' AND ({_LATE} OR {_OVERDUE})",
    Standing.NOT_YET: f"{_AWAITED} AND NOT {_OVERDUE}",
    Standing.ALL: "status <> 'dropped'",
    Standing.OVERDUE: _OVERDUE,
    Standing.DUE_SOON: f"{_AWAITED} AND bound = 'not_later' AND due BETWEEN %(today)s AND %(soon)s",
    Standing.OPEN: _AWAITED,
}


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """A deadline that has passed without an act or a record of it; of a sealed case it has a `clearance`."""

    log: str
    case_id: UUID
    key: str
    organization: str
    workflow: str
    due: date
    clearance: str


@dataclass(frozen=True, slots=True)
class MonthTerms:
    """Binding terms of a case for a subtask that are due in a month and became the same (met, late, overdue, not_yet)."""

    subtask: str
    month: date
    standing: str
    case_id: UUID
    organization: str
    clearance: str
    terms: int


async def deadlines(
    conn: AsyncConnection[Any],
    *,
    today: date,
    soon: date | None = None,
    standing: Standing | None = None,
    organization: str | None = None,
    body: str | None = None,
    subtask: str | None = None,
    scope: Codes = None,
    cleared: Cleared = NOTHING_SEALED,
    region: str | None = None,
    rule: str | None = None,
    workflow: str | None = None,
    strength: str | None = None,
    case_id: UUID | None = None,
    due_from: date | None = None,
    due_to: date | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[DeadlineRow]:
    """List deadlines by due date; `soon` is the last day (inclusive) of "due soon", today unless given.

    Standing OPEN is all that is awaited, the overdue included. Those of an `organization` are those of the bodies below it,
    too, those of a `body` its own alone; those of a `subtask` ("1.2.3") may be those of a task ("1.2") or project ("1"). `scope` are the organisations the caller may see, and what is of sealed cases is among them only as far as the caller is
    `cleared`. Raises `BadCursor`.
    """
    where = Where()
    where.seen_by(cleared)
    if standing is not None:
        where.add(
            _CONDITIONS.get(standing, "status = %(standing)s"), today=today, soon=soon or today, standing=standing.value
        )
    where.within("organization", organization)
    where.add("organization = %(body)s", body=body)
    where.add("(subtask = %(subtask)s OR starts_with(subtask, %(subtask)s || '.'))", subtask=subtask)
    where.among("organization", scope)
    where.in_region("organization", region)
    where.add("rule = %(rule)s", rule=rule)
    where.add("workflow = %(workflow)s", workflow=workflow)
    where.add("strength = %(strength)s", strength=strength)
    where.add("case_id = %(case_id)s", case_id=case_id)
    where.add("due >= %(due_from)s", due_from=due_from)
    where.add("due <= %(due_to)s", due_to=due_to)
    where.after(cursor, _ORDER, (date, UUID, str))
    return await page(conn, DeadlineRow, SQL["select"], where, _ORDER, limit)


async def awaited(
    conn: AsyncConnection[Any],
    keys: Sequence[tuple[UUID, str]],
    *,
    scope: Codes = None,
    cleared: Cleared = NOTHING_SEALED,
) -> list[DeadlineRow]:
    """Give those of some deadlines, by case and key, that are awaited and have a last day, by due date."""
    wanted = msgspec.json.encode([{"case_id": case_id, "key": key} for case_id, key in keys]).decode()
    where = Where()
    where.seen_by(cleared)
    where.among("organization", scope)
    where.add(f"{_AWAITED} AND bound = 'not_later'")
    where.add(_AMONG, keys=wanted)
    return await rows(conn, DeadlineRow, where.of(SQL["select"]) + b" ORDER BY due, case_id, key", where.values)


async def overdue_unrecorded(
    conn: AsyncConnection[Any],
    today: date,
    limit: int = 200,
    *,
    log: str | None = None,
    after: Unrecorded | None = None,
) -> list[Unrecorded]:
    """Give the deadlines whose last permitted day is before `today` and whose passing is not recorded, the oldest first.

    Those of sealed cases are among them: what passed is recorded of each. Those of all logs or of one; with `after`, only those that follow that row, whether it still stands or not.
    """
    due, case_id, key = (after.due, after.case_id, after.key) if after else _FIRST
    values = {"today": today, "limit": limit, "log": log, "after_due": due, "after_case": case_id, "after_key": key}
    return await rows(conn, Unrecorded, SQL["overdue_unrecorded"], values)


async def over_days(
    conn: AsyncConnection[Any],
    days: Sequence[date],
    *,
    log: str | None = None,
    organizations: Codes = None,
    after: DeadlineRow | None = None,
    limit: int = 1_000,
) -> list[DeadlineRow]:
    """Give what is awaited and was counted over one of some days, or ends on one, of sealed cases too, by due date.

    With `after`, only those that follow that row.
    """
    due, case_id, key = (after.due, after.case_id, after.key) if after else _FIRST
    codes = None if organizations is None else list(organizations)
    values = {"days": list(days), "log": log, "organizations": codes, "limit": limit}
    place = {"after_due": due, "after_case": case_id, "after_key": key}
    return await rows(conn, DeadlineRow, SQL["over_days"], values | place)


async def terms_by_month(
    conn: AsyncConnection[Any],
    body: str,
    first: date,
    last: date,
    *,
    case_ids: Sequence[UUID] = (),
    today: date,
    cleared: Cleared = NOTHING_SEALED,
) -> list[MonthTerms]:
    """Give what became of a body's binding terms that are due between two days, and of those of some cases on whatever day."""
    where = Where()
    where.seen_by(cleared)
    where.add("organization = %(body)s", body=body)
    where.add("strength = 'hard' AND status <> 'dropped'")
    where.add(
        "(due BETWEEN %(first)s AND %(last)s OR case_id = ANY(%(case_ids)s))",
        first=first, last=last, case_ids=list(case_ids), today=today,
    )  # fmt: skip
    grouped = where.of(SQL["by_month"]) + b" GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4"
    return await rows(conn, MonthTerms, grouped, where.values)
