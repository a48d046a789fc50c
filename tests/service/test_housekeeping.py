"""What has had its day is dropped, and nothing else."""

from datetime import date, timedelta

import psycopg

from service.clock import FixedClock
from service.housekeeping import Housekeeping
from service.settings import Settings
from service.wiring import open_service
from workflows.actor import Role

_RUN = (
    "INSERT INTO runs.runs (id, kind, year, account, scope, state, done, total, counts, problem, started_at, changed_at) "
    "VALUES (gen_random_uuid(), 'plan', 2024, '', '*', 'done', 1, 1, '{}', '', %(at)s, %(at)s)"
)
_SESSION = "INSERT INTO access.sessions VALUES (gen_random_uuid()::text::bytea, (SELECT id FROM access.accounts), %(at)s, %(at)s)"


async def test_dropped_by_age(database_url: str) -> None:
    """Sessions that have expired and runs of more than a month ago go, once; others stay."""
    clock = FixedClock.at(date(2024, 4, 1))
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as service:
        await service.access.create("a", "A", Role.SUPERVISOR)
        with psycopg.connect(database_url, autocommit=True) as conn:
            for days in (-31, 1):
                for statement in (_RUN, _SESSION):
                    conn.execute(statement.encode(), {"at": clock.now() + timedelta(days=days)})
            keeping = Housekeeping(service.pool, clock)
            assert [await keeping(), await keeping()] == [2, 0]
            left = conn.execute("SELECT (SELECT count(*) FROM access.sessions), (SELECT count(*) FROM runs.runs)")
            assert left.fetchone() == (1, 1)
