"""Pages that are open while others work: one connection of a process hears that the log grew, and wakes the pages whose subject changed."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from events.store.statements import load
from projections.projection import Connect
from service.inbox.live import Stream

_HEARTBEAT = 15.0  # seconds after which it looks though nothing was said
_CALM = 1.0  # seconds between looks, in which the read models catch up: many events are one look
_FIRST_DELAY, _LONGEST_DELAY = 0.05, 2.0
_SQL = load(__package__, "watched.sql")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a page shows: a case at a version, or the work of some bodies up to a position of the log."""

    case: UUID | None = None
    version: int = 0
    bodies: Sequence[str] = ()
    position: int = 0


class Watched:
    """What the open pages of a process show."""

    def __init__(self) -> None:
        self._pages: list[tuple[Watch, Stream]] = []

    @contextmanager
    def page(self, watch: Watch | None, stream: Stream) -> Iterator[None]:
        """Wake a stream once what its page shows has changed, until the end of the block."""
        entry = (watch, stream) if watch else None
        if entry:
            self._pages.append(entry)
        try:
            yield
        finally:
            if entry in self._pages:
                self._pages.remove(entry)

    @asynccontextmanager
    async def listening(self, connect: Connect, pool: AsyncConnectionPool) -> AsyncIterator[None]:
        """Listen for the log until the end of the block."""
        task = asyncio.create_task(self._listen(connect, pool), name="listener for changes")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def look(self, pool: AsyncConnectionPool, only: Stream | None = None) -> None:
        """Ask once what of all that is watched, or by one stream, has changed; sealed cases are never told of."""
        pages = [(watch, stream) for watch, stream in self._pages if only in (None, stream)]
        if not pages:
            return
        cases = {watch.case for watch, _ in pages if watch.case}
        bodies = {body for watch, _ in pages for body in watch.bodies}
        async with pool.connection() as conn:
            versions: dict[UUID | None, int] = dict(
                await (await conn.execute(_SQL["versions"], {"cases": list(cases)})).fetchall()
            )
            positions = await changes(conn, bodies)
        for entry in pages:
            watch, stream = entry
            latest = max((positions.get(body, 0) for body in watch.bodies), default=0)
            if versions.get(watch.case, 0) > watch.version or latest > watch.position:
                stream.outdate()
                if entry in self._pages:
                    self._pages.remove(entry)

    async def _listen(self, connect: Connect, pool: AsyncConnectionPool) -> None:
        delay = _FIRST_DELAY
        while True:
            try:
                async with await connect() as conn:
                    await conn.set_autocommit(True)
                    await conn.execute("LISTEN tbn4_log")
                    while True:
                        await self.look(pool)
                        delay = _FIRST_DELAY
                        await _hear(conn, _HEARTBEAT, 1)
                        await asyncio.sleep(_CALM)
                        await _hear(conn, 0, None)
            except (psycopg.Error, OSError, PoolTimeout) as error:
                log.warning("listener for changes lost its connection", delay=delay, error=type(error).__name__)
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_DELAY)


async def changes(conn: AsyncConnection[Any], bodies: Iterable[str]) -> dict[str, int]:
    """Give the position of the log at which a case of each body changed last; bodies without cases are left out."""
    return dict(await (await conn.execute(_SQL["changes"], {"bodies": list(bodies)})).fetchall())


async def _hear(conn: AsyncConnection[Any], patience: float, most: int | None) -> None:
    """Wait for that many notifications, or take all that came for None."""
    # a suspended generator would hang the connection's close
    async with aclosing(conn.notifies(timeout=patience, stop_after=most)) as told:
        async for _one in told:
            pass
