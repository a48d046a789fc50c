"""Many deadlines that pass at once, recorded and told: from the sweep to the line of messages, read models at work in between.

Each is told to the officer of its body, by mail, and to a system by a webhook. What the day before asks for is told beforehand.
"""

import tempfile
import time
from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg

from events.organization import OrganizationType
from events.store.reader import last_position
from projections.status import wait_for
from service.alerts.telling import READ, Telling
from service.alerts.webhooks.webhooks import Webhooks
from service.clock import Clock, FixedClock
from service.organizations import Names
from service.server import relieve_collector
from service.settings import Settings
from service.sweep import Sweep
from service.wiring import Service, open_service
from tests.benchmarks.callers import loop_runner
from tests.benchmarks.databases import Databases
from tests.benchmarks.measuring import Run, Side
from tests.benchmarks.stalls import watched
from tests.benchmarks.sweeping import ORDERED, PASSED, filled, order
from tests.service.alerts.sending import LOOPBACK
from workflows.actor import SYSTEM, Role

_AKIMAT, _BODIES = "bench", 100
_REGION, _FOUNDED = "KZ-19", date(2023, 1, 3)
_PATIENCE = timedelta(minutes=5).total_seconds()


@contextmanager
def ours(places: Databases, due: int) -> Iterator[Side]:
    """`Sweep`, then `Telling`: deadlines told a second, all of both in milliseconds, and the longest stall of the event loop."""
    kept = places.ours()
    with loop_runner() as loop:
        loop.run(_fill(kept, due))
    with psycopg.connect(kept, autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    yield lambda: _round(places, kept, due)


def _round(places: Databases, kept: str, due: int) -> Run:
    url = places.copy(kept)
    relieve_collector()
    try:
        with loop_runner() as loop:
            return loop.run(_told(url, due))
    finally:
        places.drop(url)


async def _told(url: str, due: int) -> Run:
    async with _service(url, FixedClock.at(PASSED, 9)) as service, watched() as stall:
        began = time.perf_counter()
        recorded = await Sweep(service.cases, service.clock)()
        await _settled(service, READ)
        telling = time.perf_counter()
        notices = await Telling(service.cases, service.clock, service.access).tell_due()
        ended = time.perf_counter()
        assert (recorded, notices) == (due, due)
        run = stall.run(due, ended - telling)
        return Run(run.rate, stall=run.stall, total=1000 * (ended - began))


@asynccontextmanager
async def _service(url: str, clock: Clock) -> AsyncIterator[Service]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=url, data_dir=Path(folder))
        async with open_service(settings, clock, ticks=False) as service:
            yield service


async def _fill(url: str, due: int) -> None:
    clock = FixedClock.at(ORDERED, 9)
    async with _service(url, clock) as service:
        bodies = [f"{_AKIMAT}.{number}" for number in range(1, 1 + min(due, _BODIES))]
        await _settle_in(service, bodies)
        async with service.pool.connection() as conn:
            await order(service.cases, conn, due, bodies)
            await filled(service.cases, conn, due)
        clock.travel(PASSED - timedelta(days=1), 9)
        await Telling(service.cases, clock, service.access).tell_due()


async def _settle_in(service: Service, bodies: list[str]) -> None:
    """Let each body have an officer who gets mail, and let a supervisor's system listen."""
    for code, kind, parent in (
        (_AKIMAT, OrganizationType.OBL, ""),
        *((one, OrganizationType.UPR, _AKIMAT) for one in bodies),
    ):
        names = Names(code, code, code)
        await service.organizations.register(code, kind, _REGION, names, parent, SYSTEM, account=True, since=_FOUNDED)
    for body in bodies:
        officer = await service.access.create(f"officer@{body}", body, Role.OFFICER, organization=body)
        await service.preferences.set_address(officer.id, f"officer@{body}.kz")
    supervisor = await service.access.create("supervisor", "supervisor", Role.SUPERVISOR, organization=_AKIMAT)
    await Webhooks(service.pool, service.clock, LOOPBACK).create(
        supervisor.id, "bench", "http://127.0.0.1:9/", ["notices"]
    )
    await _settled(service)
    await service.register.refresh()


async def _settled(service: Service, projections: Collection[str] | None = None) -> None:
    """Wait until the read models, all or some, show everything."""
    async with service.pool.connection() as conn:
        position = await last_position(conn, service.cases.log)
        assert await wait_for(conn, service.cases.log, position, _PATIENCE, projections)
