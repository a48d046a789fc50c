"""Questions to the read model of deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from projections.cleared import NOTHING_SEALED, Cleared
from projections.deadline_filters import AWAITED, Sort, Sought
from projections.deadline_row import DeadlineRow
from projections.deadlines import SQL
from projections.page import Codes, Page, Where, page, rows

_AMONG = "(case_id, key) IN (SELECT case_id, key FROM json_to_recordset(%(keys)s::json) AS r(case_id uuid, key text))"
_FIRST = (date.min, UUID(int=0), "")


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
    conn: AsyncConnection[Any], *, cursor: str = "", limit: int = 50, **sought: Any
) -> Page[DeadlineRow]:
    """List deadlines by due date; they are asked for by the words of `Sought`. Raises `BadCursor`."""
    return await listed(conn, Sought(**sought), cursor=cursor, limit=limit)


async def listed(
    conn: AsyncConnection[Any], sought: Sought, sort: Sort = Sort.DUE, *, cursor: str = "", limit: int = 50
) -> Page[DeadlineRow]:
    """List deadlines; raises `BadCursor`."""
    where, (columns, types) = sought.where(), sought.order(sort)
    where.after(cursor, columns, types)
    return await page(conn, DeadlineRow, SQL["select"], where, columns, limit)


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
    where.add(f"{AWAITED} AND bound = 'not_later'")
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
