"""Telling people of deadlines as the alert policy says: each step once, whoever tells it and however often.

A step is claimed and its notices are stored in one transaction, page by page: several may tell at once, and be killed at any
moment. The steps are computed once for each due date and strength, not for each deadline.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from psycopg import AsyncConnection

from events.deadlines import Bound, Strength
from events.store.reader import last_position
from service.alerts.hours import hours_by
from service.alerts.policies import Policies
from service.alerts.recipients import Recipients
from service.alerts.rounds import SQL, Round, StepKey
from service.cases import Cases
from service.clock import Clock
from service.freshness import reached
from workflows.alert_policy import Step, Version, steps
from workflows.alert_policy.steps import last_day
from workflows.calendar import Calendar

log = structlog.get_logger(__name__)


@dataclass
class Telling:
    """Tells people of the deadlines of a log, by a clock; `demo` says whether demonstration accounts are let in."""

    cases: Cases
    clock: Clock
    demo: bool = False
    policies: Policies = field(init=False)
    _settled: tuple[date, int] | None = field(default=None, init=False)
    """The day and the place of the log at which nothing was left to tell: until one of them changes nothing is."""

    def __post_init__(self) -> None:
        """Read the policy of the same log."""
        self.policies = Policies(self.cases)

    async def tell_due(self) -> int:
        """Tell every step that has come and was not told; gives how many notices that made.

        Nothing is told on a day off, nor while the read models lag behind the log: what they show as open may have been done.
        """
        today = self.clock.today()
        register = await self.cases.registry.current()
        calendar = await asyncio.to_thread(register.calendar, today)  # it takes a moment the first time
        if not calendar.is_working(today):
            return 0
        position = await self._position()
        if position is None or self._settled == (today, position):
            return 0
        version = await self.policies.in_force(today)
        async with self.cases.pool.connection() as conn:
            recipients = await Recipients.on(conn, register, today, demo=self.demo)
            hours = hours_by(version.rules, calendar)
            last = last_day(today, version, calendar)
            applying = await self._applying(conn, today, last, version, calendar)
            count = await Round(self.cases, self.clock, hours, version, today, last, applying, recipients).tell(conn)
        self._settled = None if count.deadlines else (today, position)
        if count.deadlines:
            log.info("deadlines told", deadlines=count.deadlines, notices=count.notices)
        if count.told_above or count.told_nobody:
            log.warning("deadlines without a reader", told_above=count.told_above, told_nobody=count.told_nobody)
        return count.notices

    async def _position(self) -> int | None:
        """Give the place of the log that the read models have reached, None while they lag behind."""
        async with self.cases.pool.connection() as conn:
            position = await last_position(conn, self.cases.log)
        if await reached(self.cases.pool, self.cases.log, position):
            return position
        log.warning("nobody is told of deadlines: the read models lag behind", position=position)
        return None

    async def _applying(
        self, conn: AsyncConnection[Any], today: date, last: date, version: Version, calendar: Calendar
    ) -> dict[StepKey, Step]:
        found = await (await conn.execute(SQL["dues"], {"log": self.cases.log, "last": last})).fetchall()
        return {
            (due, strength, step.track): step
            for due, strength in found
            for step in steps(due, Bound.NOT_LATER, Strength(strength), today, version, calendar)
        }
