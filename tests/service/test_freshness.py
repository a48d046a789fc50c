"""Waiting for the read models."""

import asyncio

import pytest
from psycopg_pool import AsyncConnectionPool

import projections
from projections.generations import prepare
from service import freshness
from service.freshness import reached
from service.wiring import connector


async def test_who_waits_keeps_nobody_from_working(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody waits for read models that stand still, the only connection serves others."""
    monkeypatch.setattr(freshness, "LONGEST", 60.0)
    async with await connector(database_url)() as conn:
        await prepare(conn, projections.ALL)
        await conn.execute(
            "INSERT INTO log.events VALUES ('main', 1, gen_random_uuid(), 1, 'other', '', now(), gen_random_uuid())"
        )
    async with AsyncConnectionPool(database_url, min_size=1, max_size=1, open=False, timeout=5) as pool:
        waiting = asyncio.create_task(reached(pool, "main", 1))
        for _ in range(20):
            async with pool.connection() as conn:
                await conn.execute("SELECT 1")
        assert not waiting.done()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


async def test_nobody_waits_for_what_does_not_exist(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A position beyond the log's last is answered at once."""
    monkeypatch.setattr(freshness, "LONGEST", 600.0)
    async with (
        asyncio.timeout(60),
        AsyncConnectionPool(database_url, min_size=1, max_size=1, open=False) as pool,
    ):
        assert not await reached(pool, "main", 999_999_999_999_999_999)
