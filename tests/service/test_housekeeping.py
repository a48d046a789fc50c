"""What has had its day is dropped, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import psycopg

from service.clock import FixedClock
from service.housekeeping import Housekeeping
from service.settings import Settings
from service.wiring import open_service
from tests.service.alerts.made import notice
from tests.service.alerts.sending import sending
from workflows.actor import Role

_RUN = (
    "INSERT INTO runs.runs (id, kind, year, account, scope, state, done, total, counts, problem, started_at, changed_at) "
    "VALUES (gen_random_uuid(), 'plan', 2024, '', '*', 'done', 1, 1, '{}', '', %(at)s, %(at)s)"
)
_KEY = "INSERT INTO alerts.used_keys VALUES (gen_random_uuid(), '', %(at)s)"
_SESSION = "INSERT INTO access.sessions VALUES (gen_random_uuid()::text::bytea, (SELECT id FROM access.accounts), %(at)s, %(at)s)"


async def test_dropped_by_age(database_url: str) -> None:
    """Sessions that have expired, runs and keys of requests of more than a month ago go, once; others stay."""
    clock = FixedClock.at(date(2024, 4, 1))
    async with open_service(Settings(database_url=database_url), clock, runs=False, ticks=False) as service:
        await service.access.create("a", "A", Role.SUPERVISOR)
        with psycopg.connect(database_url, autocommit=True) as conn:
            for days in (-31, 1):
                for statement in (_RUN, _SESSION, _KEY):
                    conn.execute(statement.encode(), {"at": clock.now() + timedelta(days=days)})
            keeping = Housekeeping(service.pool, clock)
            assert [await keeping(), await keeping()] == [3, 0]
            left = conn.execute(
                "SELECT (SELECT count(*) FROM access.sessions), (SELECT count(*) FROM runs.runs), (SELECT count(*) FROM alerts.used_keys)"
            )
            assert left.fetchone() == (1, 1, 1)


async def test_what_was_sent_is_kept_for_as_long_as_somebody_asks_for_it(database_url: str) -> None:
    """What systems were sent goes after a quarter, what people were told and mailed after years; what waits stays whatever its age."""
    made = datetime(2024, 3, 1, 7, tzinfo=UTC)
    async with sending(database_url, now=made) as service:
        reader = await service.reader()
        await service.webhooks.create(reader.id, "Documentolog", "http://127.0.0.1:1/hook", ["notices"])
        await service.told(notice(reader.id), notice(reader.id, days=2))
        await service.rows(
            "UPDATE alerts.deliveries SET state = 'sent', ended_at = made_at, open = false WHERE channel = 'mail' OR number = (SELECT min(number) FROM alerts.deliveries WHERE channel = 'webhook') RETURNING 1"
        )
        await service.rows(
            "INSERT INTO alerts.attempts SELECT id, 1, made_at, 'sent', 204, '', 1 FROM alerts.deliveries RETURNING 1"
        )
        keeping = Housekeeping(service.service.pool, service.clock, webhook_days=90, told_years=10)

        async def left() -> list[tuple[str, str]]:
            return await service.rows("SELECT channel, state FROM alerts.deliveries ORDER BY channel, state")

        everything = await left()
        assert len(everything) == 3
        service.clock.advance(timedelta(days=89))
        assert (await keeping(), await left()) == (0, everything)
        service.clock.advance(timedelta(days=2))
        assert (await keeping(), await left()) == (1, [("mail", "sent"), ("webhook", "waiting")])
        service.clock.advance(timedelta(days=9 * 365))
        assert await keeping() == 0
        service.clock.advance(timedelta(days=366))
        assert await keeping() > 0
        assert await left() == [("webhook", "waiting")]
        [[kept]] = await service.rows("SELECT count(*) FROM alerts.notices")
        assert kept == 1
