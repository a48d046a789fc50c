"""The moment that somebody looks at: what had been recorded by an instant, of what had happened by a day (decision 18)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY, day_of
from events.text import msg
from projections.past import as_of
from projections.versions import LAST_DAY, NO_LATER_DAY, NOTHING_LATER
from service.problems import BadQuery

_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is looked at: the record as it was at the instant `at` (None: as it is), of what had happened by the day `effective_at` (None: all)."""

    at: datetime | None = None
    effective_at: date | None = None

    @property
    def is_now(self) -> bool:
        """Whether it is the present: nothing is left out."""
        return self.at is None and self.effective_at is None

    @property
    def known_at(self) -> datetime:
        """The instant until which the record counts."""
        return self.at or NOTHING_LATER

    @property
    def true_on(self) -> date:
        """The day until which what happened counts."""
        return self.effective_at or NO_LATER_DAY

    @property
    def told_until(self) -> datetime:
        """The instant until which counts what people were told: its day is that on which it was told."""
        if self.effective_at is None:
            return self.known_at
        return min(self.known_at, datetime.combine(self.effective_at + timedelta(days=1), time(), ALMATY))

    def day(self, today: date) -> date:
        """Give the day by which overdue and due are told; `today` is that of the present."""
        return self.effective_at or (min(day_of(self.at), today) if self.at else today)

    def query(self) -> dict[str, str]:
        """Give the parameters that name it."""
        named = {"at": self.at and self.at.astimezone(ALMATY).isoformat(), "effective_at": self.effective_at}
        return {name: str(value) for name, value in named.items() if value}


NOW = Moment()


def moment(at: str | None, effective_at: str | None, now: datetime) -> Moment:
    """Read a moment as addresses name it: `at` an instant with its offset or a day, which means its end, `effective_at` a day.

    A present or future day means now. Raises `BadQuery`.
    """
    known, day = _instant(at, now) if at else None, _day("effective_at", effective_at) if effective_at else None
    return Moment(known, day if day and day < day_of(now) else None)


def _instant(text: str, now: datetime) -> datetime | None:
    if len(text) == len("2024-03-01"):
        until = datetime.combine(_day("at", text) + timedelta(days=1), time(), ALMATY) - timedelta(microseconds=1)
    else:
        until = _written(text)
    return until if until < now else None


def _written(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        example = "2024-03-01, 2024-03-01T18:00:00+05:00"
        raise BadQuery((("at", msg("Write a day, or an instant with its offset: {example}.", example=example)),))
    _check("at", found.date())
    return found


def _day(parameter: str, text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadQuery(((parameter, msg("Write a day as in {example}.", example="2024-03-01")),)) from None
    return _check(parameter, day)


def _check(parameter: str, day: date) -> date:
    if not _FIRST_DAY <= day < LAST_DAY:
        raise BadQuery(((parameter, msg("There is nothing of that day.")),))
    return day


@asynccontextmanager
async def looking(pool: AsyncConnectionPool, at: Moment) -> AsyncIterator[AsyncConnection[Any]]:
    """Give a connection that shows the read models as of a moment; of the past it is for reading only."""
    async with pool.connection() as conn:
        if at.is_now:
            yield conn
            return
        async with as_of(conn, at.known_at, at.true_on):
            yield conn
