"""Counting the figures of the overview, and keeping those of much for a while: they say as of which second they are."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.almaty import ALMATY
from projections.dashboard import Stage
from projections.deadline_row import DeadlineRow
from projections.figures import Asked, Figures, Stay, figures, stages, stays, upcoming
from projections.organizations import Silence
from service.clock import Clock
from service.kept import Keeping, Kept
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


class Counting:
    """Counts; figures of many terms are kept for a while (`service.kept`)."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock) -> None:
        self._pool, self._clock = pool, clock
        self._keeping = Keeping[Counted](pool, clock, lambda counted: counted.figures.terms)

    async def of(self, moment: Moment, asked: Asked, scope: list[str] | None, seen: int = 0) -> Counted:
        """Give the figures as of a moment; they show at least what was recorded up to the position `seen`."""

        async def count(before: Kept[Counted] | None) -> Counted:
            return await self._counted(moment, asked, scope, before)

        key = (moment, asked, None if scope is None else tuple(scope))
        return (await self._keeping.of(key, count, seen)).value

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeping.close()

    async def _counted(
        self, moment: Moment, asked: Asked, scope: list[str] | None, before: Kept[Counted] | None
    ) -> Counted:
        at, known = self._clock.now(), before.value if before else None
        lasting = known if known and self._keeping.is_kept(known) and at - known.stays_at < STAYS_KEPT else None

        async def stayed() -> tuple[list[Stay], list[Stage]]:
            if lasting:
                return lasting.figures.stays, []
            return await self._look(partial(stays, true_on=moment.true_on), moment, asked, scope)

        async def others() -> tuple[tuple[list[Stay], list[Stage]], tuple[DeadlineRow, ...]]:
            return await stayed(), await self._look(upcoming, moment, asked, scope)

        # side by side: each takes one of the database's processors
        found, ((lasted, stood), first) = await asyncio.gather(self._look(figures, moment, asked, scope), others())
        standing = await self._look(stages, moment, asked, scope) if moment.is_now else stood
        whole = replace(found, stages=standing, stays=lasted, upcoming=first)
        return Counted(whole, asked, at, lasting.stays_at if lasting else at)

    async def _look(self, count: Count[T], moment: Moment, asked: Asked, scope: list[str] | None) -> T:
        async with looking(self._pool, moment) as conn:
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
