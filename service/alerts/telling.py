"""Telling people of deadlines as the alert policy says: each step once, whoever tells it and however often.

A step is claimed and its notices are stored in one transaction, page by page: several may tell at once, and be killed at any
moment. The steps are computed once for each due date and strength, not for each deadline.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import structlog
from psycopg import AsyncConnection

from events.deadlines import Bound, Strength
from events.store.reader import last_position
from events.store.statements import load
from projections.page import rows
from service.alerts import outbox
from service.alerts.line import Matter, paper_of
from service.alerts.notice import Capacity, Kind, Notice, identity
from service.alerts.policies import Policies
from service.alerts.recipients import Recipients, Told
from service.cases import Cases
from service.freshness import reached
from workflows.alert_policy import Step, Version, steps
from workflows.alert_policy.steps import last_day
from workflows.calendar import Calendar

_SQL = load(__package__, "telling.sql")
_PAGE = 250
"""Deadlines that are told together: few, so that others get their turn in between."""

log = structlog.get_logger(__name__)

StepKey = tuple[date, str, str]
"""Due date, strength and track: what a step is computed for."""


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline with a step that was not told yet; `claimed` says that nobody else tells it."""

    case_id: UUID
    key: str
    due: date
    organization: str
    workflow: str
    subtask: str
    rule: str
    strength: str
    clearance: str
    track: str
    at: int
    claimed: bool

    @property
    def matter(self) -> Matter:
        """What decides who is told."""
        return Matter(self.organization, paper_of(self.subtask, self.due.year), self.clearance)


@dataclass
class Count:
    """What a run of telling did: deadlines and notices told, and deadlines told to others than the policy names, or to nobody."""

    deadlines: int = 0
    notices: int = 0
    told_above: int = 0
    told_nobody: int = 0


@dataclass
class Telling:
    """Tells people of the deadlines of a log; `demo` says whether demonstration accounts are let in."""

    cases: Cases
    demo: bool = False
    policies: Policies = field(init=False)

    def __post_init__(self) -> None:
        """Read the policy of the same log."""
        self.policies = Policies(self.cases)

    async def tell_due(self) -> int:
        """Tell every step that has come and was not told; gives how many notices that made.

        Nothing is told on a day off, nor while the read models lag behind the log: what they show as open may have been done.
        """
        today = self.cases.clock.today()
        calendar = Calendar.as_known(today)
        if not calendar.is_working(today) or not await self._is_fresh():
            return 0
        version = await self.policies.in_force(today)
        register = await self.cases.registry.current()
        async with self.cases.pool.connection() as conn:
            recipients = await Recipients.on(conn, register, today, demo=self.demo)
            applying = await self._applying(conn, today, version, calendar)
            count = await _Round(self.cases, version, today, applying, recipients).tell(conn)
        if count.deadlines:
            log.info("deadlines told", deadlines=count.deadlines, notices=count.notices)
        if count.told_above or count.told_nobody:
            log.warning("deadlines without a reader", told_above=count.told_above, told_nobody=count.told_nobody)
        return count.notices

    async def _is_fresh(self) -> bool:
        async with self.cases.pool.connection() as conn:
            position = await last_position(conn, self.cases.log)
        if await reached(self.cases.pool, self.cases.log, position):
            return True
        log.warning("nobody is told of deadlines: the read models lag behind", position=position)
        return False

    async def _applying(
        self, conn: AsyncConnection[Any], today: date, version: Version, calendar: Calendar
    ) -> dict[StepKey, Step]:
        values = {"log": self.cases.log, "last": last_day(today, version, calendar)}
        found = await (await conn.execute(_SQL["dues"], values)).fetchall()
        return {
            (due, strength, step.track): step
            for due, strength in found
            for step in steps(due, Bound.NOT_LATER, Strength(strength), today, version, calendar)
        }


@dataclass
class _Round:
    """One run of telling: the same day, policy and people from its first page to its last."""

    cases: Cases
    version: Version
    today: date
    applying: dict[StepKey, Step]
    recipients: Recipients
    count: Count = field(default_factory=Count)

    async def tell(self, conn: AsyncConnection[Any]) -> Count:
        """Tell page after page."""
        after: Due | None = None
        while True:
            async with conn.transaction():
                page = await self._claimed(conn, after)
                mine = [due for due in page if due.claimed]
                await self.recipients.read(conn, (due.matter for due in mine))
                notices = [notice for due in mine for notice in self._notices(due)]
                self.count.notices += len(await outbox.tell(conn, notices))
            self.count.deadlines += len(mine)
            if len(page) < _PAGE:
                return self.count
            after = page[-1]

    async def _claimed(self, conn: AsyncConnection[Any], after: Due | None) -> list[Due]:
        place = (after.due, after.case_id, after.key, after.track) if after else (date.min, UUID(int=0), "", "")
        ahead: Sequence[dict[str, Any]] = [
            {"due": due, "strength": strength, "track": track, "at": step.at}
            for (due, strength, track), step in self.applying.items()
            if due >= place[0]
        ]
        values = dict(zip(("due", "case_id", "key", "track"), place, strict=True)) | {
            "steps": msgspec.json.encode(ahead).decode(), "log": self.cases.log, "limit": _PAGE,
            "policy": self.version.number, "now": self.cases.clock.now(),
        }  # fmt: skip
        return await rows(conn, Due, _SQL["claim"], values)

    def _notices(self, due: Due) -> list[Notice]:
        """Make the notices of one step of a deadline; of a sealed one they do not say what it is about."""
        step, strength = self.applying[due.due, due.strength, due.track], Strength(due.strength)
        told = self.recipients.of(due.matter, capacities(step, strength, self.version))
        self._note(told)
        now, sealed = self.cases.clock.now(), bool(due.clearance)
        return [
            Notice(
                id=identity(self.cases.log, due.case_id, due.key, due.due, step.name, reader.account),
                log=self.cases.log,
                case_id=due.case_id,
                key=due.key,
                due=due.due,
                organization=due.organization,
                workflow=due.workflow,
                subtask="" if sealed else due.subtask,
                rule="" if sealed else due.rule,
                kind=Kind(step.kind),
                days=step.days,
                step=step.level,
                account=reader.account,
                in_place_of=reader.in_place_of,
                capacity=reader.capacity,
                policy=self.version.number,
                asked_by="",
                reason="",
                clearance=due.clearance,
                mandatory=self.version.is_mandatory(step.kind, strength),
                told_on=self.today,
                made_at=now,
            )
            for reader in told.readers
        ]

    def _note(self, told: Told) -> None:
        self.count.told_above += bool(told.unreached and told.readers)
        self.count.told_nobody += bool(told.unreached and not told.readers)


def capacities(step: Step, strength: Strength, version: Version) -> list[Capacity]:
    """Give the capacities in which people are told of a step."""
    return [Capacity(step.to)] if step.to else [Capacity(one) for one in version.told(step.kind, strength)]
