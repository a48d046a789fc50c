"""The list of cases."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import Recorded
from events.in_turn import my_turn
from events.store.statements import load
from projections import counts, visits
from projections.case_row import CaseRow, FoldedCase, fold, opened, told_by_day
from projections.cleared import NOTHING_SEALED, Cleared
from projections.first_events import first_events, of_work
from projections.page import Codes, Page, Where, like, page, rows
from projections.past import Past
from projections.projection import Projection, write
from projections.versions import LOOKED_AT, Versioned, Versions

_SQL = load(__package__, "cases.sql")


_CASES = Versioned("cases", ("log", "id"))
_COUNT = ("log", "organization", "workflow", "state", "cases")


class CasesProjection(Projection):
    """Tables `cases`, one row a case, `case_counts` by organisation, workflow and state, and `case_visits` to states.

    Sealed cases are counted nowhere.
    """

    name = "cases"
    version = 11
    tables = _SQL["tables"] + b";" + visits.SQL["tables"]
    indexes = _SQL["indexes"] + b";" + visits.SQL["indexes"]
    versioned = (_CASES,)
    was = _SQL["was"].replace(b"{holds}", LOOKED_AT) + b";" + visits.SQL["was"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Fold the events into their cases."""
        ours = await of_work(conn, events)
        if not ours:
            return
        corrected = {
            event.originator_id for _, event in ours if isinstance(event, FactCorrected) and event.corrects == 1
        }
        firsts = await first_events(conn, events, corrected)
        opening = {event.originator_id for _, event in ours if event.originator_version == 1}
        known = await _load(conn, events[0].log, {event.originator_id for _, event in ours} - opening)
        await my_turn()
        changes: Counter[counts.Key] = Counter()
        changes.subtract(_counted(known.values()))
        versions, past = Versions(_CASES), Past(conn, events[-1])
        for recorded, event in ours:
            if event.originator_version == 1:
                known[event.originator_id] = opened(recorded, event)
            row = known[event.originator_id]
            fold(row, recorded, event, firsts.get(event.originator_id))
            await versions.take(row, recorded, event, past, told_by_day)
        changes.update(_counted(known.values()))
        await write(conn, _SQL["store"], list(known.values()))
        await versions.write(conn)
        await visits.keep(conn, events[0].log, known)
        await counts.add(conn, _SQL, _COUNT, changes)


def _counted(known: Iterable[FoldedCase]) -> Counter[counts.Key]:
    return Counter((row.log, row.organization, row.workflow, row.state) for row in known if not row.clearance)


async def _load(conn: AsyncConnection[Any], log: str, ids: set[UUID]) -> dict[UUID, FoldedCase]:
    if not ids:
        return {}
    found = await rows(conn, FoldedCase, _SQL["load"], {"log": log, "ids": msgspec.json.encode(ids).decode()})
    return {row.id: row for row in found}


class Order(StrEnum):
    """How a list of cases runs: the last changed first, or the last opened."""

    CHANGED = "changed"
    OPENED = "opened"


_ORDERS: dict[Order, tuple[str, type]] = {Order.CHANGED: ("changed_at", datetime), Order.OPENED: ("opened_on", date)}


@dataclass(frozen=True, slots=True)
class Beyond:
    """Cases on which a caller has something to do though their organisations are none of theirs: the cartograms of a region
    (its ISO code), and all cases of some subtasks.
    """

    cartograms_in: str = ""
    subtasks: tuple[str, ...] = ()


NOTHING_BEYOND = Beyond()

_IN_SCOPE_OR_BEYOND = (
    "(organization = ANY(%(scope)s) OR subtask = ANY(%(subtasks)s) OR (workflow = 'cartogram'"
    " AND organization IN (SELECT code FROM read.organizations WHERE region = %(cartograms_in)s)))"
)


def in_reach(where: Where, scope: Codes, beyond: Beyond = NOTHING_BEYOND) -> None:
    """Ask for the cases of the organisations that a caller may see, and for those beyond."""
    if scope is not None and beyond != NOTHING_BEYOND:
        more = {"cartograms_in": beyond.cartograms_in, "subtasks": list(beyond.subtasks)}
        where.add(_IN_SCOPE_OR_BEYOND, scope=list(scope), **more)
    else:
        where.among("organization", scope)


async def by_ids(
    conn: AsyncConnection[Any],
    ids: Sequence[UUID],
    cleared: Cleared = NOTHING_SEALED,
    scope: Codes = None,
    beyond: Beyond = NOTHING_BEYOND,
) -> dict[UUID, CaseRow]:
    """Give cases by their ids, those that exist and that somebody cleared so far may see, within what is in their scope or `beyond`."""
    where = Where()
    where.seen_by(cleared)
    in_reach(where, scope, beyond)
    where.add("id = ANY(%(ids)s)", ids=list(ids))
    return {row.id: row for row in await rows(conn, CaseRow, where.of(_SQL["select"]), where.values)}


async def cases(
    conn: AsyncConnection[Any],
    *,
    workflow: str | None = None,
    organization: str | None = None,
    scope: Codes = None,
    beyond: Beyond = NOTHING_BEYOND,
    cleared: Cleared = NOTHING_SEALED,
    region: str | None = None,
    state: str | None = None,
    closed: bool | None = None,
    responsible: UUID | None = None,
    number: str | None = None,
    subtask: str | None = None,
    period: str | None = None,
    type: str | None = None,  # noqa: A002 - the word of the Instruction
    plan: int | None = None,
    opened_from: date | None = None,
    opened_to: date | None = None,
    order: Order = Order.CHANGED,
    cursor: str = "",
    limit: int = 50,
) -> Page[CaseRow]:
    """List cases; `number` is part of their number, days are inclusive, `scope` the organisations the caller may see.

    `beyond` are cases that they may see, too. `type` is that of the organisation; of a `plan` are the cases that are counted for it
    (`planned`): for periods of its year, none cancelled.
    Sealed cases are among them only as far as the caller is `cleared`.
    Those of an `organization` are those of the bodies below it, too.
    A case that changes while somebody turns pages moves to the front, as it should. Raises `BadCursor`.
    """
    where = Where()
    where.seen_by(cleared)
    where.add("workflow = %(workflow)s", workflow=workflow)
    where.within("organization", organization)
    in_reach(where, scope, beyond)
    where.in_region("organization", region)
    where.add("state = %(state)s", state=state)
    where.add("closed = %(closed)s", closed=closed)
    where.add("responsible = %(responsible)s", responsible=responsible)
    where.add("number ILIKE %(number)s", number=like(number))
    where.add("subtask = %(subtask)s", subtask=subtask)
    where.add("period = %(period)s", period=period)
    where.add("organization IN (SELECT code FROM read.organizations WHERE type = %(type)s)", type=type)
    if plan is not None:
        where.add("period >= %(year)s AND period < %(next_year)s AND state <> 'cancelled'", **_year(plan))
    where.add("opened_on >= %(opened_from)s", opened_from=opened_from)
    where.add("opened_on <= %(opened_to)s", opened_to=opened_to)
    column, kind = _ORDERS[order]
    where.after(cursor, (column, "id"), (kind, UUID), descending=True)
    return await page(conn, CaseRow, _SQL["select"], where, (column, "id"), limit, descending=True)


async def responsible(conn: AsyncConnection[Any], case_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Give the account that is responsible for each of some cases; those for which nobody was named are left out."""
    cursor = await conn.execute(_SQL["responsible"], {"ids": list(case_ids)})
    return dict(await cursor.fetchall())


async def responsible_of(conn: AsyncConnection[Any], organization: str) -> dict[UUID, int]:
    """Count the open cases of a body by the account that is responsible for them."""
    return dict(await (await conn.execute(_SQL["responsible_of"], {"organization": organization})).fetchall())


@dataclass(frozen=True, slots=True)
class PlannedCases:
    """How many cases of a subtask organisations of a type have in a year, and how many of them are closed."""

    type: str
    subtask: str
    cases: int
    closed: int


async def planned(conn: AsyncConnection[Any], year: int, scope: Codes = None) -> list[PlannedCases]:
    """Count the cases of a year, none that are sealed or were cancelled, by type of organisation and subtask; `scope` is what the caller may see."""
    values = _year(year) | {"scope": None if scope is None else list(scope)}
    return await rows(conn, PlannedCases, _SQL["planned"], values)


async def bodies_with_cases(conn: AsyncConnection[Any], log: str, workflow: str, year: int) -> dict[str, date]:
    """Give the organisations that have cases of a workflow for periods of a year, in a log, and the day of the first."""
    values = {"log": log, "workflow": workflow, **_year(year)}
    return dict(await (await conn.execute(_SQL["bodies"], values)).fetchall())


def _year(year: int) -> dict[str, Any]:
    """Give the bounds of the periods of a year, as they are written."""
    return {"year": str(year), "next_year": str(year + 1)}
