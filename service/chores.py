"""Recurring work: what is done when, by one replica at a time, and how it went (decision 0015).

What was done stands in the database, and so does the lock under which it is done. A replica that is killed loses the lock
at once, one that is paused after some seconds of silence; whatever is due then is taken up by another, which finds it undone.
Whatever a chore does may therefore be begun by one replica and done again by the next: it must be of the kind that does no harm.
"""

import asyncio
import os
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg
import structlog
from apscheduler.triggers.cron import CronTrigger
from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from events.store.save import Unavailable, UnknownOutcome
from events.store.statements import load
from service.checked_clock import CheckedClock

SQL = load(__package__, "chores.sql")

_SILENCE = "5s"  # after which the server takes the lock from a process that was paused
_BEAT = 1.0  # seconds between two signs of life
_AGAIN = timedelta(minutes=1)  # after which work by the calendar that failed is tried again

_LAST_DATES = timedelta(days=1)  # whose dates are taken up where it is not known when the work was last begun

DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, Unavailable, UnknownOutcome)
"""What is raised when the database cannot be reached or has ended a connection: a matter of trying again."""

Work = Callable[[], Awaitable[int]]
"""Does whatever there is to do by now and says how much it was."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a chore at the instant `now` of the database: its last success and failure, and its counts."""

    name: str
    since: datetime
    began_at: datetime | None
    succeeded_at: datetime | None
    failed_at: datetime | None
    seconds: float
    count: int
    total: int
    successes: int
    failures: int
    error: str
    replica: str
    now: datetime

    @property
    def fails(self) -> bool:
        """Whether it failed when it was last tried."""
        failed, succeeded = self.past(self.failed_at), self.past(self.succeeded_at)
        return failed is not None and (succeeded is None or succeeded < failed)

    def past(self, instant: datetime | None) -> datetime | None:
        """Give an instant unless it lies in the future: such a one was noted by a clock that was put back since, and says nothing."""
        return instant if instant is not None and instant <= self.now else None


@dataclass(frozen=True, slots=True)
class Chore:
    """Recurring work: every so many seconds after it was last tried, and at the times of a cron expression, in Kazakhstan.

    Work that is `by_the_clock` waits while this replica's clock is wrong; another replica does it.
    """

    name: str
    work: Work
    every: float | None = None
    at: str | None = None
    by_the_clock: bool = True

    def is_due(self, known: Known) -> bool:
        """Whether it is to be done now, by what is known of it."""
        times = (self._next_round(known), self._next_date(known))
        return any(time is not None and time <= known.now for time in times)

    def _next_round(self, known: Known) -> datetime | None:
        if self.every is None:
            return None
        tried = [at for at in map(known.past, (known.succeeded_at, known.failed_at)) if at is not None]
        return max(tried) + timedelta(seconds=self.every) if tried else known.now

    def _next_date(self, known: Known) -> datetime | None:
        """Give the first date after it was last begun with success; dates that passed in an outage are one."""
        if self.at is None:
            return None
        trigger = CronTrigger.from_crontab(self.at, timezone=ALMATY)
        since = known.past(known.began_at or known.since) or known.now - _LAST_DATES
        found: datetime | None = trigger.get_next_fire_time(None, since)
        failed = known.past(known.failed_at)
        return max(found, failed + _AGAIN) if found and failed and known.fails else found


@dataclass
class Chores:
    """Does chores and remembers how they went; `clock` is compared with the database's each time."""

    pool: AsyncConnectionPool
    clock: CheckedClock
    replica: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")

    async def due(self, chores: "tuple[Chore, ...]") -> list[Chore]:
        """Give those of some chores that are to be done now, by this replica as well as by any other."""
        async with self.pool.connection() as conn:
            right = await self.clock.check(conn)
            known = {row.name: row for row in await known_chores(conn)}
            if new := [chore.name for chore in chores if chore.name not in known]:
                await conn.execute(SQL["enter"], {"names": new})
                known = {row.name: row for row in await known_chores(conn)}
        return [chore for chore in chores if chore.is_due(known[chore.name]) and (right or not chore.by_the_clock)]

    async def do(self, chore: Chore) -> int | None:
        """Do a chore, unless another replica is at it or has done it meanwhile; gives its count, None if it was not done."""
        async with self.pool.connection() as conn, conn.transaction():
            await conn.execute(SQL["silence"], {"silence": _SILENCE})
            if not await self._is_mine(conn, chore):
                return None
            began, result = time.monotonic(), {"name": chore.name, "replica": self.replica}
            try:
                count = await _while_alive(conn, chore.work)
            except Exception as error:
                if conn.closed:
                    raise
                log.exception("chore failed", chore=chore.name)
                await conn.execute(SQL["failed"], {**result, "error": type(error).__name__})
                return None
            await conn.execute(SQL["succeeded"], {**result, "count": count, "seconds": time.monotonic() - began})
        if count:
            log.info("chore done", chore=chore.name, count=count)
        return count

    async def _is_mine(self, conn: AsyncConnection[Any], chore: Chore) -> bool:
        """Take the lock of a chore that nobody else has, and look again: it may have been done, the clock may have jumped."""
        if await (await conn.execute(SQL["hold"], {"name": chore.name})).fetchone() != (True,):
            return False
        if chore.by_the_clock and not await self.clock.check(conn):
            return False
        return any(row.name == chore.name and chore.is_due(row) for row in await known_chores(conn))


async def known_chores(conn: AsyncConnection[Any]) -> list[Known]:
    """Give what is known of each chore that any replica ever had."""
    async with conn.cursor(row_factory=class_row(Known)) as cursor:
        await cursor.execute(SQL["known"])
        return await cursor.fetchall()


async def _while_alive(conn: AsyncConnection[Any], work: Work) -> int:
    """Work, and say from time to time that this process lives; if it has lost its lock, it stops."""
    task = asyncio.ensure_future(work())
    try:
        while not (await asyncio.wait({task}, timeout=_BEAT))[0]:
            await conn.execute(SQL["beat"])
        return task.result()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
