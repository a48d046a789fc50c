"""The clock by which everything is decided: the machine's, as long as nothing speaks against it (decision 0015).

It is compared with the database's, with the time that passed since it was last right, and at the start with what the log
recorded last: a database on the same machine has the same clock, and agrees with it in every mistake.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from psycopg import AsyncConnection

from events.almaty import day_of
from events.store.statements import load
from service.clock import Clock

TOLERATED = timedelta(minutes=2)
"""How far a replica's clock may be from the database's, unless a setting says otherwise."""

LONGEST_SILENCE = timedelta(days=92)
"""After the log has been silent for longer, a clock is not believed at the start; nor is the word of an operator after so long."""

_SQL = load(__package__, "checked_clock.sql")
_GOES_ON_ASLEEP = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
_RESTART = "if it is right now, restart the service; if not, set it"
_SAY_SO = "if it is right, start the service with TBN4_CLOCK_SEEN_RIGHT_ON set to today's date; if not, set it"

log = structlog.get_logger(__name__)


def steady() -> float:
    """Give the seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(_GOES_ON_ASLEEP)


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
    row = await (await conn.execute(_SQL["now"])).fetchone()
    after = clock.now()
    there: datetime = row[0] if row else before
    return max(before - there, min(after - there, timedelta()))


class CheckedClock:
    """A clock that runs on, steadily, from the last instant at which nothing spoke against the machine's.

    Whoever works by it meets no jump of the machine's clock in the middle of their work. Whether to begin is for `check` to say.
    `log` is the log whose last event is looked at when it is checked first; `seen_right_on` is a day on which an operator saw
    that the clock was right, whatever that event says.
    """

    def __init__(
        self,
        machine: Clock,
        tolerated: timedelta = TOLERATED,
        *,
        log: str = "",
        seen_right_on: date | None = None,
        steady: Callable[[], float] = steady,
    ) -> None:
        self.machine = machine
        """The clock that is checked."""
        self._tolerated, self._log, self._seen_right_on, self._steady = tolerated, log, seen_right_on, steady
        self._agreed: tuple[datetime, float] | None = None
        self._recorded: datetime | None = None
        self._looked_at_log = False
        self.ahead = timedelta()
        """How far the machine's clock was ahead of the database's when it was last compared."""
        self.doubt = ""
        """What spoke against it when it was last compared, and what to do; "" if nothing did."""

    @property
    def is_right(self) -> bool:
        """Whether nothing spoke against it when it was last compared."""
        return not self.doubt

    async def check(self, conn: AsyncConnection[Any]) -> bool:
        """Compare the machine's clock with all that is known and say whether it is right."""
        was = self.doubt
        self.ahead = await ahead(conn, self.machine)
        self.doubt = "" if stands_or_travels(self.machine) else await self._doubt(conn)
        if self.is_right:
            self._agreed = self.machine.now(), self._steady()
        if self.doubt and not was:
            log.error("this machine's clock is in doubt: nothing is recorded as missed, nobody told", why=self.doubt)
        elif was and not self.doubt:
            log.warning("this machine's clock is right again")
        return self.is_right

    async def _doubt(self, conn: AsyncConnection[Any]) -> str:
        if abs(self.ahead) > self._tolerated:
            return f"{_said(self.ahead)} the database's: set the one that is wrong"
        if self._agreed is None:
            return await self._against_the_log(conn)
        instant, at = self._agreed
        jumped = self.machine.now() - instant - timedelta(seconds=self._steady() - at)
        if abs(jumped) > self._tolerated and await _is_ours(conn):
            return f"{_said(jumped)} what it was, and so is that of the database on this machine: {_RESTART}"
        return ""

    async def _against_the_log(self, conn: AsyncConnection[Any]) -> str:
        """Say what the last event, as it was at the start, speaks against the clock."""
        if not self._looked_at_log:
            row = await (await conn.execute(_SQL["last_recorded"], {"log": self._log})).fetchone()
            self._recorded, self._looked_at_log = row[0] if row else None, True
        now = self.machine.now()
        if self._recorded is None or self._was_seen_right(day_of(now)):
            return ""
        since = now - self._recorded
        if -self._tolerated <= since <= LONGEST_SILENCE:
            return ""
        return f"{_said(since)} the last event ({self._recorded.isoformat(timespec='seconds')}): {_SAY_SO}"

    def _was_seen_right(self, today: date) -> bool:
        return self._seen_right_on is not None and timedelta() <= today - self._seen_right_on <= LONGEST_SILENCE

    def now(self) -> datetime:
        """Return the instant, aware, in UTC."""
        if self._agreed is None or stands_or_travels(self.machine):
            return self.machine.now()
        instant, at = self._agreed
        return instant + timedelta(seconds=self._steady() - at)

    def today(self) -> date:
        """Return the date in Kazakhstan."""
        return day_of(self.now())

    def recording(self) -> datetime | None:
        """Record as the clock does that is checked."""
        return self.machine.recording()


async def _is_ours(conn: AsyncConnection[Any]) -> bool:
    """Whether the database runs on this machine, as far as its address tells: then its clock is this one."""
    row = await (await conn.execute(_SQL["is_ours"])).fetchone()
    return row == (True,)


def _said(difference: timedelta) -> str:
    return f"{abs(difference.total_seconds()):.0f} s {'ahead of' if difference > timedelta() else 'behind'}"
