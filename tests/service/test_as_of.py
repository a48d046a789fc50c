"""The read models and the cases as of past moments: both say the same, whatever the moment."""

import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from events.almaty import day_of
from events.store.group_commit import GroupCommit
from projections import ALL
from projections.dashboard import outcomes, stages, tiles
from projections.figures import Figures, figures
from projections.generations import prepare
from projections.past import as_of
from projections.term_counts import Count
from projections.versions import NO_LATER_DAY, NOTHING_LATER
from service.cases import Cases
from service.clock import FixedClock
from service.demo.load import load
from service.figures import asked_on
from service.files import Files, Folder
from service.moment import Moment, looking
from service.recall import Recall
from service.register import FreshRegister
from service.wiring import connector
from tests.projections.histories import feed_all
from tests.projections.visits import by_versions, by_visits
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.refusals import Unknown

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAIRS = 1_000
MOMENTS = 40
TODAY = date(2026, 11, 23)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def pool(
    new_database: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[AsyncConnectionPool]:
    """The demonstration, with read models that show all of it; no test changes anything."""
    clock, folder = FixedClock.at(TODAY), Folder(tmp_path_factory.mktemp("files"))
    with new_database() as database_url:
        async with _told(database_url, folder, clock) as opened:
            yield opened


@asynccontextmanager
async def _told(database_url: str, folder: Folder, clock: FixedClock) -> AsyncIterator[AsyncConnectionPool]:
    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=4, open=False, kwargs={"autocommit": True}) as opened,
        GroupCommit(connector(database_url)) as committer,
    ):
        registry = FreshRegister(opened)
        await load(
            registry,
            lambda travelling: Cases(opened, committer, travelling, registry),
            clock,
            {},
            lambda travelling: Files(opened, travelling, folder, 10_000_000),
        )
        async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
            await prepare(conn, ALL)
            await feed_all(conn, size=37)
        yield opened


async def _replayed(recall: Recall, case_id: UUID, at: datetime, day: date) -> Case | None:
    try:
        return await recall.as_of(case_id, at, day)
    except Unknown:
        return None


def _deadlines(case: Case) -> dict[str, tuple[str, date]]:
    return {key: (standing.status, standing.deadline.due) for key, standing in case.deadlines.items()}


async def _shown(conn: AsyncConnection[Any], table: str, column: str, case_id: UUID) -> list[dict[str, Any]]:
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(f"SELECT * FROM read.{table} WHERE {column} = %s".encode(), [case_id])  # noqa: S608 - names of ours
        return await cursor.fetchall()


async def test_a_thousand_moments_of_cases_equal_their_replays(pool: AsyncConnectionPool) -> None:
    """At a thousand random moments on both axes, what lists show of a case is what a replay of its events up to then gives."""
    recall, pick = Recall(pool), random.Random(6)  # noqa: S311 - tests
    async with pool.connection() as conn:
        query = "SELECT originator_id, min(recorded_at), max(recorded_at) FROM log.events WHERE topic NOT LIKE 'organization.%' AND topic NOT LIKE 'person.%' GROUP BY 1"
        lives = await (await conn.execute(query)).fetchall()
    for _ in range(PAIRS):
        case_id, first, last = pick.choice(lives)
        at = first - timedelta(days=2) + (last - first + timedelta(days=5)) * pick.random()
        day = pick.choice([NO_LATER_DAY, NO_LATER_DAY, day_of(at) - timedelta(days=pick.randint(0, 60))])
        replayed = await _replayed(recall, case_id, at, day)
        if replayed is not None and not replayed.history[0].WORK:
            continue  # records of the register are no pieces of work
        async with looking(pool, Moment(at, None if day == NO_LATER_DAY else day)) as conn:
            rows = await _shown(conn, "cases", "id", case_id)
            deadlines = await _shown(conn, "deadlines", "case_id", case_id)
        where = (case_id, at, day)
        assert len(rows) == (replayed is not None), where
        if replayed is None:
            assert not deadlines, where
            continue
        row = rows[0]
        shown = (row["state"], row["version"], row["organization"], row["closed"], row["responsible"])
        own = (replayed.state, replayed.version, replayed.organization, replayed.closed, replayed.responsible)
        assert shown == own, where
        assert {one["key"]: (one["status"], one["due"]) for one in deadlines} == _deadlines(replayed), where


async def test_visits_to_states_are_those_of_the_versions(pool: AsyncConnectionPool) -> None:
    """At random moments on both axes, cases stayed in their states as long by their visits as by the versions of their rows."""
    pick = random.Random(15)  # noqa: S311 - tests
    async with pool.connection() as conn:
        query = "SELECT recorded_at FROM log.events ORDER BY position"
        instants = [at for (at,) in await (await conn.execute(query)).fetchall()]
    for at in [*pick.sample(instants, MOMENTS), NOTHING_LATER]:
        day = pick.choice([NO_LATER_DAY, day_of(at), day_of(at) - timedelta(days=pick.randint(0, 60))])
        async with pool.connection() as conn, as_of(conn, at, day):
            assert await by_visits(conn) == await by_versions(conn), (at, day)


async def test_figures_are_those_of_the_terms(pool: AsyncConnectionPool) -> None:
    """At random moments on both axes, the figures of terms are what the list of deadlines of that moment adds up to."""
    pick = random.Random(19)  # noqa: S311 - tests
    async with pool.connection() as conn:
        query = "SELECT recorded_at FROM log.events ORDER BY position"
        instants = [at for (at,) in await (await conn.execute(query)).fetchall()]
    counted = 0
    for at in [*pick.sample(instants, MOMENTS), NOTHING_LATER]:
        day = min(day_of(at), TODAY)
        true_on = pick.choice([NO_LATER_DAY, day, day - timedelta(days=pick.randint(0, 60))])
        asked = asked_on(day, day, Calendar.as_known(TODAY), pick.choice([None, 2025]))
        async with pool.connection() as conn, as_of(conn, at, true_on):
            found = await figures(conn, asked)
            terms = await _terms(conn)
        assert _totals(found) == _added(terms, asked.first, asked.last, day), (at, true_on)
        counted += found.terms
    assert counted > MOMENTS


async def _terms(conn: AsyncConnection[Any]) -> list[dict[str, Any]]:
    async with conn.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(b"SELECT * FROM read.deadlines WHERE clearance = '' AND status <> 'dropped'")
        return await cursor.fetchall()


def _totals(found: Figures) -> tuple[Any, ...]:
    return found.total, found.of_all_years.awaited, found.recommended_overdue, dict(found.by_body), found.elsewhen


def _added(terms: list[dict[str, Any]], first: date, last: date, day: date) -> tuple[Any, ...]:
    """Add up terms one by one: of the year, all that are awaited, recommended ones that passed, and by body."""
    total, awaited, recommended = Count(), 0, 0
    bodies, elsewhen = dict[str, Count](), dict[str, int]()
    for term in terms:
        open_, code = term["status"] in {"open", "missed"}, term["organization"]
        passed = open_ and term["bound"] == "not_later" and term["due"] < day
        if term["strength"] != "hard":
            recommended += passed
            continue
        awaited += open_
        if first <= term["due"] <= last:
            soon = open_ and not passed and term["due"] <= day and term["bound"] == "not_later"
            met = term["status"] == "met"
            one = Count(met, not met and not open_, passed, open_ and not passed, soon)
            total.add(one)
            bodies.setdefault(code, Count()).add(one)
        elif passed:
            elsewhen[code] = elsewhen.get(code, 0) + 1
    return total, awaited, recommended, bodies, elsewhen


async def test_the_present_is_the_last_of_the_past(pool: AsyncConnectionPool) -> None:
    """As of the end of time every read model shows what it shows now, figures included."""
    async with pool.connection() as conn:
        tables = await _tables(conn)
        now = {table: await _rows(conn, table) for table in tables}
        figures = [await stages(conn), await outcomes(conn), await tiles(conn, TODAY, TODAY)]
        async with as_of(conn, NOTHING_LATER, NO_LATER_DAY):
            assert [await stages(conn), await outcomes(conn), await tiles(conn, TODAY, TODAY)] == figures
            for table in tables:
                assert await _rows(conn, table) == now[table], table


async def test_before_everything_there_is_nothing(pool: AsyncConnectionPool) -> None:
    """Before the first event no read model shows anything; who may be given a file is no question of the past."""
    async with pool.connection() as conn:
        tables = await _tables(conn)
        async with as_of(conn, datetime(2000, 1, 1, tzinfo=UTC), NO_LATER_DAY):
            shown = {table for table in tables if await _rows(conn, table)}
    assert shown <= {"named_files"}


async def test_nothing_is_written_into_the_past(pool: AsyncConnectionPool) -> None:
    """Whoever looks at the past cannot write, not even into tables of the present."""
    async with looking(pool, Moment(effective_at=TODAY)) as conn:
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            await conn.execute(b"DELETE FROM log.events")
    async with looking(pool, Moment()) as conn:
        assert (await (await conn.execute(b"SELECT count(*) > 0 FROM read.cases")).fetchone()) == (True,)


async def _tables(conn: AsyncConnection[Any]) -> list[str]:
    query = "SELECT viewname FROM pg_views WHERE schemaname = 'was' ORDER BY 1"
    return [name for (name,) in await (await conn.execute(query)).fetchall()]


async def _rows(conn: AsyncConnection[Any], table: str) -> list[str]:
    query = f"SELECT to_jsonb(t)::text FROM read.{table} AS t ORDER BY 1".encode()  # noqa: S608 - a name of ours
    return [row for (row,) in await (await conn.execute(query)).fetchall()]
