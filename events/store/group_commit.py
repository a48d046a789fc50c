"""Group commit: the saves that wait while PostgreSQL writes are written together, in one call and one fsync.

One committer task a process and log. It takes everything that waits at once, so that a lone save is never delayed and the
batch grows by itself under load. A save that shares a case or a command id with an earlier one waits for the next batch.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psycopg
import structlog
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import tuple_row

from events.store.answers import Answers
from events.store.encoding import encode, parameters, prepare
from events.store.save import Rejected, Save, Unavailable, UnknownOutcome, Verdict
from events.store.statements import load
from events.store.waiting import WaitingSave, WaitingSaves

_APPEND = load(__package__, "group_commit.sql")["append"]
_LOST = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.ReadOnlySqlTransaction, TimeoutError)
_FIRST_DELAY, _LONGEST_DELAY = 0.02, 1.0
_PATIENCE = 0.5  # of the time that a batch took to write

_logger = structlog.get_logger(__name__)

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]
"""Opens a connection of the caller's own, to a database whose migrations are applied."""


class GroupCommit:
    """Appends saves to one named log.

    `max_batch` is the most events written in one call (a larger save goes alone). A save that has no verdict after
    `give_up_after` seconds, because the database cannot be reached, fails with `UnknownOutcome`, or with `Unavailable` if it was
    never sent. Use it as an asynchronous context manager, or call `start` and `close`.
    """

    def __init__(self, connect: Connect, log: str = "main", max_batch: int = 1000, give_up_after: float = 30.0) -> None:
        self.log = log
        self._connect = connect
        self._max_batch = max_batch
        self._give_up_after = give_up_after
        self._queue = WaitingSaves()
        self._answers = Answers()
        self._something_waits = asyncio.Event()
        self._closing = False
        self._delay = 0.0
        self._cursor: AsyncCursor[tuple[Any, ...]] | None = None
        self._committer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Start the committer in the running loop. It connects when the first save comes."""
        self._committer = asyncio.create_task(self._commit_batches(), name=f"group commit of log {self.log}")

    async def close(self) -> None:
        """Refuse new saves, give every waiting one its verdict, and disconnect."""
        self._closing = True
        self._something_waits.set()
        if self._committer:
            await self._committer

    async def commit(self, save: Save) -> Verdict:
        """Store a save and return its verdict once it is durable.

        Raises `Rejected`, `Unavailable` or `UnknownOutcome`, or PostgreSQL's own error if it is of no kind foreseen here.
        A caller cancelled while it waits leaves the save stored or not; its command id tells which.
        """
        encoded = encode(save)
        if self._closing or self._committer is None or self._committer.done():
            raise Unavailable(f"log {self.log!r} is not open for saves")
        loop = asyncio.get_running_loop()
        waiting = WaitingSave(encoded, loop.time() + self._give_up_after, loop.create_future())
        self._queue.put(waiting)
        self._something_waits.set()
        return await waiting.verdict

    async def _commit_batches(self) -> None:
        try:
            while self._queue or not self._closing:
                self._something_waits.clear()
                if not self._queue:
                    await self._something_waits.wait()
                if batch := self._queue.take(self._max_batch):
                    await self._write(batch)
        finally:
            self._answers.finish()
            self._give_up(self._queue, "the committer was stopped")
            await self._disconnect()

    async def _write(self, batch: list[WaitingSave]) -> None:
        began = asyncio.get_running_loop().time()
        try:
            rows = await self._append(batch)
        except _LOST as error:
            await self._repeat(batch, error)
        except asyncio.CancelledError:
            self._queue.put_back(batch)
            raise
        except Exception as error:
            await self._disconnect()
            self._separate(batch, error)
        else:
            self._delay = 0.0
            # The callers just answered may save again at once: let them join the next batch, if they are quick.
            taken = asyncio.get_running_loop().time() - began
            await self._answers.give(zip(batch, rows, strict=True), taken * _PATIENCE)

    async def _append(self, batch: list[WaitingSave]) -> list[tuple[Any, ...]]:
        deadline = min(waiting.deadline for waiting in batch)
        cursor = self._cursor or await self._open(deadline)
        for waiting in batch:
            waiting.sent = True
        cut = asyncio.get_running_loop().call_at(deadline, _cut, cursor.connection)
        try:
            await cursor.execute(_APPEND, parameters(self.log, [waiting.save for waiting in batch]), prepare=True)
            return await cursor.fetchall()
        finally:
            cut.cancel()

    async def _open(self, deadline: float) -> AsyncCursor[tuple[Any, ...]]:
        async with asyncio.timeout_at(deadline):
            conn = await self._connect()
        prepare(conn)
        self._cursor = conn.cursor(binary=True, row_factory=tuple_row)
        await conn.set_autocommit(True)
        return self._cursor

    async def _disconnect(self) -> None:
        if self._cursor:
            conn, self._cursor = self._cursor.connection, None
            await conn.close()

    async def _repeat(self, batch: list[WaitingSave], error: Exception) -> None:
        """Reconnect and write the batch again: whatever became of it, the command ids decide."""
        _logger.warning(
            "log connection lost", log=self.log, saves=len(batch), delay=self._delay, error=str(error).strip()
        )
        await self._disconnect()
        self._queue.put_back(batch)
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, min(self._delay, *(waiting.deadline - now for waiting in batch))))
        self._delay = min(max(_FIRST_DELAY, self._delay * 2), _LONGEST_DELAY)
        now = asyncio.get_running_loop().time()
        self._give_up([waiting for waiting in self._queue if waiting.deadline <= now], str(error).strip())

    def _give_up(self, saves: Iterable[WaitingSave], reason: str) -> None:
        for waiting in saves:
            kind = UnknownOutcome if waiting.sent else Unavailable
            waiting.fail(kind(f"no verdict from log {self.log!r}: {reason}"))

    def _separate(self, batch: list[WaitingSave], error: Exception) -> None:
        """Fail the save that PostgreSQL refused; if there are several, write each alone to find it."""
        if len(batch) > 1:
            for waiting in batch:
                waiting.alone = True
            self._queue.put_back(batch)
        else:
            refused = isinstance(error, (psycopg.DataError, psycopg.IntegrityError))
            batch[0].fail(Rejected(str(error)) if refused else error)


def _cut(conn: AsyncConnection[Any]) -> None:
    """End a call that outlasts its deadline. Cancelling it instead would first wait for a server that may be gone."""
    with suppress(OSError), socket.fromfd(conn.fileno(), socket.AF_INET, socket.SOCK_STREAM) as wire:
        wire.shutdown(socket.SHUT_RDWR)
