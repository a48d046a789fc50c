"""Waiting for news of the log: by LISTEN, and by polling in case the news is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from types import TracebackType
from typing import Any, Self

import psycopg
import structlog
from psycopg import AsyncConnection

_LISTEN = "LISTEN tbn4_log"
_SHORTEST_POLL, _LONGEST_POLL = 0.005, 0.25
_HEARTBEAT = 30.0
_FIRST_DELAY, _LONGEST_DELAY = 0.05, 2.0

_logger = structlog.get_logger(__name__)


class LogListener:
    """Tells the readers of a process when a log may have grown.

    It holds one connection of its own and reconnects when that is lost; meanwhile, and whenever a notification gets lost,
    `wait` returns after a poll interval, so that a reader that reads after every `wait` misses nothing. Use it as an
    asynchronous context manager, or call `start` and `close`.
    """

    def __init__(self, connect: Callable[[], Awaitable[AsyncConnection[Any]]]) -> None:
        self._connect = connect
        self._newest: dict[str, int] = {}
        self._told: dict[str, int] = {}
        self._reached: dict[str, tuple[int, float]] = {}
        self._news: dict[str, asyncio.Event] = {}
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Start listening in the running loop."""
        self._task = asyncio.create_task(self._listen(), name="log listener")

    async def close(self) -> None:
        """Stop listening and disconnect. Waiting readers go on polling."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def wait(self, log: str, after_position: int, timeout: float) -> bool:  # noqa: ASYNC109  the reader's own limit
        """Wait until the log may hold something newer than `after_position`, at most `timeout` seconds.

        Returns True when a notification said so, False when it is merely time to look: after 5 ms at first, after up to
        250 ms the longer the log has stood still.
        """
        if self._newest.get(log, 0) > after_position != self._told.get(log):
            self._told[log] = after_position
            return True
        news = self._news.setdefault(log, asyncio.Event())
        try:
            async with asyncio.timeout(min(timeout, self._poll_interval(log, after_position))):
                await news.wait()
        except TimeoutError:
            return False
        return True

    def _poll_interval(self, log: str, position: int) -> float:
        now = asyncio.get_running_loop().time()
        reached, since = self._reached.get(log, (-1, now))
        if position > reached:
            self._reached[log], since = (position, now), now
        if self._newest.get(log, 0) > position:
            return _SHORTEST_POLL
        return min(max(now - since, _SHORTEST_POLL), _LONGEST_POLL)

    async def _listen(self) -> None:
        delay = _FIRST_DELAY
        while True:
            try:
                async with await self._connect() as conn:
                    await conn.set_autocommit(True)
                    while True:
                        # Repeated as a heartbeat: it fails on a connection that died silently.
                        await conn.execute(_LISTEN)
                        delay = _FIRST_DELAY
                        await self._hear(conn)
            except (psycopg.Error, OSError) as error:
                _logger.warning("log listener lost its connection", delay=delay, error=str(error).strip())
                await asyncio.sleep(delay)
                delay = min(delay * 2, _LONGEST_DELAY)

    async def _hear(self, conn: AsyncConnection[Any]) -> None:
        # A suspended generator would hang the connection's close.
        async with aclosing(conn.notifies(timeout=_HEARTBEAT)) as notifications:
            async for notification in notifications:
                log, _, position = notification.payload.rpartition(":")
                if position.isdecimal():
                    self._newest[log] = max(self._newest.get(log, 0), int(position))
                    self._news.pop(log, asyncio.Event()).set()
