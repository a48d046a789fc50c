"""How the service's parts stand together with a database that goes away and comes back."""

import asyncio
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from structlog.testing import capture_logs

from events.organization import OrganizationType
from projections.runner import ProjectionRunner
from projections.status import wait_for
from service import wiring
from service.chores_of import chores_of
from service.clock import SystemClock
from service.organizations import Names
from service.settings import Settings
from service.wiring import open_service
from tests.offset_clock import OffsetClock
from workflows.actor import SYSTEM

_END_OTHERS = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


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


async def test_a_runner_that_dies_is_noticed_and_started_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever kills the projection runner is logged with its traceback, and the read models follow again."""
    run, failures = ProjectionRunner.run, [ZeroDivisionError("unforeseen")]

    async def dying(self: ProjectionRunner) -> None:
        if failures:
            raise failures.pop()
        await run(self)

    monkeypatch.setattr(ProjectionRunner, "run", dying)
    monkeypatch.setattr(wiring, "_REST", 0.01)
    with capture_logs() as logs:
        async with open_service(Settings(database_url=database_url), ticks=False) as service:
            names = Names("a", "a", "a")
            await service.organizations.register("a", OrganizationType.OBL, "KZ-19", names, "", SYSTEM)
            async with service.pool.connection() as conn:
                assert await wait_for(conn, "main", 1, timeout=20)
    [died] = [entry for entry in logs if entry["log_level"] == "error"]
    assert died["exc_info"]


async def test_everything_goes_by_the_checked_clock(database_url: str) -> None:
    """When the machine's clock jumps, what is recorded, planned, sent and put in line goes on by the time that passed."""
    clock = OffsetClock()
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as service:
        async with service.pool.connection() as conn:
            assert await service.clock.check(conn)
        clock.offset = timedelta(days=3653)
        parts: list[Any] = [
            service,
            service.cases,
            service.files,
            service.delivering,
            service.delivering.following,
            service.gate,
        ]
        parts += [*service.delivering.carriers.values(), service.preferences, service.webhooks, service.scoring]
        for chore in chores_of(service):
            parts += [part for part in (getattr(chore.work, "__self__", chore.work),) if hasattr(part, "clock")]
        today = SystemClock().now()
        assert {
            type(part).__name__: abs(part.clock.now() - today) < timedelta(minutes=1) for part in parts
        } == dict.fromkeys((type(part).__name__ for part in parts), True)
