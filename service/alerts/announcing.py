"""Telling those concerned that a date moved: by the document that extended it, or by the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from psycopg import AsyncConnection

from events.deadlines import Strength
from events.store.statements import load
from projections.cases import responsible
from projections.page import rows
from service.access import Access
from service.alerts import outbox
from service.alerts.asking import days_left
from service.alerts.hours import hours_by
from service.alerts.line import Awaited, matter_of
from service.alerts.notice import Capacity, Kind, Notice, told_of
from service.alerts.policies import Policies
from service.alerts.recipients import Reader, Recipients
from service.cases import Cases
from service.clock import Clock
from workflows.register import Register

_SQL = load(__package__, "announcing.sql")
_TOGETHER = 100
_LATELY = timedelta(days=30)
"""What moved before is told of no more: a service that was away for so long has told its people otherwise."""

CONCERNED = (Capacity.RESPONSIBLE, Capacity.SIGNATORY)
"""Who learns that a date moved: those by whom the work is awaited, and who signs it."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Announcing:
    """Tells of dates that moved, each once."""

    cases: Cases
    clock: Clock
    access: Access

    async def __call__(self) -> int:
        """Tell of what moved and was not told of; gives how many notices that made."""
        today, register = self.clock.today(), await self.cases.registry.current()
        version = await Policies(self.cases).in_force(today)
        made = 0
        async with self.cases.pool.connection() as conn:
            hours = hours_by(version.rules, register.calendar(today))
            recipients = await Recipients.on(conn, self.access, register, today)
            while True:
                async with conn.transaction():
                    moved = await self._claimed(conn)
                    notices = await self._notices(conn, moved, recipients, register, today)
                    made += len(await outbox.tell(conn, notices, hours))
                if len(moved) < _TOGETHER:
                    break
        if made:
            log.info("moved dates told", notices=made)
        return made

    async def _claimed(self, conn: AsyncConnection[Any]) -> list[Awaited]:
        values = {
            "log": self.cases.log,
            "since": self.clock.now() - _LATELY,
            "limit": _TOGETHER,
            "now": self.clock.now(),
        }
        return await rows(conn, Awaited, _SQL["claim"], values)

    async def _notices(
        self, conn: AsyncConnection[Any], moved: list[Awaited], recipients: Recipients, register: Register, today: date
    ) -> list[Notice]:
        named = await responsible(conn, {one.case_id for one in moved})
        matters = [matter_of(one, named) for one in moved]
        await recipients.read(conn, matters)
        return [
            self._notice(one, reader, register, today)
            for one, matter in zip(moved, matters, strict=True)
            for reader in recipients.of(matter, CONCERNED).readers
        ]

    def _notice(self, moved: Awaited, reader: Reader, register: Register, today: date) -> Notice:
        """Make the notice of one reader."""
        return told_of(
            moved,
            self.cases.log,
            Kind.MOVED,
            reader.account,
            kind=Kind.MOVED,
            days=days_left(moved.organization, moved.due, register, today),
            step=0,
            in_place_of=reader.in_place_of,
            stands_in_as=reader.stands_in_as,
            capacity=reader.capacity,
            policy=0,
            asked_by="",
            reason="",
            mandatory=moved.strength == Strength.HARD,
            told_on=today,
            made_at=self.clock.now(),
        )
