"""How far the read models are."""

import asyncio
from typing import Any

from psycopg import AsyncConnection

from projections.audit import AuditProjection
from projections.cases import CasesProjection
from projections.projection import Connect
from projections.status import status, wait_for
from tests.projections.histories import append, feed_all, worked_example

Conn = AsyncConnection[Any]


async def test_positions_and_lag_are_told(conn: Conn) -> None:
    """Each projection's position, the log's end, and what lies between, in events and in time."""
    await append(conn, worked_example("a").events)
    await feed_all(conn)
    assert {(s.log, s.position, s.last_position, s.lag_events, s.lag_seconds, s.live) for s in await status(conn)} == {
        ("main", 7, 7, 0, 0.0, True)
    }
    await append(conn, worked_example("b").events)
    late = await status(conn)
    assert {(s.projection, s.version, s.generation) for s in late} >= {
        ("audit", AuditProjection.version, 1),
        ("cases", CasesProjection.version, 1),
    }
    assert {(s.position, s.lag_events) for s in late} == {(7, 7)}
    assert all(s.lag_seconds > 0 for s in late)


async def test_a_writer_can_wait_for_its_own_write(conn: Conn, connect: Connect) -> None:
    """Waiting ends when all read models (or those named) have reached the position, and says so when they have not."""
    position = await append(conn, worked_example("a").events)
    async with await connect() as other:
        assert not await wait_for(other, "main", position, timeout=0.02)
        waiting = asyncio.create_task(wait_for(other, "main", position, timeout=30))
        await feed_all(conn)
        assert await waiting
        assert await wait_for(other, "main", position, timeout=0, projections=["cases"])
        assert not await wait_for(other, "main", position + 1, timeout=0)
