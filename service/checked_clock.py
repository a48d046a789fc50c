"""The clock of work that cannot be taken back: the machine's, as long as the database's agrees with it (decision 0015)."""

import time
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from psycopg import AsyncConnection

from events.almaty import day_of
from service.clock import Clock

TOLERATED = timedelta(minutes=2)
"""How far a replica's clock may be from the database's, unless a setting says otherwise."""

log = structlog.get_logger(__name__)


def stands_or_travels(clock: Clock) -> bool:
    """Whether a clock shows another time on purpose: one that says under which instant to record is not the machine's."""
    return clock.recording() is not None


async def ahead(conn: AsyncConnection[Any], clock: Clock) -> timedelta:
    """Say how far a clock is ahead of the database's, behind if negative; nothing for one that is so on purpose.

    The time that the question took is not held against it.
    """
    if stands_or_travels(clock):
        return timedelta()
    before = clock.now()
    row = await (await conn.execute("SELECT clock_timestamp()")).fetchone()
    after = clock.now()
    there: datetime = row[0] if row else before
    return max(before - there, min(after - there, timedelta()))


class CheckedClock:
    """A clock that runs on, steadily, from the last instant at which the database agreed.

    Whoever works by it meets no jump of the machine's clock in the middle of their work. Whether to begin is for `check` to say.
    """

    def __init__(self, clock: Clock, tolerated: timedelta = TOLERATED) -> None:
        self._clock, self._tolerated = clock, tolerated
        self._agreed: tuple[datetime, float] | None = None
        self.ahead = timedelta()
        """How far the machine's clock was ahead of the database's when it was last compared."""

    @property
    def is_right(self) -> bool:
        """Whether the two agreed when they were last compared."""
        return abs(self.ahead) <= self._tolerated

    async def check(self, conn: AsyncConnection[Any]) -> bool:
        """Compare the machine's clock with the database's and say whether they agree."""
        was_right, self.ahead = self.is_right, await ahead(conn, self._clock)
        if self.is_right:
            self._agreed = self._clock.now(), time.monotonic()
        if was_right and not self.is_right:
            log.error("this machine's clock is wrong: it records and tells nothing", seconds=self.ahead.total_seconds())
        elif self.is_right and not was_right:
            log.warning("this machine's clock is right again")
        return self.is_right

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        if self._agreed is None or stands_or_travels(self._clock):
            return self._clock.now()
        instant, at = self._agreed
        return instant + timedelta(seconds=time.monotonic() - at)

    def today(self) -> date:
        """Return the date in Kazakhstan."""
        return day_of(self.now())

    def recording(self) -> datetime | None:
        """Record as the clock does that is checked."""
        return self._clock.recording()
