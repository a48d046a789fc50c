"""Counting the figures of the overview, and keeping those of much for a while: they say as of which second they are."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from projections.deadline_row import DeadlineRow
from projections.figures import Asked, Figures, Stay, figures, position, stays, upcoming
from projections.organizations import Silence
from service.clock import Clock
from service.moment import Moment, looking
from workflows.calendar import Calendar

T = TypeVar("T")
Count = Callable[[AsyncConnection[Any], Asked, Sequence[str] | None], Awaitable[T]]
"""A question to the read models."""

SILENCE = 10
"""A body that owes work and has recorded nothing for so many working days is silent."""

MANY = 5_000
"""Figures of so many terms are kept for a while, though something was recorded since; of fewer they are always those of now."""

KEPT = timedelta(seconds=60)
"""So old they may become; meanwhile they are counted anew behind the scenes."""

BODIES = 20
"""So many bodies are shown, those with most overdue first."""

STAYS_KEPT = timedelta(hours=1)
"""How long stages last hardly moves within a day: of many terms it is counted anew when it has become so old."""

_MOST = 200


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures, when they were counted (how long stages last: at `stays_at`), and how far the read models were."""

    figures: Figures
    asked: Asked
    at: datetime
    place: tuple[int, int]
    stays_at: datetime


@dataclass
class Counting:
    """Counts; whoever asks while the same is being counted waits for that."""

    pool: AsyncConnectionPool
    clock: Clock
    _known: OrderedDict[Hashable, Counted] = field(default_factory=OrderedDict)
    _under_way: dict[Hashable, asyncio.Task[Counted]] = field(default_factory=dict)

    async def of(self, moment: Moment, asked: Asked, scope: list[str] | None, seen: int = 0) -> Counted:
        """Give the figures as of a moment; they show at least what was recorded up to the position `seen`."""
        key = (moment, asked, None if scope is None else tuple(scope))
        if known := self._known.get(key):
            async with self.pool.connection() as conn:
                place = await position(conn)
            if known.place == place:
                return known
            if known.figures.many(MANY) and known.place[1] >= seen and self.clock.now() - known.at < KEPT:
                self._count(key, moment, asked, scope)
                return known
        return await asyncio.shield(self._count(key, moment, asked, scope))

    async def close(self) -> None:
        """End what is being counted."""
        for task in list(self._under_way.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _count(self, key: Hashable, moment: Moment, asked: Asked, scope: list[str] | None) -> "asyncio.Task[Counted]":
        if key not in self._under_way:
            task = asyncio.create_task(self._counted(key, moment, asked, scope))
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
            self._under_way[key] = task
        return self._under_way[key]

    async def _counted(self, key: Hashable, moment: Moment, asked: Asked, scope: list[str] | None) -> Counted:
        async with self.pool.connection() as conn:
            place = await position(conn)
        at = self.clock.now()
        before = self._known.get(key)
        kept = before if before and before.figures.many(MANY) and at - before.stays_at < STAYS_KEPT else None

        async def stayed() -> list[Stay]:
            return kept.figures.stays if kept else await self._look(stays, moment, asked, scope)

        async def others() -> tuple[list[Stay], tuple[DeadlineRow, ...]]:
            return await stayed(), await self._look(upcoming, moment, asked, scope)

        # side by side: each takes one of the database's processors
        found, (lasted, first) = await asyncio.gather(self._look(figures, moment, asked, scope), others())
        whole = replace(found, stays=lasted, upcoming=first)
        counted = Counted(whole, asked, at, place, kept.stays_at if kept else at)
        self._known[key] = counted
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return counted

    async def _look(self, count: Count[T], moment: Moment, asked: Asked, scope: list[str] | None) -> T:
        async with looking(self.pool, moment) as conn:
            return await count(conn, asked, scope)


def asked_on(day: date, soon: date, calendar: Calendar, year: int | None = None) -> Asked:
    """Ask for the figures of the quarter and year of a day, or of another year, by a calendar."""
    quarter, year, silence = (day.month - 1) // 3 + 1, year or day.year, silence_on(day, calendar)
    start = date(day.year - 1, 1, 1)
    days = (start + timedelta(days=n) for n in range((day - start).days + 1))
    return Asked(
        today=day, soon=soon, first=date(year, 1, 1), last=date(year, 12, 31), quarter=(date(day.year, quarter * 3 - 2, 1), silence.owing_by),
        start=start, numbers=tuple(calendar.working_days_between(start, one) for one in days), silent_since=silence.since,
    )  # fmt: skip


def silence_on(day: date, calendar: Calendar) -> Silence:
    """Say who is silent on a day: who owes work by the end of its quarter, and has recorded nothing for `SILENCE` working days."""
    quarter = (day.month - 1) // 3 + 1
    ended = date(day.year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    return Silence(ended, datetime.combine(calendar.shift(day, -SILENCE), time(), ALMATY))
