"""What a change of the calendar does to deadlines that are awaited: shown before it is approved, recorded afterwards.

A deadline is only put off: where the calendar gives an earlier date now, the date that was shown stays.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.calendar_change import Reach
from events.deadlines import Arithmetic
from events.store.statements import load
from projections.deadline_lists import over_days
from projections.deadline_row import DeadlineRow
from projections.page import rows
from projections.status import wait_for
from service.at_once import at_once
from service.cases import Cases
from service.chores import DATABASE_AWAY
from service.clock import Clock
from service.conflicts import Stale
from workflows.calendar import Change, Changes, OutsideCalendar
from workflows.register import Register
from workflows.registry import workflow
from workflows.terms import Rule, computed_anew

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
    conn: AsyncConnection[Any],
    change_id: UUID,
    change: Change,
    register: Register,
    today: date,
    scope: Collection[str] | None = None,
) -> AsyncIterator[Effect]:
    """Give what a change does to the deadlines that are awaited, were it approved (or revoked) today, by due date.

    `scope` are the bodies of which it is asked; None asks of all.
    """
    changes = register.changes.with_change(change_id, change)

    def computed(page: Sequence[DeadlineRow]) -> list[Effect]:
        return [effect for row in page if (effect := _effect(row, register, changes, today))]

    async for page in _concerned(conn, change, register, today, scope=scope):
        for effect in await asyncio.to_thread(computed, page):
            yield effect


def _effect(row: DeadlineRow, register: Register, changes: Changes, today: date) -> Effect | None:
    """Give what a change does to a deadline; nothing to one whose rule there is no more, or whose date the calendar cannot tell."""
    rule = _rules(row.workflow).get(row.rule)
    if rule is None:
        return None
    known = Arithmetic(row.anchor, row.amount, row.unit, row.due, row.moved_from)
    try:
        was = computed_anew(rule, known, register.calendar(today, row.organization)).due
        now = computed_anew(rule, known, register.calendar(today, row.organization, changes=changes)).due
    except OutsideCalendar:
        return None
    return Effect(row, now) if now != was else None


async def _concerned(
    conn: AsyncConnection[Any],
    change: Change,
    register: Register,
    today: date,
    *,
    log: str | None = None,
    scope: Collection[str] | None = None,
) -> AsyncIterator[list[DeadlineRow]]:
    codes = _bodies(change, register, today)
    if scope is not None:
        codes = [code for code in scope if codes is None or code in codes]
    last: DeadlineRow | None = None
    while page := await over_days(conn, change.days, log=log, organizations=codes, after=last, limit=_PAGE):
        yield page
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


@dataclass(frozen=True, slots=True)
class Left:
    """A deadline to which a change is to be brought."""

    change: UUID
    case_id: UUID
    key: str
    clearance: str


@dataclass
class Recalculation:
    """Puts off what changes of the calendar put off. Any number of replicas may do it at once: what is done is found done."""

    cases: Cases
    pool: AsyncConnectionPool
    clock: Clock

    async def __call__(self) -> int:
        """Bring what was approved or revoked since the last time to the deadlines; gives how many were put off.

        What is wrong with one case keeps the change from no other: it is logged, and tried again every hour.
        """
        register = await self.cases.registry.current()
        revisions = [(one, change, 1 if change.revoked_on is None else 2) for one, change in register.changes.items()]
        if not revisions:
            return 0
        async with self.pool.connection() as conn:
            rows = await (await conn.execute(_SQL["done"])).fetchall()
            done = {(one, revision) for one, revision in rows}
            left = [found for found in revisions if (found[0], found[2]) not in done]
            moved = sum([await self._bring(conn, *found, register) for found in left])
            return moved + await self._try_again(conn)

    async def _bring(
        self, conn: AsyncConnection[Any], change_id: UUID, change: Change, revision: int, register: Register
    ) -> int:
        position = await (await conn.execute(_SQL["position"], {"log": self.cases.log, "change": change_id})).fetchone()
        if position is None or not await wait_for(conn, self.cases.log, position[0], 0, ("deadlines",)):
            return 0  # what was set by the calendar before is not all shown yet: at the next time
        moved = 0
        async for page in _concerned(conn, change, register, self.clock.today(), log=self.cases.log):
            moved += await self._put_off_all(conn, [Left(change_id, r.case_id, r.key, r.clearance) for r in page])
        await conn.execute(_SQL["note"], {"change": change_id, "revision": revision})
        return moved

    async def _try_again(self, conn: AsyncConnection[Any]) -> int:
        """Try what could not be put off before."""
        left = await rows(conn, Left, _SQL["left"], {})
        return await self._put_off_all(conn, left)

    async def _put_off_all(self, conn: AsyncConnection[Any], wanted: Sequence[Left]) -> int:
        """Put off what is to be, many at once; what cannot be is noted, what was noted and can be now is no more."""
        moved = 0
        failed: list[Left] = []

        async def one(left: Left) -> None:
            nonlocal moved
            try:
                put_off = await self._put_off(left)
            except DATABASE_AWAY:
                raise
            except Exception:
                about = {"sealed": True} if left.clearance else {"case_id": str(left.case_id), "key": left.key}
                log.exception("deadline not put off", change=str(left.change), **about)
                failed.append(left)
            else:
                moved += put_off

        await at_once(_AT_ONCE, wanted, one)
        if wanted:
            values = {"tried": msgspec.json.encode(wanted).decode(), "failed": msgspec.json.encode(failed).decode()}
            await conn.execute(_SQL["tried"], values)
        if moved:
            log.info("deadlines put off", deadlines=moved)
        return moved

    async def _put_off(self, left: Left) -> bool:
        while True:
            try:
                found = await self.cases.put_off(left.case_id, left.key, left.change)
            except Stale:
                continue  # Somebody acted at the same moment: look again what is awaited.
            return found is not None and not found.repeated  # else another replica, or another change, just did it
