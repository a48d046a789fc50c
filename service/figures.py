"""Counting the figures of the overview, and keeping those of much for a while: they say as of which second they are."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from projections.deadline_row import DeadlineRow
from projections.figures import Asked, Figures, Stay, figures, stays, upcoming
from service.clock import Clock
from service.kept import MANY, Keeper
from service.moment import Moment, looking
from workflows.calendar import Calendar

T = TypeVar("T")
Count = Callable[[AsyncConnection[Any], Asked, Sequence[str] | None], Awaitable[T]]
"""A question to the read models."""

SILENCE = 10
"""A body that owes work and has recorded nothing for so many working days is silent."""

BODIES = 20
"""So many bodies are shown, those with most overdue first."""

STAYS_KEPT = timedelta(hours=1)
"""How long stages last hardly moves within a day: of many terms it is counted anew when it has become so old."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures, and when they were counted (how long stages last: at `stays_at`)."""

    figures: Figures
    asked: Asked
    at: datetime
    stays_at: datetime


@dataclass
class Counting:
    """Counts; whoever asks while the same is being counted waits for that."""

    pool: AsyncConnectionPool
    clock: Clock
    _keeper: Keeper[Counted] = field(init=False)

    def __post_init__(self) -> None:
        """Keep figures of many terms."""
        self._keeper = Keeper(self.pool, self.clock, lambda counted: counted.figures.many(MANY))

    async def of(self, moment: Moment, asked: Asked, scope: list[str] | None, seen: int = 0) -> Counted:
        """Give the figures as of a moment; they show at least what was recorded up to the position `seen`."""
        key = (moment, asked, None if scope is None else tuple(scope))
        return (await self._keeper.of(key, lambda: self._counted(key, moment, asked, scope), seen)).value

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeper.close()

    async def _counted(self, key: Hashable, moment: Moment, asked: Asked, scope: list[str] | None) -> Counted:
        at = self.clock.now()
        known = self._keeper.known(key)
        before = known.value if known else None
        kept = before if before and before.figures.many(MANY) and at - before.stays_at < STAYS_KEPT else None

        async def stayed() -> list[Stay]:
            return kept.figures.stays if kept else await self._look(stays, moment, asked, scope)

        async def others() -> tuple[list[Stay], tuple[DeadlineRow, ...]]:
            return await stayed(), await self._look(upcoming, moment, asked, scope)

        # side by side: each takes one of the database's processors
        found, (lasted, first) = await asyncio.gather(self._look(figures, moment, asked, scope), others())
        return Counted(replace(found, stays=lasted, upcoming=first), asked, at, kept.stays_at if kept else at)

    async def _look(self, count: Count[T], moment: Moment, asked: Asked, scope: list[str] | None) -> T:
        async with looking(self.pool, moment) as conn:
            return await count(conn, asked, scope)


def asked_on(day: date, soon: date, calendar: Calendar, year: int | None = None) -> Asked:
    """Ask for the figures of the quarter and year of a day, or of another year, by a calendar."""
    quarter, year = (day.month - 1) // 3 + 1, year or day.year
    start = date(day.year - 1, 1, 1)
    days = (start + timedelta(days=n) for n in range((day - start).days + 1))
    ended = date(day.year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    return Asked(
        today=day, soon=soon, first=date(year, 1, 1), last=date(year, 12, 31), quarter=(date(day.year, quarter * 3 - 2, 1), ended),
        start=start, numbers=tuple(calendar.working_days_between(start, one) for one in days),
        silent_since=datetime.combine(calendar.shift(day, -SILENCE), time(), ALMATY),
    )  # fmt: skip
