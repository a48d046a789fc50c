"""Many deadlines that pass at once, among ten times as many that stand open: our sweep against a job for each deadline.

Both record the same: an event on each case, by `Cases`. The log and the read model are filled once and copied for each round.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID

import psycopg
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from events.store.group_commit import GroupCommit
from events.store.reader import last_position
from projections.deadline_lists import overdue_unrecorded
from projections.deadlines import DeadlinesProjection
from projections.generations import prepare
from projections.runner import ProjectionRunner
from projections.status import wait_for
from service.cases import Cases
from service.clock import FixedClock, SystemClock
from service.requests import Request
from service.server import relieve_collector
from service.sweep import Sweep
from service.wiring import connector
from tests.benchmarks.callers import loop_runner
from tests.benchmarks.commands import HEAD
from tests.benchmarks.databases import Databases
from tests.benchmarks.job_store import PostgresJobStore
from tests.benchmarks.lives import ORGANIZATION
from tests.benchmarks.measuring import Run, Side
from tests.benchmarks.stalls import watched
from tests.workflows.risk_analysis.life import ORDER

ORDERED, PASSED = date(2024, 2, 12), date(2024, 2, 20)
_LATER = {"starts_on": "2024-05-06", "ends_on": "2024-05-31"}
_PER_CASE, _OTHERS = 5, 1  # deadlines of an order; cases of which nothing is due for each of which one is
_COPIES = """
    INSERT INTO log.events
    SELECT e.log, %(last)s + copy.n, copy.id, 1, e.topic,
           convert_to(replace(replace(convert_from(e.state, 'UTF8'), e.originator_id::text, copy.id::text),
                              '"' || %(body)s || '"', '"' || (%(bodies)s::text[])[1 + copy.n %% cardinality(%(bodies)s::text[])] || '"'), 'UTF8'),
           e.recorded_at, copy.id
    FROM log.events e, (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(copies)s) AS n) AS copy
    WHERE e.originator_id = %(case)s
"""
_PATIENCE = timedelta(minutes=5).total_seconds()
_DESKS = 64  # handlers of the peer that work at the same time

Work = Callable[[str, Cases], Awaitable[Run]]
Handler = Callable[[UUID, str], Awaitable[None]]


@contextmanager
def ours(places: Databases, due: int) -> Iterator[Side]:
    """`Sweep`, as a scheduler does it: deadlines recorded a second, and the longest stall of the event loop."""
    filled = _filled(places, due)
    yield lambda: _round(places, filled, _swept)


@contextmanager
def job_store(places: Databases, due: int) -> Iterator[Side]:
    """APScheduler with a job for each deadline in a PostgreSQL job store."""
    filled = _filled(places, due)
    yield lambda: _round(places, filled, _fired)


def _round(places: Databases, filled: str, work: Work) -> Run:
    url = places.copy(filled)
    relieve_collector()
    try:
        with loop_runner() as loop:
            return loop.run(_worked(url, work))
    finally:
        places.drop(url)


async def _worked(url: str, work: Work) -> Run:
    async with _cases(url, FixedClock.at(PASSED)) as cases:
        return await work(url, cases)


@asynccontextmanager
async def _cases(url: str, clock: FixedClock) -> AsyncIterator[Cases]:
    pool = AsyncConnectionPool(url, open=False, kwargs={"autocommit": True}, min_size=2, max_size=16, timeout=_PATIENCE)
    async with pool, GroupCommit(connector(url)) as group:
        yield Cases(pool, group, clock)


async def _swept(_url: str, cases: Cases) -> Run:
    async with watched() as stall:
        began = time.perf_counter()
        recorded = await Sweep(cases, cases.clock)()
        return stall.run(recorded, time.perf_counter() - began)


class _Handlers:
    """What jobs call: they are stored by the name of a function and its arguments."""

    work: ClassVar[Handler]
    desks: ClassVar[asyncio.Semaphore]
    left: ClassVar[int]
    done: ClassVar[asyncio.Event]


async def handle(case_id: UUID, key: str) -> None:
    """Do what there is to do about one deadline that passed."""
    async with _Handlers.desks:
        await _Handlers.work(case_id, key)
    _Handlers.left -= 1
    if not _Handlers.left:
        _Handlers.done.set()


async def _fired(url: str, cases: Cases) -> Run:
    async def miss(case_id: UUID, key: str) -> None:
        assert await cases.miss(case_id, key)

    async with cases.pool.connection() as conn:
        found = await overdue_unrecorded(conn, PASSED, 1_000_000)
    return await fired(url, [(row.case_id, row.key) for row in found], miss)


async def fired(url: str, passed: Collection[tuple[UUID, str]], work: Handler) -> Run:
    """Let APScheduler do work for each of some deadlines that passed, a job each; the jobs are there before the clock runs."""
    _Handlers.work, _Handlers.left = work, len(passed)
    _Handlers.desks, _Handlers.done = asyncio.Semaphore(_DESKS), asyncio.Event()
    store, scheduler = PostgresJobStore(url), AsyncIOScheduler(timezone=ALMATY)
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    at = SystemClock().now()
    with store.conn.transaction(), store.conn.pipeline():
        for deadline in passed:
            scheduler.add_job(handle, "date", deadline, run_date=at, misfire_grace_time=None)
    async with watched() as stall:
        began = time.perf_counter()
        scheduler.resume()
        async with asyncio.timeout(_PATIENCE):
            await _Handlers.done.wait()
        run = stall.run(len(passed), time.perf_counter() - began)
    scheduler.shutdown(wait=False)
    return run


def _filled(places: Databases, due: int) -> str:
    """Make a database in which so many deadlines pass on the day, of ten times as many that are open."""
    url = places.ours()
    with loop_runner() as loop:
        loop.run(_fill(url, due))
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    return url


async def _fill(url: str, due: int) -> None:
    connect = connector(url)
    async with _cases(url, FixedClock.at(ORDERED)) as cases, await connect() as conn:
        await prepare(conn, [DeadlinesProjection()])
        await order(cases, conn, due, [ORGANIZATION])
        runner = asyncio.create_task(ProjectionRunner(connect, [DeadlinesProjection()]).run())
        await filled(cases, conn, due)
        runner.cancel()
        await asyncio.gather(runner, return_exceptions=True)


async def order(cases: Cases, conn: AsyncConnection[Any], due: int, bodies: Sequence[str]) -> None:
    """Order analyses in bodies in turn: for so many of them a deadline has passed on the day `PASSED`, of as many others none."""
    for data, copies in ((ORDER, due), (ORDER | _LATER, _OTHERS * due)):
        head = replace(HEAD, organization=bodies[0])
        request = Request.of(head, None)
        case = (await cases.open("risk_analysis", bodies[0], "order", data, head, request)).case
        last = await last_position(conn, cases.log)
        values = {"last": last, "copies": copies - 1, "case": case.id, "body": bodies[0], "bodies": list(bodies)}
        await conn.execute(_COPIES, values)


async def filled(cases: Cases, conn: AsyncConnection[Any], due: int) -> None:
    """Wait until the deadlines table shows what was ordered."""
    assert await wait_for(conn, cases.log, await last_position(conn, cases.log), _PATIENCE)
    found = await overdue_unrecorded(conn, PASSED, 1_000_000)
    row = await (await conn.execute("SELECT count(*) FROM read.deadlines WHERE status = 'open'")).fetchone()
    assert (len(found), row) == (due, (_PER_CASE * (due + _OTHERS * due),))
