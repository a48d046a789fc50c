"""Telling people of deadlines as the alert policy says: each step once, whoever tells it and however often.

A step is claimed and its notices are stored in one transaction, page by page: several may tell at once, and be killed at any
moment. The steps are computed once for each calendar, due date and strength, not for each deadline.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog
from psycopg import AsyncConnection

from events.deadlines import Bound, Strength
from events.store.reader import last_position
from service.access import Access
from service.alerts.hours import hours_by
from service.alerts.policies import Policies
from service.alerts.recipients import Recipients
from service.alerts.rounds import SQL, Bodies, Count, Round, StepKey
from service.cases import Cases
from service.clock import Clock
from service.freshness import reached
from workflows.alert_policy import Step, Version, steps
from workflows.alert_policy.steps import last_day
from workflows.register import Register

READ = ("cases", "deadlines", "organizations")
"""The read models by which people are told."""

log = structlog.get_logger(__name__)


@dataclass
class Telling:
    """Tells people of the deadlines of a log, by a clock."""

    cases: Cases
    clock: Clock
    access: Access
    policies: Policies = field(init=False)
    _settled: tuple[date, int] | None = field(default=None, init=False)
    """The day and the place of the log at which nothing was left to tell: until one of them changes nothing is."""

    def __post_init__(self) -> None:
        """Read the policy of the same log."""
        self.policies = Policies(self.cases)

    async def tell_due(self) -> int:
        """Tell every step that has come and was not told; gives how many notices that made, of cases that are not sealed.

        Nothing is told on a day off of the body whose deadline it is, nor while what it reads lags behind the log: what they show as open may have been done.
        """
        today = self.clock.today()
        register = await self.cases.registry.current()
        groups = await asyncio.to_thread(_at_work, register, today)  # it takes a moment the first time
        if not groups:
            return 0
        position = await self._position()
        if position is None or self._settled == (today, position):
            return 0
        version, count = await self.policies.in_force(today), Count()
        async with self.cases.pool.connection() as conn:
            recipients = await Recipients.on(conn, self.access, register, today)
            for bodies in groups:
                hours, last = hours_by(version.rules, bodies.calendar), last_day(today, version, bodies.calendar)
                applying = await self._applying(conn, today, last, version, bodies)
                about = bodies, hours, version, today, last, applying, recipients
                await Round(self.cases, self.clock, *about, count).tell(conn)
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
        if await reached(self.cases.pool, self.cases.log, position, READ):
            return position
        log.warning("nobody is told of deadlines: the read models lag behind", position=position)
        return None

    async def _applying(
        self, conn: AsyncConnection[Any], today: date, last: date, version: Version, bodies: Bodies
    ) -> dict[StepKey, Step]:
        values = {"log": self.cases.log, "last": last, "only": bodies.only, "but": bodies.but}
        found = await (await conn.execute(SQL["dues"], values)).fetchall()
        return {
            (due, strength, step.track, step.at): step
            for due, strength in found
            for step in steps(due, Bound.NOT_LATER, Strength(strength), today, version, bodies.calendar)
        }


def _at_work(register: Register, today: date) -> list[Bodies]:
    """Give the bodies that work today, by calendar: those whose days or week are their own or their region's, and all others."""
    own = register.own_calendars(today)
    but = [code for codes in own.values() for code in codes]
    found = [Bodies(register.calendar(today), but=but or None), *(Bodies(one, only=own[one]) for one in own)]
    return [bodies for bodies in found if bodies.calendar.is_working(today)]
