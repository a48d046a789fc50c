"""Clocks: instants in UTC, dates of Kazakhstan."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from events.almaty import ALMATY, day_of
from service.clock import Clock, FixedClock, SystemClock


def test_the_date_is_that_of_kazakhstan() -> None:
    """At 20:00 UTC it is already the next day in Kazakhstan."""
    clock = FixedClock(datetime(2024, 3, 26, 20, tzinfo=UTC))
    assert clock.today() == date(2024, 3, 27)
    assert clock.now() == datetime(2024, 3, 26, 20, tzinfo=UTC)


def test_the_one_time_zone_since_march_2024() -> None:
    """Midnight in Kazakhstan was at 18:00 UTC until the end of February 2024 and is at 19:00 UTC since."""
    assert day_of(datetime(2024, 2, 20, 18, 30, tzinfo=UTC)) == date(2024, 2, 21)
    assert day_of(datetime(2024, 3, 20, 18, 30, tzinfo=UTC)) == date(2024, 3, 20)
    assert datetime(2026, 7, 1, tzinfo=ALMATY).utcoffset() == timedelta(hours=5)


def test_the_system_clock_is_aware() -> None:
    """The machine's clock gives aware UTC instants, and they do not stand still or go back."""
    clock: Clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert first <= second
    assert clock.today() in {day_of(first), day_of(second + timedelta(minutes=1))}


def test_a_fixed_clock_moves_only_when_told_and_only_forward() -> None:
    """A clock of a test stands at a local time of day, goes forward when told, and refuses to go back."""
    clock = FixedClock.at(date(2024, 3, 4), hour=10)
    assert clock.now() == clock.now() == datetime(2024, 3, 4, 5, tzinfo=UTC)
    clock.advance(timedelta(days=1, hours=14))
    assert clock.today() == date(2024, 3, 6)
    clock.travel(date(2024, 3, 28))
    assert clock.now() == datetime(2024, 3, 28, 4, tzinfo=UTC)
    with pytest.raises(ValueError, match="does not go back"):
        clock.travel(date(2024, 3, 27))


def test_who_tells_the_time_of_recording() -> None:
    """Events are recorded under the database's time, except where the clock itself is made up."""
    made_up = FixedClock.at(date(2024, 3, 4))
    assert SystemClock().recording() is None
    assert made_up.recording() == made_up.now()


def test_an_instant_needs_a_time_zone() -> None:
    """A naive instant is refused, an aware one is kept in UTC."""
    with pytest.raises(ValueError, match="needs a time zone"):
        FixedClock(datetime(2024, 3, 4))  # noqa: DTZ001 - the mistake under test
    assert FixedClock(datetime(2024, 3, 4, 12, tzinfo=timezone(timedelta(hours=5)))).now().tzinfo is UTC
