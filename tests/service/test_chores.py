"""Recurring work is done when it is due, by one replica at a time, whatever becomes of the others."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from service import chores as module
from service.checked_clock import CheckedClock
from service.chores import Chore, Chores, Known, known_chores
from service.clock import SystemClock
from service.scheduler import Scheduler
from tests.offset_clock import OffsetClock

SINCE = datetime(2026, 3, 1, 7, tzinfo=UTC)
NEW = Known("x", SINCE, None, None, None, 0.0, 0, 0, 0, 0, "", "", SINCE)
END_HOLDERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7104 AND granted"
)


async def nothing() -> int:
    """Find nothing to do."""
    return 0


def at(known: Known, now: datetime) -> Known:
    """What is known, looked at later."""
    return replace(known, now=now)


def test_rounds_follow_the_last_attempt() -> None:
    """Work of every so many seconds is due at once, and again so long after it was last tried, well or badly."""
    chore = Chore("x", nothing, every=30)
    assert chore.is_due(NEW)
    for tried in (replace(NEW, succeeded_at=SINCE), replace(NEW, failed_at=SINCE)):
        assert not chore.is_due(at(tried, SINCE + timedelta(seconds=29)))
        assert chore.is_due(at(tried, SINCE + timedelta(seconds=30)))


def test_dates_are_those_of_kazakhstan_and_are_caught_up_once() -> None:
    """Work by the calendar waits for its first date, is due from then on until it is done, and once after many dates."""
    chore = Chore("x", nothing, at="0 4 * * *")
    four = datetime(2026, 3, 1, 23, tzinfo=UTC)  # 2 March, 04:00 in Almaty
    assert not chore.is_due(NEW)
    assert not chore.is_due(at(NEW, four - timedelta(seconds=1)))
    assert chore.is_due(at(NEW, four))
    long_after = four + timedelta(days=10, hours=1)
    assert chore.is_due(at(NEW, long_after))
    done = replace(NEW, began_at=long_after, succeeded_at=long_after, now=long_after)
    assert not chore.is_due(done)
    assert chore.is_due(at(done, four + timedelta(days=11)))


def test_a_date_that_passed_while_the_work_was_under_way_counts() -> None:
    """What begins before a date and ends after it has not done that date's work."""
    chore = Chore("x", nothing, at="0 4 * * *")
    four = datetime(2026, 3, 1, 23, tzinfo=UTC)
    began, ended = four - timedelta(minutes=1), four + timedelta(minutes=1)
    assert chore.is_due(replace(NEW, began_at=began, succeeded_at=ended, now=ended))


def test_work_by_the_calendar_that_failed_is_tried_again() -> None:
    """A failure is not the end of the day's work, nor is it tried again at once."""
    chore = Chore("x", nothing, at="0 4 * * *")
    four = datetime(2026, 3, 1, 23, tzinfo=UTC)
    failed = replace(NEW, failed_at=four, failures=1)
    assert not chore.is_due(at(failed, four + timedelta(seconds=59)))
    assert chore.is_due(at(failed, four + timedelta(seconds=60)))


@pytest.mark.parametrize("name", ["succeeded_at", "failed_at", "began_at", "since"])
@pytest.mark.parametrize("when", [{"every": 30}, {"at": "0 4 * * *"}])
def test_what_was_noted_by_a_clock_ahead_holds_nothing_up(name: str, when: dict[str, Any]) -> None:
    """After the database's clock was years ahead and was put back, work is due within its round or a day, not in years."""
    noted: dict[str, Any] = {"began_at": SINCE, "succeeded_at": SINCE} | {name: SINCE + timedelta(days=3653)}
    tried = replace(NEW, **noted)
    assert Chore("x", nothing, **when).is_due(at(tried, SINCE + timedelta(days=1, hours=17)))
    assert not at(replace(tried, successes=1, succeeded_at=SINCE), SINCE + timedelta(days=1)).fails


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """Connections to a database of the test's own."""
    async with AsyncConnectionPool(
        database_url, kwargs={"autocommit": True}, min_size=2, max_size=10, open=False
    ) as made:
        yield made


def replica(pool: AsyncConnectionPool, clock: SystemClock | None = None) -> Chores:
    """What does chores in one process."""
    return Chores(pool, CheckedClock(clock or SystemClock()))


async def known(pool: AsyncConnectionPool) -> dict[str, Known]:
    """What the database knows of chores."""
    async with pool.connection() as conn:
        return {row.name: row for row in await known_chores(conn)}


async def test_replicas_take_turns(pool: AsyncConnectionPool) -> None:
    """Of three schedulers that see the same work due one does it; the rounds of all are counted together."""
    at_work, most, rounds = 0, 0, 0

    async def work() -> int:
        nonlocal at_work, most, rounds
        at_work, rounds = at_work + 1, rounds + 1
        most = max(most, at_work)
        await asyncio.sleep(0.05)
        at_work -= 1
        return 3

    chore = Chore("work", work, every=0.1)
    async with asyncio.timeout(30):
        async with (
            Scheduler(replica(pool), [chore], tick=0.02),
            Scheduler(replica(pool), [chore], tick=0.02),
            Scheduler(replica(pool), [chore], tick=0.02),
        ):
            while rounds < 5:
                await asyncio.sleep(0.02)
    found = (await known(pool))["work"]
    assert (most, found.successes, found.count, found.total) == (1, rounds, 3, 3 * rounds)


async def test_due_at_the_same_moment_it_is_done_once(pool: AsyncConnectionPool) -> None:
    """Replicas that all found work due do it once between them: who comes later finds it done."""
    chore = Chore("work", nothing, every=3600)
    replicas = [replica(pool) for _ in range(4)]
    assert [await one.due((chore,)) for one in replicas] == [[chore]] * 4
    results = await asyncio.gather(*(one.do(chore) for one in replicas))
    assert sorted(results, key=str) == [0, None, None, None]
    assert (await known(pool))["work"].successes == 1


async def test_failing_work_stops_no_other(pool: AsyncConnectionPool) -> None:
    """What fails is tried again and told of by its kind; the rest is done meanwhile, and so is what hangs."""
    done, hangs = asyncio.Event(), asyncio.Event()

    async def fail() -> int:
        if not done.is_set():
            raise ZeroDivisionError("a name that nobody may read")
        return 1

    async def hang() -> int:
        hangs.set()
        await asyncio.sleep(3600)
        return 1

    chores = [Chore("fails", fail, every=0.05), Chore("hangs", hang, every=1), Chore("works", nothing, every=0.05)]
    async with asyncio.timeout(30):
        scheduler = Scheduler(replica(pool), chores, tick=0.02)
        await scheduler.__aenter__()
        while (await known(pool)).get("works", NEW).successes < 3 or not hangs.is_set():
            await asyncio.sleep(0.05)
        failing = (await known(pool))["fails"]
        assert (failing.fails, failing.error, failing.successes) == (True, "ZeroDivisionError", 0)
        assert failing.failures > 1
        done.set()
        while (await known(pool))["fails"].fails:
            await asyncio.sleep(0.05)
        for task in asyncio.all_tasks():
            if task.get_name() == "chore hangs":
                task.cancel()
        await scheduler.__aexit__(None, None, None)
    assert (await known(pool))["hangs"].successes == 0


async def test_who_loses_the_lock_stops(pool: AsyncConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replica whose connection is ended loses its turn to another at once, and lets go of its work when it notices."""
    monkeypatch.setattr(module, "_BEAT", 0.2)
    began, stopped = asyncio.Event(), asyncio.Event()

    async def work() -> int:
        if began.is_set():
            return 1
        began.set()
        try:
            await asyncio.sleep(3600)
        finally:
            stopped.set()
        return 0

    chore, here, there = Chore("work", work, every=3600), replica(pool), replica(pool)
    async with asyncio.timeout(30):
        await here.due((chore,))
        doing = asyncio.create_task(here.do(chore))
        await began.wait()
        assert await there.do(chore) is None
        async with pool.connection() as conn:
            await conn.execute(END_HOLDERS)
        while await there.do(chore) is None:
            await asyncio.sleep(0.02)
        with pytest.raises(psycopg.OperationalError):
            await doing
        assert stopped.is_set()
    assert (await known(pool))["work"].successes == 1


async def test_a_wrong_clock_leaves_work_to_others(pool: AsyncConnectionPool) -> None:
    """What is done by the clock waits where the clock is wrong, and other work does not; when it is right it goes on."""
    clock = OffsetClock(timedelta(hours=1))
    by_clock, other = Chore("by clock", nothing, every=1), Chore("other", nothing, every=1, by_the_clock=False)
    wrong, right = replica(pool, clock), replica(pool)
    assert await wrong.due((by_clock, other)) == [other]
    assert await wrong.do(by_clock) is None  # it may have jumped since it was asked
    assert await right.due((by_clock, other)) == [by_clock, other]
    clock.offset = timedelta()
    assert await wrong.due((by_clock, other)) == [by_clock, other]
    assert await wrong.do(by_clock) == 0
