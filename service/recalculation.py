"""What a change of the calendar does to deadlines that are awaited: shown before it is approved, recorded afterwards.

A deadline is only put off: where the calendar gives an earlier date now, the date that was shown stays.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.calendar_change import Reach
from events.store.statements import load
from projections.deadline_lists import over_days
from projections.deadline_row import DeadlineRow
from projections.status import wait_for
from service.at_once import at_once
from service.cases import Cases
from service.clock import Clock
from service.conflicts import Stale
from workflows.calendar import Change
from workflows.register import Register
from workflows.registry import workflow
from workflows.terms import Rule

_SQL = load(__package__, "recalculation.sql")
_PAGE = 1_000
_AT_ONCE = 32

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one deadline: the day on which it would be due by the calendar, and whether it is put off to it."""

    row: DeadlineRow
    due: date

    @property
    def moves(self) -> bool:
        """Whether it is put off; otherwise the date that was shown stays, since an earlier one is held against nobody."""
        return self.due > self.row.due


async def effects(
    conn: AsyncConnection[Any], change_id: UUID, change: Change, register: Register, today: date
) -> AsyncIterator[Effect]:
    """Give what a change does to the deadlines that are awaited, were it approved (or revoked) today, by due date."""
    changes = register.changes.with_change(change_id, change)
    async for row in _concerned(conn, change, register, today):
        region = register.region_of(row.organization, today)
        rule = _rules(row.workflow)[row.rule]
        was = rule.compute(row.anchor, register.calendar(today, row.organization)).due
        now = rule.compute(row.anchor, changes.calendar(today, row.organization, region)).due
        if now != was:
            yield Effect(row, now)


async def _concerned(
    conn: AsyncConnection[Any], change: Change, register: Register, today: date, log: str | None = None
) -> AsyncIterator[DeadlineRow]:
    codes = _bodies(change, register, today)
    last: DeadlineRow | None = None
    while page := await over_days(conn, change.days, log=log, organizations=codes, after=last, limit=_PAGE):
        for row in page:
            yield row
        last = page[-1]


def _bodies(change: Change, register: Register, today: date) -> list[str] | None:
    match change.reach:
        case Reach.NATION:
            return None
        case Reach.REGION:
            return [code for code in register.codes() if register.region_of(code, today) == change.place]
        case Reach.ORGANIZATION:
            return [change.place]


@cache
def _rules(name: str) -> dict[str, Rule]:
    return {rule.code: rule for rule in workflow(name).CASE.RULES}


@dataclass
class Recalculation:
    """Puts off what changes of the calendar put off. Any number of replicas may do it at once: what is done is found done."""

    cases: Cases
    pool: AsyncConnectionPool
    clock: Clock

    async def __call__(self) -> int:
        """Bring what was approved or revoked since the last time to the deadlines; gives how many were put off."""
        register = await self.cases.registry.current()
        revisions = [(one, change, 1 if change.revoked_on is None else 2) for one, change in register.changes.items()]
        if not revisions:
            return 0
        async with self.pool.connection() as conn:
            rows = await (await conn.execute(_SQL["done"])).fetchall()
            done = {(one, revision) for one, revision in rows}
            left = [found for found in revisions if (found[0], found[2]) not in done]
            return sum([await self._bring(conn, *found, register) for found in left])

    async def _bring(
        self, conn: AsyncConnection[Any], change_id: UUID, change: Change, revision: int, register: Register
    ) -> int:
        position = await (await conn.execute(_SQL["position"], {"log": self.cases.log, "change": change_id})).fetchone()
        if position is None or not await wait_for(conn, self.cases.log, position[0], 0, ("deadlines",)):
            return 0  # what was set by the calendar before is not all shown yet: at the next time
        concerned = [row async for row in _concerned(conn, change, register, self.clock.today(), self.cases.log)]
        moved = 0

        async def one(row: DeadlineRow) -> None:
            nonlocal moved
            put_off = await self._put_off(row, change_id)
            moved += put_off

        await at_once(_AT_ONCE, concerned, one)
        await conn.execute(_SQL["note"], {"change": change_id, "revision": revision})
        if moved:
            log.info("deadlines put off", change=str(change_id), deadlines=moved)
        return moved

    async def _put_off(self, row: DeadlineRow, change_id: UUID) -> bool:
        while True:
            try:
                return await self.cases.put_off(row.case_id, row.key, change_id) is not None
            except Stale:
                # Somebody acted at the same moment: look again what is awaited.
                continue
