"""The numbers of the dashboard of the API: what is awaited, cases by stage, deadlines by outcome; of much they are kept for a while."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.dashboard import By, Outcomes, Stage, Tiles, outcomes, stages, tiles
from service.clock import Clock
from service.kept import Keeping
from service.moment import Moment, looking

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: on which day, up to which last day something is due soon, of which bodies (None: all), region and workflow."""

    today: date
    soon: date
    by: By = By.COUNTRY
    scope: tuple[str, ...] | None = None
    region: str | None = None
    workflow: str | None = None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is awaited; `stages` and `outcomes` by what was asked for, `rules` are the outcomes by rule."""

    deadlines: Tiles
    stages: Sequence[Stage]
    outcomes: Sequence[Outcomes]
    rules: Sequence[Outcomes]


class DashboardNumbers:
    """Counts; whoever asks while the same is being counted waits for that. Nothing of sealed cases is in what is awaited."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock) -> None:
        self._pool = pool
        self._keeping = Keeping[Numbers](pool, clock, _deadlines)

    async def of(self, moment: Moment, wanted: Wanted, seen: int = 0) -> tuple[Numbers, datetime]:
        """Give the numbers as of a moment, and when they were counted; they show at least what was recorded up to the position `seen`."""
        found = await self._keeping.of((moment, wanted), lambda _: self._counted(moment, wanted), seen)
        return found.value, found.at

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeping.close()

    async def _counted(self, moment: Moment, wanted: Wanted) -> Numbers:
        where: dict[str, Any] = {"scope": wanted.scope, "region": wanted.region}
        of_workflow = {**where, "workflow": wanted.workflow}
        # two at a time: each takes one of the database's processors, and a connection that others wait for
        awaited, standing = await asyncio.gather(
            self._look(moment, partial(tiles, today=wanted.today, soon=wanted.soon, **where)),
            self._look(moment, partial(stages, by=wanted.by, **of_workflow)),
        )
        became, by_rule = await asyncio.gather(
            self._look(moment, partial(outcomes, by=wanted.by, **of_workflow)),
            self._look(moment, partial(outcomes, by=By.RULE, **of_workflow)),
        )
        return Numbers(awaited, standing, became, by_rule)

    async def _look(self, moment: Moment, count: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
        async with looking(self._pool, moment) as conn:
            return await count(conn)


def _deadlines(numbers: Numbers) -> int:
    return sum(one.met + one.met_late + one.early + one.missed + one.not_done + one.open for one in numbers.rules)
