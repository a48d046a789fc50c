"""A replica whose clock differs from the database's notices it, and its work meets no jump."""

from datetime import date, timedelta

import psycopg
import pytest
from structlog.testing import capture_logs

from service.checked_clock import CheckedClock, ahead
from service.clock import FixedClock, SystemClock
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
