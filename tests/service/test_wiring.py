"""How the service's parts stand together with a database that goes away and comes back."""

import asyncio

import psycopg

from service.settings import Settings
from service.wiring import open_service

_END_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


async def test_connections_that_the_database_ended_fail_nobody(database_url: str) -> None:
    """After the database was restarted, no request meets a dead connection of the pool."""
    settings = Settings(database_url=database_url)
    async with open_service(settings, runs=False, ticks=False) as service:
        began = asyncio.Barrier(4)

        async def ask() -> None:
            async with service.pool.connection() as conn:
                await conn.execute("SELECT 1")
                await began.wait()

        await asyncio.gather(*(ask() for _ in range(4)))
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
            ended = await (await conn.execute(_END_OTHERS)).fetchall()
        assert len(ended) >= 4
        await asyncio.gather(*(ask() for _ in range(4)))
