"""The scheduler: APScheduler ticks, the deadlines table is the truth (design §8).

Any number of replicas may run it. One sweeps at a time (an advisory lock of the database); a
sweep that dies is taken over at the next tick. Recording a missed deadline is idempotent, so
neither a repeated sweep nor a read model that lags behind records one twice.
"""

import asyncio
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import psycopg
import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from events.store.save import Unavailable, UnknownOutcome
from projections.deadline_lists import Unrecorded, overdue_unrecorded
from service.cases import Cases
from service.clock import Clock
from service.conflicts import Stale
from service.endings import Endings
from service.planning import YearPlans

_SWEEP_LOCK = 7_104_001
_SILENCE = "5min"  # after which the server takes the lock from a process that was paused in its sweep
_PAGE = 5_000
_AT_ONCE = 64
_DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, Unavailable, UnknownOutcome)

log = structlog.get_logger(__name__)


@dataclass
class Scheduler:
    """Records deadlines that have passed, every `every` seconds and just after midnight in Kazakhstan."""

    cases: Cases
    pool: AsyncConnectionPool
    clock: Clock
    every: float = 30.0

    async def __aenter__(self) -> Self:
        """Start ticking in the running event loop."""
        self._ticker = AsyncIOScheduler(timezone=ALMATY)
        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._ticker.add_job(self._tick, IntervalTrigger(seconds=self.every), id="sweep", **once)
        self._ticker.add_job(
            self._tick, CronTrigger(hour=0, minute=0, second=5, timezone=ALMATY), id="midnight", **once
        )
        self._ticker.start()
        self._sweeping = asyncio.create_task(self._attempt())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop ticking; a sweep under way is finished."""
        self._ticker.shutdown(wait=False)
        await self._sweeping

    async def _tick(self) -> None:
        # A task of its own: APScheduler cancels its jobs when it is shut down.
        if self._sweeping.done():
            self._sweeping = asyncio.create_task(self._attempt())

    async def _attempt(self) -> None:
        try:
            await self.sweep()
        except Exception:
            # The next tick tries again; a scheduler that dies of one failure misses all that follow.
            log.exception("the sweep of deadlines failed")

    async def sweep(self) -> int:
        """Record every deadline that has passed and is not recorded; gives how many. Cases follow bodies that ended or exist again."""
        async with self.pool.connection() as conn, conn.transaction():
            await conn.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", (_SILENCE,))
            row = await (await conn.execute("SELECT pg_try_advisory_xact_lock(%s)", (_SWEEP_LOCK,))).fetchone()
            recorded = 0
            if row and row[0]:
                recorded = await self._record_all(conn)
                await Endings(YearPlans(self.cases)).follow(conn)
        if recorded:
            log.info("deadlines missed", recorded=recorded)
        return recorded

    async def _record_all(self, conn: AsyncConnection[Any]) -> int:
        recorded = 0
        after: Unrecorded | None = None
        # Each page begins after the last: what cannot be recorded, or is shown still by a read model that lags, hides nothing.
        while page := await overdue_unrecorded(conn, self.clock.today(), _PAGE, log=self.cases.log, after=after):
            after = page[-1]
            for start in range(0, len(page), _AT_ONCE):
                results = await asyncio.gather(*(self._record(row) for row in page[start : start + _AT_ONCE]))
                recorded += sum(results)
        return recorded

    async def _record(self, row: Unrecorded) -> bool:
        while True:
            try:
                return await self.cases.miss(row.case_id, row.key) is not None
            except Stale:
                # Somebody acted at the same moment: look again whether the deadline still stands.
                continue
            except _DATABASE_AWAY:
                raise
            except Exception:
                # What is wrong with one case must not keep the deadlines of all others from being recorded.
                about = {"sealed": True} if row.clearance else {"case_id": str(row.case_id), "key": row.key}
                log.exception("deadline not recorded", **about)
                return False
