"""The scheduler records what passes, by itself, once, in however many processes it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from typing import Any

import pytest
from psycopg.errors import IdleInTransactionSessionTimeout
from psycopg_pool import AsyncConnectionPool
from structlog.testing import capture_logs

import projections
from events.case import DeadlineMissed
from events.store.group_commit import Connect, GroupCommit
from events.store.save import Save, Verdict
from projections.deadline_lists import overdue_unrecorded
from projections.generations import prepare
from projections.runner import ProjectionRunner
from service import chores, sweep
from service.cases import Cases
from service.checked_clock import CheckedClock
from service.chores import Chore, Chores
from service.clock import FixedClock
from service.requests import Request
from service.scheduler import Scheduler
from service.sweep import Sweep
from service.wiring import connector
from tests.projections.histories import feed_all
from tests.workflows.risk_analysis.life import ORDER, START
from tests.workflows.scenario import BODY, HEAD, OFFICER

EAGER = 0.1


def scheduler(cases: Cases) -> Scheduler:
    """A scheduler that does nothing but record what passed, as often as it can."""
    chore = Chore("deadlines", Sweep(cases, cases.clock), every=EAGER)
    return Scheduler(Chores(cases.pool, CheckedClock(cases.clock)), [chore], tick=EAGER)


class World:
    """Two schedulers, a projection runner and a clock on one database."""

    def __init__(self, cases: Cases, pool: AsyncConnectionPool, clock: FixedClock) -> None:
        self.cases, self.pool, self.clock = cases, pool, clock

    async def order(self, number: int) -> "object":
        """Order an analysis that starts on 2024-03-04."""
        result = await self.cases.open("risk_analysis", BODY, "order", ORDER, HEAD, Request.of(HEAD, f"{number}"))
        return result.case.id

    async def missed(self) -> list[DeadlineMissed]:
        """All missed deadlines in the log."""
        async with self.pool.connection() as conn:
            rows = await (
                await conn.execute(
                    "SELECT DISTINCT originator_id FROM log.events WHERE topic = %s", (DeadlineMissed.TOPIC,)
                )
            ).fetchall()
        histories = [await self.cases.history(row[0]) for row in rows]
        events = [recorded.event for history in histories for recorded in history]
        return [event for event in events if isinstance(event, DeadlineMissed)]

    async def until_seen(self, count: int) -> None:
        """Wait until so many cases have a deadline that the sweep of 2024-02-20 would find."""
        async with asyncio.timeout(30), self.pool.connection() as conn:
            while len(await overdue_unrecorded(conn, date(2024, 2, 20))) < count:
                await asyncio.sleep(0.05)

    async def until_missed(self, count: int) -> list[DeadlineMissed]:
        """Wait until so many are recorded, and a little longer for one too many."""
        async with asyncio.timeout(30):
            while len(await self.missed()) < count:
                await asyncio.sleep(0.05)
        await asyncio.sleep(5 * EAGER)
        return await self.missed()


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A running service without its HTTP."""
    connect = connector(database_url)
    clock = FixedClock.at(date(2024, 2, 12))
    async with AsyncExitStack() as stack:
        async with await connect() as conn:
            await prepare(conn, projections.ALL)
        pool = await stack.enter_async_context(AsyncConnectionPool(database_url, min_size=2, max_size=6, open=False))
        runner = asyncio.create_task(ProjectionRunner(connect, projections.ALL).run())
        stack.callback(runner.cancel)
        for _ in range(2):
            committer = await stack.enter_async_context(GroupCommit(connect))
            cases = Cases(pool, committer, clock)
            await stack.enter_async_context(scheduler(cases))
        yield World(cases, pool, clock)


async def test_nothing_is_missed_before_its_day_is_over(world: World) -> None:
    """On the last permitted day itself nothing is missed; on the next it is, once, though two schedulers look."""
    await world.order(1)
    world.clock.travel(date(2024, 2, 19), 23, 59)
    await asyncio.sleep(5 * EAGER)
    assert await world.missed() == []
    world.clock.travel(date(2024, 2, 20), 0, 1)
    [event] = await world.until_missed(1)
    assert (event.key, event.due) == ("D04", date(2024, 2, 19))


async def test_outage_is_caught_up(world: World) -> None:
    """After weeks without a tick every deadline that passed meanwhile is recorded, in one sweep, once each."""
    for number in range(40):
        await world.order(number)
    world.clock.travel(date(2024, 4, 12))
    events = await world.until_missed(40 * 4)
    assert sorted({event.key for event in events}) == ["D04", "D05", "D06", "D07"]
    assert len({(event.originator_id, event.key) for event in events}) == len(events) == 160


async def test_a_paused_sweep_is_taken_over(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is paused in the middle of its sweep does not keep the others from theirs; waking up, it stops."""
    monkeypatch.setattr(chores, "_SILENCE", "300ms")
    connect = connector(database_url)
    clock = FixedClock.at(date(2024, 2, 12))
    async with (
        AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=2, max_size=6, open=False) as pool,
        Paused(connect) as paused,
        GroupCommit(connect) as committer,
    ):
        async with pool.connection() as conn:
            await prepare(conn, projections.ALL)
        runner = asyncio.create_task(ProjectionRunner(connect, projections.ALL).run())
        other = Cases(pool, committer, clock)
        await other.open("risk_analysis", BODY, "order", ORDER, HEAD, Request.of(HEAD, "1"))
        clock.travel(date(2024, 2, 20))
        async with asyncio.timeout(60):
            while not await overdue(pool, clock.today()):
                await asyncio.sleep(0.05)
            [here, there] = (scheduler(cases) for cases in (Cases(pool, paused, clock), other))
            await here.doing.due(tuple(here.chores))
            sweeping = asyncio.create_task(here.doing.do(here.chores[0]))
            await paused.reached.wait()
            while not await there.doing.do(there.chores[0]):
                await asyncio.sleep(0.05)
        with pytest.raises(IdleInTransactionSessionTimeout):
            await sweeping
        assert not paused.awake.is_set()
        runner.cancel()


async def test_a_case_that_cannot_be_read_stops_no_other(world: World) -> None:
    """What is wrong with one case is logged with its id, and the others' deadlines are recorded."""
    opened = [await world.order(number) for number in range(4)]
    await world.until_seen(4)
    async with world.pool.connection() as conn:
        await conn.execute("ALTER TABLE log.events DISABLE TRIGGER USER")
        await conn.execute("UPDATE log.events SET state = 'nonsense' WHERE originator_id = %s", (opened[0],))
    today = FixedClock.at(date(2024, 2, 20))
    unread = Cases(world.pool, world.cases.committer, today)
    with capture_logs() as logs:
        assert await Sweep(unread, today)() == 3
    assert [entry["case_id"] for entry in logs if entry["event"] == "deadline not recorded"] == [str(opened[0])]


async def test_what_cannot_be_recorded_hides_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages full of deadlines that cannot be recorded do not keep the sweep from those that follow."""
    monkeypatch.setattr(sweep, "_PAGE", 2)
    opened: list[Any] = sorted([await world.order(number) for number in range(7)], key=str)
    await world.until_seen(7)
    async with world.pool.connection() as conn:
        await conn.execute("ALTER TABLE log.events DISABLE TRIGGER USER")
        await conn.execute("UPDATE log.events SET state = 'nonsense' WHERE originator_id = ANY(%s)", (opened[:4],))
    today = FixedClock.at(date(2024, 2, 20))
    unread = Cases(world.pool, world.cases.committer, today)
    assert await Sweep(unread, today)() == 3


async def test_a_read_model_that_lags_makes_no_miss_and_loses_none(database_url: str) -> None:
    """What was done is not missed though the table shows it open still; what the table does not show yet is missed when it does."""
    connect, clock = connector(database_url), FixedClock.at(date(2024, 2, 12))
    async with (
        AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=2, max_size=6, open=False) as pool,
        GroupCommit(connect) as committer,
        await connect() as conn,
    ):
        await prepare(conn, projections.ALL)
        cases = Cases(pool, committer, clock)
        done = await cases.open("risk_analysis", BODY, "order", ORDER, HEAD, Request.of(HEAD, "1"))
        await feed_all(conn)
        clock.travel(date(2024, 2, 20))
        await cases.act(done.case.id, "announce_start", START, OFFICER, Request.of(OFFICER, "2"), 1)
        late = await cases.open("risk_analysis", BODY, "order", ORDER, HEAD, Request.of(HEAD, "3"))
        assert await overdue(pool, clock.today())
        assert await Sweep(cases, clock)() == 0
        await feed_all(conn)
        assert [await Sweep(cases, clock)(), await Sweep(cases, clock)()] == [1, 0]
        assert [event.TOPIC for event in (await cases.get(late.case.id)).history[1:]] == [DeadlineMissed.TOPIC]
        assert DeadlineMissed.TOPIC not in [event.TOPIC for event in (await cases.get(done.case.id)).history]


async def test_each_log_has_its_own_sweep(world: World) -> None:
    """A scheduler records the deadlines of its cases' log and leaves those of other logs to theirs."""
    await world.order(1)
    await world.until_seen(1)
    today = FixedClock.at(date(2024, 2, 20))
    north = Cases(world.pool, world.cases.committer, today, log="north")
    with capture_logs() as logs:
        assert await Sweep(north, today)() == 0
    assert not [entry for entry in logs if entry["event"] == "deadline not recorded"]


async def test_a_sweep_under_way_is_finished(database_url: str) -> None:
    """A scheduler that is told to stop in the middle of a sweep records what it had found."""
    connect = connector(database_url)
    clock = FixedClock.at(date(2024, 2, 12))
    async with (
        AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=2, max_size=6, open=False) as pool,
        Paused(connect) as paused,
        asyncio.timeout(60),
    ):
        async with pool.connection() as conn:
            await prepare(conn, projections.ALL)
        runner = asyncio.create_task(ProjectionRunner(connect, projections.ALL).run())
        cases = Cases(pool, paused, clock)
        opened = await cases.open("risk_analysis", BODY, "order", ORDER, HEAD, Request.of(HEAD, "1"))
        async with scheduler(cases) as stopped:
            await asyncio.sleep(EAGER)
            while not await overdue(pool, date(2024, 2, 20)):
                await asyncio.sleep(0.05)
            clock.travel(date(2024, 2, 20))
            await paused.reached.wait()
            asyncio.get_running_loop().call_later(EAGER, paused.awake.set)
        assert stopped is not None
        assert isinstance((await cases.history(opened.case.id))[-1].event, DeadlineMissed)
        runner.cancel()


class Paused(GroupCommit):
    """The committer of a process that is paused where it records a missed deadline."""

    def __init__(self, connect: Connect) -> None:
        super().__init__(connect)
        self.reached, self.awake = asyncio.Event(), asyncio.Event()

    async def commit(self, save: Save) -> Verdict:
        """Wait until awake, if something passed."""
        if save.events[0].topic == DeadlineMissed.TOPIC:
            self.reached.set()
            await self.awake.wait()
        return await super().commit(save)


async def overdue(pool: AsyncConnectionPool, today: date) -> bool:
    """Whether the read model has something to record."""
    async with pool.connection() as conn:
        return bool(await overdue_unrecorded(conn, today, 1))
