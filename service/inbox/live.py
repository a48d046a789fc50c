"""Inboxes live: one connection of a process listens for new notices, and wakes those who look at an inbox that changed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from events.store.statements import load
from projections.projection import Connect
from service.alerts.notices import CHANNEL

AT_ONCE = 6
"""Streams that one account may have open in a process: a browser opens no more to one site."""

IN_ALL = 4_000
"""Streams that a process keeps open."""

_HEARTBEAT = 15.0  # seconds after which the listener looks though nothing was said: a connection may die silently
_GATHERING = 0.05  # seconds in which further notices are awaited: many are told at once
_FIRST_DELAY, _LONGEST_DELAY = 0.05, 2.0
_LISTEN = f"LISTEN {CHANNEL}".encode()
_SQL = load(__package__, "live.sql")

log = structlog.get_logger(__name__)


class TooManyStreams(Exception):  # noqa: N818 - named as what is the case
    """An account, or all together, look at more streams than a process keeps open."""


@dataclass(eq=False)
class Stream:
    """One page that looks at an account's inbox, by a session; holds how the inbox stands and nothing that could pile up."""

    account: UUID
    session: str
    standing: tuple[int, int] | None = None
    ended: bool = False
    outdated: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def changed(self, patience: float) -> bool:
        """Wait until the inbox stands otherwise or the stream ends, at most so many seconds; False if nothing came."""
        try:
            async with asyncio.timeout(patience):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def tell(self, standing: tuple[int, int]) -> None:
        """Wake the stream if the inbox stands otherwise than it knows."""
        if standing != self.standing:
            self.standing = standing
            self._news.set()

    def outdate(self) -> None:
        """Wake the stream: what its page shows has changed."""
        self.outdated = True
        self._news.set()

    def end(self) -> None:
        """Let the stream end."""
        self.ended = True
        self._news.set()


class Live:
    """The open streams of a process."""

    def __init__(self) -> None:
        self._streams: dict[UUID, list[Stream]] = {}
        self._closed = False

    @asynccontextmanager
    async def listening(self, connect: Connect, pool: AsyncConnectionPool) -> AsyncIterator[None]:
        """Listen for notices until the end of the block."""
        task = asyncio.create_task(self._listen(connect, pool), name="listener for notices")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    @contextmanager
    def stream(self, account: UUID, session: str) -> Iterator[Stream]:
        """Give a stream that lasts until the end of the block; raises `TooManyStreams`."""
        self.check(account)
        stream = Stream(account, session, ended=self._closed)
        self._streams.setdefault(account, []).append(stream)
        try:
            yield stream
        finally:
            self._streams[account].remove(stream)
            if not self._streams[account]:
                del self._streams[account]

    def check(self, account: UUID) -> None:
        """Refuse a stream too many; raises `TooManyStreams`."""
        if len(self._streams.get(account, ())) >= AT_ONCE or self.count >= IN_ALL:
            raise TooManyStreams

    @property
    def count(self) -> int:
        """How many streams are open."""
        return sum(map(len, self._streams.values()))

    def end(self, session: str) -> None:
        """End the streams of a session that is over."""
        for stream in self._all():
            if stream.session == session:
                stream.end()

    def close(self) -> None:
        """End all streams, those that come too: the process stops."""
        self._closed = True
        for stream in self._all():
            stream.end()

    def _all(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    async def _listen(self, connect: Connect, pool: AsyncConnectionPool) -> None:
        """Look whenever something is told, and on each new connection: what was told meanwhile was not heard."""
        delay = _FIRST_DELAY
        while True:
            try:
                async with await connect() as conn:
                    await conn.set_autocommit(True)
                    await conn.execute(_LISTEN)
                    told: set[UUID] | None = None
                    while True:
                        await self._look(pool, told)
                        delay = _FIRST_DELAY
                        told = await _hear(conn)
            except (psycopg.Error, OSError, PoolTimeout) as error:
                log.warning("listener for notices lost its connection", delay=delay, error=type(error).__name__)
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_DELAY)

    async def _look(self, pool: AsyncConnectionPool, told: set[UUID] | None) -> None:
        """Ask once how the inboxes stand that somebody looks at: of some accounts, of all for None."""
        accounts = [one for one in self._streams if told is None or one in told]
        if not accounts:
            return
        async with pool.connection() as conn:
            rows = await (await conn.execute(_SQL["standing"], {"accounts": accounts})).fetchall()
        for account, unread, newest in rows:
            for stream in self._streams.get(account, ()):
                stream.tell((unread, newest))


async def _hear(conn: AsyncConnection[Any]) -> set[UUID] | None:
    """Wait for a notice, or for the time to look, and a moment more for others that are told with it.

    Gives whose inboxes changed, None for anybody's.
    """
    found: set[UUID] = set()
    heard = False
    for patience in (_HEARTBEAT, _GATHERING):
        # a suspended generator would hang the connection's close
        async with aclosing(conn.notifies(timeout=patience, stop_after=1 if patience == _HEARTBEAT else None)) as told:
            async for one in told:
                heard = True
                if not one.payload:
                    found.clear()
                    await asyncio.sleep(_GATHERING)
                    return None
                found |= {UUID(account) for account in one.payload.split()}
        if not heard:
            return None
    return found
