"""Feeding read models from a log that is there already: our runner against the library's.

The simple read model is one row a case: organisation, state, number of events. Ours folds a batch and writes it in one
statement; the library hands over one event at a time, which the view writes with its tracking in one transaction, as
the documentation shows.
"""

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import psycopg
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection as StockProjection
from eventsourcing.projection import ProjectionRunner as StockRunner
from psycopg import AsyncConnection, sql

from events.codec import encode
from events.event import CaseEvent, Recorded
from events.store.group_commit import GroupCommit
from events.store.save import Save
from projections.projection import Projection, write
from projections.runner import ProjectionRunner
from projections.status import wait_for
from service.clock import SystemClock
from service.wiring import connector
from tests.benchmarks.callers import loop_runner
from tests.benchmarks.commands import HEAD
from tests.benchmarks.databases import Databases
from tests.benchmarks.lives import ORGANIZATION, steps
from tests.benchmarks.measuring import Run, Side
from tests.benchmarks.stock import Analyses, Analysis, analyses, environment, perform
from tests.workflows.scenario import command
from workflows import machine
from workflows.registry import workflow

_PATIENCE = timedelta(minutes=2).total_seconds()


class StatesProjection(Projection):
    """The simple read model in our form."""

    name = "bench_states"
    version = 1
    tables = b"CREATE TABLE bench_states (case_id uuid PRIMARY KEY, organization text, state text, events bigint)"
    _STORE: ClassVar[bytes] = (
        b"INSERT INTO bench_states SELECT * FROM json_populate_recordset(NULL::bench_states, %(rows)s::json) "
        b"ON CONFLICT (case_id) DO UPDATE SET state = EXCLUDED.state, events = bench_states.events + EXCLUDED.events"
    )

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Count a batch by case, and write one row each."""
        rows: dict[UUID, dict[str, Any]] = {}
        for recorded in events:
            event = recorded.event
            if isinstance(event, CaseEvent):
                row = rows.setdefault(event.originator_id, {"case_id": event.originator_id, "events": 0})
                row["organization"], row["state"] = event.organization, event.state
                row["events"] += 1
        await write(conn, self._STORE, list(rows.values()))


class StatesView(PostgresTrackingRecorder):
    """The simple read model as the library's documentation writes it."""

    def __init__(self, datastore: Any, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.sql_create_statements.append(
            sql.SQL(
                "CREATE TABLE IF NOT EXISTS {} (case_id uuid PRIMARY KEY, organization text, state text, events bigint)"
            ).format(sql.Identifier("bench_states"))
        )

    def count(self, case_id: UUID, organization: str, state: str, tracking: Tracking) -> None:
        """Add one event to a case's row."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(_COUNT, (case_id, organization, state), prepare=True)


_COUNT = (
    "INSERT INTO bench_states VALUES (%s, %s, %s, 1) "
    "ON CONFLICT (case_id) DO UPDATE SET state = EXCLUDED.state, events = bench_states.events + 1"
)


class StockStates(StockProjection[StatesView]):
    """Tells the view of each event; `done` is set after `expected` of them."""

    name = "states"
    done: ClassVar[threading.Event]
    left: ClassVar[int]

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        """Take one event."""
        state = getattr(domain_event, "action", "order")
        self.view.count(domain_event.originator_id, ORGANIZATION, state, tracking)
        StockStates.left -= 1
        if StockStates.left == 0:
            self.done.set()


@contextmanager
def ours(places: Databases, projections: Iterable[Projection], lives: int) -> Iterator[Side]:
    """Our runner, fed with the events of so many lives of cases, on a fresh copy of the log each round."""
    filled, known = places.ours(), tuple(projections)
    with loop_runner() as loop:
        last = loop.run(_fill(filled, lives))
    yield lambda: _our_round(places, filled, known, last)


def _our_round(places: Databases, filled: str, projections: Sequence[Projection], last: int) -> Run:
    url = places.copy(filled)
    try:
        with loop_runner() as loop:
            return loop.run(_follow(url, projections, last))
    finally:
        places.drop(url)


async def _follow(url: str, projections: Sequence[Projection], last: int) -> Run:
    connect = connector(url)
    runner = ProjectionRunner(connect, projections)
    async with await connect() as conn:
        began = time.perf_counter()
        task = asyncio.create_task(runner.run())
        try:
            while not await _reached(conn, last):
                if task.done() or time.perf_counter() > began + _PATIENCE:
                    raise RuntimeError("the read models do not get there")
            return Run(last / (time.perf_counter() - began))
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _reached(conn: AsyncConnection[Any], last: int) -> bool:
    return await wait_for(conn, "main", last, timeout=1.0)


async def _fill(url: str, lives: int) -> int:
    """Put the lives of so many cases into the log, and return its last position."""
    pattern = _life()
    async with GroupCommit(connector(url)) as group:
        for start in range(0, lives, 500):
            saves = [_copy(pattern) for _ in range(min(500, lives - start))]
            await asyncio.gather(*map(group.commit, saves))
    async with await connector(url)() as conn:
        await conn.execute("VACUUM ANALYZE log.events")
    return lives * len(pattern)


def _life() -> list[StoredEvent]:
    """Give the events of one life, as the machine makes them."""
    today = SystemClock().today()
    kind = workflow("risk_analysis")
    case = kind.CASE.blank(uuid4(), ORGANIZATION)
    for step in steps(today):
        machine.act(kind, case, command(step.action, dict(step.data), HEAD, today.isoformat()))
    return [encode(event) for event in case.history]


def _copy(pattern: Sequence[StoredEvent]) -> Save:
    """Give the same life of another case."""
    old, new = pattern[0].originator_id, uuid4()
    events = tuple(
        StoredEvent(
            new, stored.originator_version, stored.topic, stored.state.replace(str(old).encode(), str(new).encode())
        )
        for stored in pattern
    )
    return Save(uuid4(), b"\0" * 32, events)


@contextmanager
def stock(places: Databases, lives: int) -> Iterator[Side]:
    """The library's runner, fed with the events of so many lives of its aggregates, on a fresh copy each round."""
    filled = places.empty()
    life = steps(SystemClock().today())
    with analyses(filled) as application:
        for _ in range(lives):
            analysis: Analysis | None = None
            for step in life:
                analysis = perform(analysis, step, ORGANIZATION, HEAD.id)
            application.save(analysis)
    with psycopg.connect(filled, autocommit=True) as conn:
        conn.execute("VACUUM ANALYZE")
    yield lambda: _stock_round(places, filled, lives * len(life))


def _stock_round(places: Databases, filled: str, events: int) -> Run:
    url = places.copy(filled)
    StockStates.done, StockStates.left = threading.Event(), events
    try:
        began = time.perf_counter()
        with StockRunner(
            application_class=Analyses, projection_class=StockStates, view_class=StatesView, env=environment(url)
        ):
            if not StockStates.done.wait(_PATIENCE):
                raise RuntimeError("the stock read model does not get there")
            return Run(events / (time.perf_counter() - began))
    finally:
        places.drop(url)
