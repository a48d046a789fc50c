"""Saves to make and tables to look at."""

from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent
from psycopg import AsyncConnection

from events.store.group_commit import GroupCommit
from events.store.reader import Row, read_log
from events.store.save import Save

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]
HASH = b"what the command asked for"


def event(case: UUID, version: int, state: bytes = b"state", topic: str = "test.happened") -> StoredEvent:
    return StoredEvent(case, version, topic, state)


def save(*events: StoredEvent, command_id: UUID | None = None, request_hash: bytes = HASH) -> Save:
    return Save(command_id or uuid4(), request_hash, events)


def opening() -> Save:
    """A save that opens a new case."""
    return save(event(uuid4(), 1))


async def rows(connect: Connect, log: str = "main") -> list[Row]:
    """Everything the log holds."""
    async with await connect() as conn:
        return await read_log(conn, log, 0, 1_000_000)


@asynccontextmanager
async def writers_held(connect: Connect, log: str = "main") -> Any:
    """While inside, every append to the log waits for its lock."""
    async with await connect() as conn:
        await conn.set_autocommit(True)
        await conn.execute("SELECT pg_advisory_lock(hashtextextended(%s, 7))", (log,))
        try:
            yield
        finally:
            await conn.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 7))", (log,))


async def until_one_waits(connect: Connect) -> None:
    """Wait until a writer waits for a lock."""
    async with await connect() as conn:
        await conn.set_autocommit(True)
        query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while (await (await conn.execute(query)).fetchone()) == (0,):
            pass


async def terminate(connect: Connect, application: str) -> int:
    """Kill the backends of connections with that application name in this database; return their number."""
    async with await connect() as conn:
        cursor = await conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND datname = current_database()",
            (application,),
        )
        return len(await cursor.fetchall())


__all__ = [
    "HASH",
    "Connect",
    "GroupCommit",
    "event",
    "opening",
    "rows",
    "save",
    "terminate",
    "until_one_waits",
    "writers_held",
]
