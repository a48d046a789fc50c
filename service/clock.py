"""The only place that asks what time it is. Instants are aware UTC datetimes, dates are those of Kazakhstan."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from events.almaty import ALMATY, day_of


class Clock(Protocol):
    """Tells the time; handed to whatever needs it."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""

    def today(self) -> date:
        """Return the date in Kazakhstan."""

    def recording(self) -> datetime | None:
        """Return the instant to record events under, or None to let the database tell it."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the date in Kazakhstan."""
        return day_of(self.now())

    def recording(self) -> datetime | None:
        """Let the database tell the time of recording."""
        return None


class FixedClock:
    """A clock that stands still until it is moved: for tests, and for a demonstration that lives through the past."""

    def __init__(self, instant: datetime) -> None:
        self._instant = _aware(instant)

    @classmethod
    def at(cls, day: date, hour: int = 9, minute: int = 0) -> "FixedClock":
        """Return a clock standing at a time of day in Kazakhstan."""
        return cls(_local(day, hour, minute))

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        return self._instant

    def today(self) -> date:
        """Return the date in Kazakhstan."""
        return day_of(self._instant)

    def recording(self) -> datetime | None:
        """Record under the instant it stands at."""
        return self._instant

    def advance(self, by: timedelta) -> None:
        """Move the clock forward; it never goes back (recorded instants are monotone)."""
        self.set(self._instant + by)

    def travel(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Move the clock forward to a time of day in Kazakhstan."""
        self.set(_local(day, hour, minute))

    def set(self, instant: datetime) -> None:
        """Move the clock forward to an instant."""
        if _aware(instant) < self._instant:
            raise ValueError(f"a clock does not go back: {instant.isoformat()} is before {self._instant.isoformat()}")
        self._instant = _aware(instant)


def _local(day: date, hour: int, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ALMATY)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant.isoformat()}")
    return instant.astimezone(UTC)
