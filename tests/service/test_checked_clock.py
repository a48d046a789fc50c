"""A replica whose clock differs from the database's notices it, and its work meets no jump."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent
from structlog.testing import capture_logs

from events.almaty import day_of
from events.store.group_commit import GroupCommit
from events.store.save import Save
from service.checked_clock import CheckedClock, ahead, steady
from service.clock import FixedClock, SystemClock
from service.wiring import connector
from tests.offset_clock import OffsetClock

SHIFTS = [sign * shift for shift in (timedelta(hours=1), timedelta(days=1), timedelta(days=3653)) for sign in (1, -1)]


async def test_a_right_clock_is_ahead_of_nothing(database_url: str) -> None:
    """The machine's own clock agrees with that of a database on it, however long the question took."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        assert abs(await ahead(conn, SystemClock())) < timedelta(seconds=1)


@pytest.mark.parametrize("shift", SHIFTS)
async def test_a_wrong_clock_is_noticed_once_and_forgiven(database_url: str, shift: timedelta) -> None:
    """A clock that jumps is wrong from the next look on, says so once, and is right when it has come back."""
    clock = OffsetClock()
    checked = CheckedClock(clock)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        with capture_logs() as logs:
            assert await checked.check(conn)
            clock.offset = shift
            assert not await checked.check(conn)
            assert not await checked.check(conn)
            assert abs(checked.ahead - shift) < timedelta(seconds=1)
            clock.offset = timedelta()
            assert await checked.check(conn)
    assert [entry["log_level"] for entry in logs] == ["error", "warning"]


@pytest.mark.parametrize("shift", SHIFTS)
async def test_who_works_by_it_meets_no_jump(database_url: str, shift: timedelta) -> None:
    """From the last agreement on the time passes as it does, whatever the machine's clock is put to."""
    clock = OffsetClock()
    checked = CheckedClock(clock)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        await checked.check(conn)
        clock.offset = shift
        await checked.check(conn)
        assert abs(checked.now() - SystemClock().now()) < timedelta(seconds=1)
        assert abs(checked.today() - SystemClock().today()) <= timedelta(days=1)


class Steady:
    """A clock that nobody sets, seen from a machine's clock that was: it is behind by what that one was put forward."""

    def __init__(self) -> None:
        self.put_forward = timedelta()

    def __call__(self) -> float:
        """Give the seconds."""
        return steady() - self.put_forward.total_seconds()


@pytest.mark.parametrize("shift", SHIFTS)
async def test_a_clock_that_jumps_with_that_of_the_database_is_noticed(database_url: str, shift: timedelta) -> None:
    """On one machine both clocks jump together and agree: the time that passed does not, and what to do is said."""
    seconds = Steady()
    checked = CheckedClock(SystemClock(), steady=seconds)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        with capture_logs() as logs:
            assert await checked.check(conn)
            before = checked.now()
            seconds.put_forward = shift
            assert not await checked.check(conn)
            assert not await checked.check(conn)
            assert "restart the service" in checked.doubt
            assert abs(checked.now() + shift - before) < timedelta(seconds=20)
            seconds.put_forward = timedelta()
            assert await checked.check(conn)
    assert [(entry["log_level"], bool(entry.get("why"))) for entry in logs] == [("error", True), ("warning", False)]


@pytest.mark.parametrize(
    ("recorded", "seen", "right"),
    [
        (timedelta(), None, True),
        (timedelta(minutes=1), None, True),
        (timedelta(hours=1), None, False),
        (timedelta(days=3653), None, False),
        (timedelta(days=-60), None, True),
        (timedelta(days=-100), None, False),
        (timedelta(days=-3653), None, False),
        (timedelta(days=-3653), 0, True),
        (timedelta(hours=1), 30, True),
        (timedelta(days=-3653), 100, False),
        (timedelta(days=-3653), -1, False),
    ],
)
async def test_a_clock_is_compared_with_the_log_at_the_start(
    database_url: str, recorded: timedelta, seen: int | None, right: bool
) -> None:
    """The last event lies neither in the future nor months ago, unless an operator has seen within a quarter that it is so."""
    now = SystemClock().now()
    said = None if seen is None else day_of(now) - timedelta(days=seen)
    checked = CheckedClock(SystemClock(), log="main", seen_right_on=said)
    async with GroupCommit(connector(database_url)) as log, await connector(database_url)() as conn:
        await log.commit(_save(now + recorded))
        assert await checked.check(conn) is right
        assert ("TBN4_CLOCK_SEEN_RIGHT_ON" in checked.doubt) is not right
        await log.commit(_save(now))  # what people enter meanwhile, by the clock in doubt, speaks for nothing
        assert await checked.check(conn) is right


def _save(at: datetime) -> Save:
    return Save(uuid4(), b"", (StoredEvent(uuid4(), 1, "case.seen", b"{}"),), at)


async def test_some_seconds_are_tolerated(database_url: str) -> None:
    """A difference within what is tolerated keeps nobody from work, one beyond does."""
    clock = OffsetClock(timedelta(seconds=40))
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        assert await CheckedClock(clock).check(conn)
        assert not await CheckedClock(clock, timedelta(seconds=30)).check(conn)


async def test_a_clock_that_travels_on_purpose_is_not_wrong(database_url: str) -> None:
    """A clock that stands in the past and is moved by hand is what it is meant to be, and is followed at once."""
    clock = FixedClock.at(date(2024, 2, 12))
    checked = CheckedClock(clock)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        assert await checked.check(conn)
    clock.travel(date(2034, 2, 12))
    assert (checked.today(), checked.recording()) == (date(2034, 2, 12), clock.now())
