"""Many deadlines that pass at once, recorded and told, up to the line of messages, with read models at work in the same process.

Each is told to the officer of its body, by mail, and to a system by a webhook. What the day before asks for is told beforehand. The
peer has a job for each deadline, which records it and stores the same notice with the same that carries it.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from uuid import UUID

import psycopg

from events.organization import OrganizationType
from events.store.reader import last_position
from projections.page import rows
from projections.status import wait_for
from service.alerts.line import Awaited
from service.alerts.notice import Capacity, Kind, Notice, told_of
from service.alerts.outbox import tell
from service.alerts.telling import Telling
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
from tests.benchmarks.sweeping import ORDERED, PASSED, filled, fired, order
from tests.service.alerts.sending import ALWAYS, LOOPBACK
from workflows.actor import SYSTEM, Role

_AKIMAT, _BODIES = "bench", 100
_REGION, _FOUNDED = "KZ-19", date(2023, 1, 3)
_PASSED = b"""
    SELECT case_id, key, due, organization, workflow, subtask, rule, strength, clearance FROM read.deadlines
    WHERE status = 'open' AND bound = 'not_later' AND due < %(today)s
"""
_PATIENCE = timedelta(minutes=5).total_seconds()
_STARTED = 1.0  # seconds after which a service has opened its connections

Work = Callable[[str, Service], Awaitable[Run]]


@contextmanager
def ours(places: Databases, due: int) -> Iterator[Side]:
    """`Sweep` and `Telling` side by side, as a scheduler does them: until both are done, and the longest stall of the event loop."""
    kept = _kept(places, due)
    yield lambda: _round(places, kept, partial(_swept, due))


@contextmanager
def job_store(places: Databases, due: int) -> Iterator[Side]:
    """APScheduler with a job for each deadline in a PostgreSQL job store: until the handlers of all are done."""
    kept = _kept(places, due)
    yield lambda: _round(places, kept, _fired)


@cache
def _kept(places: Databases, due: int) -> str:
    kept = places.ours()
    with loop_runner() as loop:
        loop.run(_fill(kept, due))
    with psycopg.connect(kept, autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    return kept


def _round(places: Databases, kept: str, work: Work) -> Run:
    url = places.copy(kept)
    try:
        with loop_runner() as loop:
            return loop.run(_worked(url, work))
    finally:
        places.drop(url)


async def _worked(url: str, work: Work) -> Run:
    async with _service(url, FixedClock.at(PASSED, 9)) as service:
        relieve_collector()
        await asyncio.sleep(_STARTED)
        return await work(url, service)


async def _swept(due: int, _url: str, service: Service) -> Run:
    sweep, telling = Sweep(service.cases, service.clock), Telling(service.cases, service.clock, service.access)
    async with watched() as stall:
        began = time.perf_counter()
        recorded, notices = await asyncio.gather(sweep(), telling.tell_due())
        assert (recorded, notices) == (due, due)
        return stall.run(recorded, time.perf_counter() - began)


async def _fired(url: str, service: Service) -> Run:
    notices = await _notices(service)

    async def record_and_tell(case_id: UUID, key: str) -> None:
        assert await service.cases.miss(case_id, key)
        async with service.pool.connection() as conn, conn.transaction():
            assert await tell(conn, [notices[case_id, key]], ALWAYS)

    return await fired(url, notices, record_and_tell)


async def _notices(service: Service) -> dict[tuple[UUID, str], Notice]:
    """Make the notices of what passed: the jobs of the peer need not find out what is told to whom."""
    async with service.pool.connection() as conn:
        found = await rows(conn, Awaited, _PASSED, {"today": PASSED})
        accounts = await conn.execute("SELECT organization, id FROM access.accounts")
        officers: dict[str, UUID] = dict(await accounts.fetchall())
    said = {
        "kind": Kind.OVERDUE, "days": -1, "step": 0, "in_place_of": None, "capacity": Capacity.RESPONSIBLE, "policy": 1, "asked_by": "",
        "reason": "", "mandatory": True, "told_on": PASSED, "made_at": service.clock.now(),
    }  # fmt: skip
    log = service.cases.log
    return {(one.case_id, one.key): told_of(one, log, "overdue", officers[one.organization], **said) for one in found}


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


async def _settled(service: Service) -> None:
    """Wait until the read models show everything."""
    async with service.pool.connection() as conn:
        position = await last_position(conn, service.cases.log)
        assert await wait_for(conn, service.cases.log, position, _PATIENCE)
