"""Work of minutes that a caller starts and watches: it goes on behind the answer, and tells how far it is.

What such work does can be repeated, so a run that is stopped, by a restart of the service for example, is simply started
again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, Self
from uuid import UUID, uuid4

import msgspec
import psycopg
import structlog
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from events.store.statements import load
from events.text import msg
from service.problems import problem
from workflows.refusals import Unknown

_SQL = load(__package__, "runs.sql")
_EVERY = 1.0  # seconds between two words of how far it is
EVERYBODY = "*"
"""The scope of work for all organisations."""

_SILENCE = 30.0  # seconds after which a run that says nothing has stopped

Progress = Callable[[int, int], None]
"""Takes how much is done, of how much."""

Work = Callable[[Progress], Awaitable[Mapping[str, int]]]
"""Does the work and gives its counts by name."""

log = structlog.get_logger(__name__)


class RunState(StrEnum):
    """How a run stands; `stopped` is one whose process ended before it."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands. `account` is who started it, `scope` for whom it works, `problem` the slug of what it failed of."""

    id: UUID
    kind: str
    year: int
    account: str
    scope: str
    state: RunState
    done: int
    total: int
    counts: dict[str, int]
    problem: str
    started_at: datetime
    changed_at: datetime

    @property
    def under_way(self) -> bool:
        """Whether it goes on."""
        return self.state is RunState.RUNNING


@dataclass
class Runs:
    """Starts runs in this process and tells of those of all. Use it as an asynchronous context manager."""

    pool: AsyncConnectionPool
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)

    async def __aenter__(self) -> Self:
        """Begin with nothing under way."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what is under way: it says so."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def start(self, kind: str, year: int, account: str, work: Work, scope: str = EVERYBODY) -> UUID:
        """Start work behind the caller's back and give the id by which it can be watched.

        While the same work, of that kind, year and scope, is under way in any process, nothing is started: its id is given.
        """
        run_id = uuid4()
        wanted = {"id": run_id, "kind": kind, "year": year, "account": account, "scope": scope, "silence": _SILENCE}
        async with self.pool.connection() as conn, conn.transaction():
            await conn.execute(_SQL["take_turns"], wanted)
            if found := await (await conn.execute(_SQL["under_way"], wanted)).fetchone():
                return UUID(str(found[0]))
            await conn.execute(_SQL["start"], wanted)
        task = asyncio.create_task(self._carry_out(run_id, work), name=f"run {run_id}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run_id

    async def get(self, run_id: UUID) -> Run:
        """Give a run as it stands; raises `Unknown`."""
        async with self.pool.connection() as conn, conn.cursor(row_factory=class_row(Run)) as cursor:
            await cursor.execute(_SQL["get"], {"id": run_id, "silence": _SILENCE})
            found = await cursor.fetchone()
        if found is None:
            raise Unknown(msg("There is no run {id}.", id=run_id))
        return replace(found, state=RunState(found.state))

    async def _carry_out(self, run_id: UUID, work: Work) -> None:
        told: dict[str, Any] = {"state": RunState.RUNNING, "done": 0, "total": 0, "counts": "{}", "problem": ""}

        def progress(done: int, total: int) -> None:
            told.update(done=done, total=total)

        telling = asyncio.create_task(self._tell_often(run_id, told))
        try:
            counts = await work(progress)
            told.update(state=RunState.DONE, counts=msgspec.json.encode(counts).decode())
        except asyncio.CancelledError:
            told.update(state=RunState.STOPPED)
            raise
        except Exception as error:
            found = problem(error)
            told.update(state=RunState.FAILED, problem=found.kind.slug)
            log.exception("run failed", run_id=str(run_id))
        finally:
            telling.cancel()
            with suppress(asyncio.CancelledError):
                await telling
            await self._execute("tell", {"id": run_id, **told})

    async def _tell_often(self, run_id: UUID, told: Mapping[str, Any]) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            try:
                await self._execute("tell", {"id": run_id, **told})
            except (psycopg.Error, PoolTimeout):
                # Telling is a courtesy: the work itself finds out what is wrong with the database, and survives a short absence.
                log.warning("run cannot tell how far it is", run_id=str(run_id))

    async def _execute(self, statement: str, parameters: Mapping[str, Any]) -> None:
        async with self.pool.connection() as conn:
            await conn.execute(_SQL[statement], parameters)
