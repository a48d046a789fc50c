"""Bare appends: one event a save, each caller to a case of its own."""

import os
import re
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent

from events.store.group_commit import GroupCommit
from events.store.save import Committed, Save
from service.postgres_folder import binary
from service.wiring import connector
from tests.benchmarks.callers import by_tasks, by_threads, loop_runner
from tests.benchmarks.measuring import Run, Side
from tests.benchmarks.stock import analyses

STATE = b'{"facts":"' + b"x" * 338 + b'"}'
TOPIC = "bench.something_happened"
_HASH = b"\0" * 32


@contextmanager
def ours(url: str, callers: int, seconds: float) -> Iterator[Side]:
    """`GroupCommit.commit` by as many tasks."""
    with loop_runner() as loop:
        group = GroupCommit(connector(url))
        loop.run(group.start())
        work = [_committing(group) for _ in range(callers)]
        try:
            loop.run(by_tasks(work, min(seconds, 0.2)))
            yield lambda: loop.run(by_tasks(work, seconds))
        finally:
            loop.run(group.close())


def _committing(group: GroupCommit) -> Callable[[], Awaitable[None]]:
    case, versions = uuid4(), count(1)

    async def commit() -> None:
        verdict = await group.commit(Save(uuid4(), _HASH, (StoredEvent(case, next(versions), TOPIC, STATE),)))
        assert isinstance(verdict, Committed), verdict

    return commit


@contextmanager
def stock(url: str, callers: int, seconds: float) -> Iterator[Side]:
    """`PostgresApplicationRecorder.insert_events` by as many threads."""
    with analyses(url) as application:
        work = [_inserting(application.recorder.insert_events) for _ in range(callers)]
        by_threads(work, min(seconds, 0.2))
        yield lambda: by_threads(work, seconds)


def _inserting(insert_events: Callable[..., object]) -> Callable[[], None]:
    case, versions = uuid4(), count(1)

    def insert() -> None:
        insert_events([StoredEvent(case, next(versions), TOPIC, STATE)])

    return insert


_TABLE = """
    CREATE TABLE events (
        log text NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY, originator_id uuid NOT NULL, originator_version bigint NOT NULL,
        topic text NOT NULL, state bytea NOT NULL, recorded_at timestamptz NOT NULL, command_id uuid NOT NULL,
        PRIMARY KEY (log, originator_id, originator_version), UNIQUE (log, position))
"""
_INSERT = (
    "INSERT INTO events (log, originator_id, originator_version, topic, state, recorded_at, command_id) "  # noqa: S608 - our words
    f"VALUES ('main', gen_random_uuid(), 1, '{TOPIC}', '\\x{STATE.hex()}', clock_timestamp(), gen_random_uuid());\n"
)


@contextmanager
def pgbench(url: str, clients: int, seconds: float) -> Iterator[Side]:
    """PostgreSQL's own load generator: one insert a transaction into a table like ours, without lock or notification."""
    with psycopg.connect(url) as conn:
        conn.execute(_TABLE)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "insert.sql"
        script.write_text(_INSERT)
        yield lambda: _pgbench(url, clients, seconds, script)


def _pgbench(url: str, clients: int, seconds: float, script: Path) -> Run:
    parts = urlsplit(url)
    place = ["-h", str(parts.hostname), "-p", str(parts.port), "-U", str(parts.username), parts.path.removeprefix("/")]
    load = ["-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(max(1, round(seconds))), "-f", str(script)]
    environment = {**os.environ, "PGPASSWORD": parts.password or "", "PGSSLMODE": "disable", "PGGSSENCMODE": "disable"}
    done = subprocess.run(
        [str(binary("pgbench")), *load, *place], env=environment, capture_output=True, text=True, check=True
    )
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if found is None:
        raise RuntimeError(f"pgbench reports no rate: {done.stdout}")
    return Run(float(found[1]))
