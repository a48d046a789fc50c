"""Periodic cases opened on time: the year's plan, made and made right by itself (see `workflows.plan_ahead`)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from projections.cases import bodies_with_cases
from service.clock import Clock
from service.planning import Planned, YearPlans
from workflows import plan_ahead
from workflows.actor import SYSTEM
from workflows.plan import PER_PERIOD


@dataclass
class PlanningAhead:
    """Plans by the policy: what bodies owe and lack is begun, what they owe no longer is ended, what they owe again is restored."""

    plans: YearPlans
    clock: Clock

    async def __call__(self) -> int:
        """Plan what is to be planned today; gives how many cases it began, ended or restored. Again, it does nothing."""
        return sum([_changed(await self._plan(year)) for year in plan_ahead.years(self.clock.today())])

    async def _plan(self, year: int) -> Planned:
        cases = self.plans.cases
        async with cases.pool.connection() as conn:
            planned, before = await self._planned(conn, year), await self._planned(conn, year - 1)
        register = await cases.registry.current()
        codes = plan_ahead.bodies(register, year, self.clock.today(), planned, before)
        return await self.plans.plan(year, codes, SYSTEM) if codes else Planned()

    async def _planned(self, conn: AsyncConnection[Any], year: int) -> dict[str, date]:
        return await bodies_with_cases(conn, self.plans.cases.log, PER_PERIOD, year)


def _changed(planned: Planned) -> int:
    return planned.created + planned.ended + planned.restored
