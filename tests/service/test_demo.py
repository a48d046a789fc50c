"""The demonstration loads and says what the issue promises."""

from datetime import UTC, date, datetime

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.case import DeadlineMissed
from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.demo import load

TODAY = date(2026, 11, 23)


@pytest.fixture
async def loaded(database_url: str) -> dict[str, list[object]]:
    """The histories of all demonstration cases by organisation."""
    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool,
        GroupCommit(lambda: AsyncConnection.connect(database_url, autocommit=True)) as committer,
    ):
        await load(committer, lambda clock: Cases(committer, pool, clock), FixedClock.at(TODAY), {})
        async with pool.connection() as conn:
            rows = await (
                await conn.execute(
                    "SELECT DISTINCT originator_id FROM log.events WHERE topic NOT LIKE 'organization.%'"
                )
            ).fetchall()
        cases = Cases(committer, pool, FixedClock.at(TODAY))
        return {(await cases.get(row[0])).organization: await cases.history(row[0]) for row in rows}


async def test_demonstration(loaded: dict[str, list[object]]) -> None:
    """Every analysis of the story is there."""
    assert len(loaded) == 25
