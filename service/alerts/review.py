"""The review of a span of days: what was due, what became of it, who was told and when, and what they did."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from events.store.statements import load
from events.text import msg
from projections.cleared import NOTHING_SEALED, Cleared
from projections.deadline_row import DeadlineRow
from projections.deadlines import SQL as DEADLINES
from projections.page import Codes, Page, Where, page
from projections.page import rows as found_rows
from projections.versions import NOTHING_LATER
from service.alerts.lateness import Lateness
from service.alerts.reasons import opened
from service.alerts.told_of import About, OneNotice, ToldOf

_SQL = load(__package__, "review.sql")
Place = tuple[UUID, str]
"""A deadline: its case and key."""

_ORDER = ("due", "case_id", "key")


class Group(StrEnum):
    """The lists behind the numbers; all but the last are parts of the first, which is the denominator."""

    DUE = "due"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    NOT_DONE = "not_done"
    AWAITED = "awaited"
    TOLD = "told"
    EXTENDED = "extended"


GROUPS = {
    Group.DUE: msg("Were due"),
    Group.MET: msg("Done in time"),
    Group.MET_LATE: msg("Done late"),
    Group.MISSED: msg("Overdue, not done yet"),
    Group.NOT_DONE: msg("Not done"),
    Group.AWAITED: msg("Not due yet"),
    Group.TOLD: msg("Somebody was told"),
    Group.EXTENDED: msg("Extended"),
}
"""How they are called."""


_IN_SPAN = (
    # what was extended is due later than the date that was missed: so the index by due date has a beginning
    "bound = 'not_later' AND status <> 'dropped' AND due >= %(first)s"
    " AND (missed_due IS NULL AND due BETWEEN %(first)s AND %(last)s OR missed_due BETWEEN %(first)s AND %(last)s)"
)
_CONDITIONS = {
    Group.DUE: "true",
    Group.MET: "status = 'met' AND (missed_due IS NULL OR done_on <= missed_due)",
    Group.MET_LATE: "(status = 'met_late' OR status = 'met' AND done_on > missed_due)",
    Group.MISSED: "status IN ('open', 'missed') AND coalesce(missed_due, due) < %(today)s",
    Group.NOT_DONE: "status = 'not_done'",
    Group.AWAITED: "status IN ('open', 'missed') AND coalesce(missed_due, due) >= %(today)s",
    Group.TOLD: "EXISTS (SELECT FROM alerts.notices n WHERE n.case_id = deadlines.case_id AND n.key = deadlines.key"
    " AND n.made_at <= %(until)s)",
}
_EXTENDED = (
    "act <> '' AND status <> 'dropped'"
    " AND (due BETWEEN %(first)s AND %(last)s OR extended_from BETWEEN %(first)s AND %(last)s"
    " OR missed_due BETWEEN %(first)s AND %(last)s)"
)


_OF_PROJECT = (
    "(subtask LIKE %(project)s"
    " OR subtask = '' AND case_id IN (SELECT c.id FROM read.cases c WHERE c.subtask LIKE %(project)s))"
)


@dataclass(frozen=True, slots=True)
class Span:
    """What is asked about: first and last day, and whose deadlines. `project` is the first figure of subtasks, "1" to "4";
    `strength` is hard or recommended.
    """

    first: date
    last: date
    region: str | None = None
    organization: str | None = None
    project: str | None = None
    rule: str | None = None
    strength: str | None = None


@dataclass(slots=True)
class Outcome:
    """How many deadlines of a rule (of all, where it is empty) were due, and what became of them.

    `met`, `met_late`, `missed`, `not_done` and `awaited` add up to `due`. `days_late` are the working days by which those
    `met_late` were late, all together. `extended` are those whose date was, or had been, in the span: some are due later now.
    What a document extended after its day had passed stays what it was by that day: late, or missed.
    """

    rule: str
    due: int = 0
    met: int = 0
    met_late: int = 0
    days_late: int = 0
    missed: int = 0
    not_done: int = 0
    awaited: int = 0
    told: int = 0
    extended: int = 0


def bounds(quarter: str) -> tuple[date, date]:
    """Give the first and last day of a quarter, like 2024Q2."""
    year, number = int(quarter[:4]), int(quarter[5])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), following - timedelta(days=1)


async def outcomes(
    conn: AsyncConnection[Any],
    span: Span,
    lateness: Lateness,
    scope: Codes = None,
    *,
    until: datetime = NOTHING_LATER,
) -> list[Outcome]:
    """Count what was due, all together and then rule by rule; nothing of sealed cases is in figures.

    People were told what was made `until` an instant.
    """
    today = lateness.today
    made: dict[str, Outcome] = {}
    total = Outcome("")
    async with conn.cursor(row_factory=dict_row) as cursor:
        for name, condition in (("outcomes", _IN_SPAN), ("extended", _EXTENDED)):
            where = _where(span, condition, today, scope, NOTHING_SEALED, until)
            await cursor.execute(where.of(_SQL[name]) + b" GROUP BY rule ORDER BY rule", where.values)
            for counted in await cursor.fetchall():
                one = made.setdefault(counted["rule"], Outcome(counted["rule"]))
                for count in (
                    field.name for field in fields(Outcome) if field.name in counted and field.name != "rule"
                ):
                    setattr(one, count, int(counted[count]))
                    setattr(total, count, getattr(total, count) + int(counted[count]))
        where = _where(
            span,
            f"{_IN_SPAN} AND status IN ('met', 'met_late') AND done_on > missed_due",
            today,
            scope,
            NOTHING_SEALED,
            until,
        )
        await cursor.execute(where.of(_SQL["extended_late"]), where.values)
        for rule, days in lateness.together(await cursor.fetchall()).items():
            made[rule].days_late += days
            total.days_late += days
    return [total, *(made[rule] for rule in sorted(made))]


async def lines(
    conn: AsyncConnection[Any],
    span: Span,
    group: Group,
    today: date,
    *,
    scope: Codes = None,
    cleared: Cleared = NOTHING_SEALED,
    until: datetime = NOTHING_LATER,
    cursor: str = "",
    limit: int = 50,
) -> Page[DeadlineRow]:
    """List the deadlines of a group by due date, those of sealed cases as far as the caller is `cleared`; raises `BadCursor`.

    Of what people were told, what was made `until` an instant counts.
    """
    condition = _EXTENDED if group is Group.EXTENDED else f"{_IN_SPAN} AND {_CONDITIONS[group]}"
    where = _where(span, condition, today, scope, cleared, until)
    where.after(cursor, _ORDER, (date, UUID, str))
    return await page(conn, DeadlineRow, DEADLINES["select"], where, _ORDER, limit)


async def about(
    conn: AsyncConnection[Any], rows: Sequence[DeadlineRow], until: datetime = NOTHING_LATER
) -> dict[Place, About]:
    """Say what was told of some deadlines until an instant and what was done then; those of which nobody was told are left out."""
    found = await found_rows(conn, About, _SQL["about"], {"keys": _keys(rows), "until": until})
    return {(one.case_id, one.key): one for one in found}


async def told_of(
    conn: AsyncConnection[Any], rows: Sequence[DeadlineRow], until: datetime = NOTHING_LATER
) -> dict[Place, list[ToldOf]]:
    """Say who was told of some deadlines until an instant, each time, and when they read it."""
    told: dict[Place, list[ToldOf]] = {}
    for found in await found_rows(conn, ToldOf, _SQL["told"], {"keys": _keys(rows), "until": until}):
        notices = [_opened(notice) for notice in msgspec.convert(found.notices, list[OneNotice])]
        one = replace(found, notices=notices)
        told.setdefault((one.case_id, one.key), []).append(one)
    return told


def _opened(notice: OneNotice) -> OneNotice:
    return replace(notice, reason=opened(notice.id, notice.reason, notice.clearance))


def _keys(rows: Sequence[DeadlineRow]) -> str:
    asked = [{"case_id": row.case_id, "key": row.key, "organization": row.organization} for row in rows]
    return msgspec.json.encode(asked).decode()


def _where(span: Span, condition: str, today: date, scope: Codes, cleared: Cleared, until: datetime) -> Where:
    where = Where()
    where.seen_by(cleared)
    where.add(condition, first=span.first, last=span.last, today=today, until=until)
    where.among("organization", scope)
    where.within("organization", span.organization)
    where.in_region("organization", span.region)
    where.add(_OF_PROJECT, project=None if span.project is None else f"{span.project}.%")
    where.add("rule = %(rule)s", rule=span.rule)
    where.add("strength = %(strength)s", strength=span.strength)
    return where
