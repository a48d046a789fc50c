"""One run of telling: which steps of which deadlines are told, each claimed with its notices in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.almaty import ALMATY
from events.deadlines import Strength
from events.in_turn import my_turn
from events.store.statements import load
from projections.cases import responsible
from projections.page import rows
from service.alerts import outbox
from service.alerts.hours import Hours
from service.alerts.line import Awaited, Matter, matter_of
from service.alerts.notice import Capacity, Kind, Notice, told_of
from service.alerts.recipients import Recipients, Told
from service.cases import Cases
from service.clock import Clock
from workflows.alert_policy import Step, Version
from workflows.alert_policy.steps import Track
from workflows.calendar import Calendar

SQL = load(__package__, "telling.sql")
_LOOKED_AT = 500
"""Deadlines that are looked at together."""

_TOGETHER = 250
"""Steps that are told together: few, so that others get their turn in between."""

_WORDED = 10
"""Steps whose notices are made without giving others their turn."""

StepKey = tuple[date, str, str, int]
"""Due date, strength, track and the step's day: what a step is told by."""


@dataclass(frozen=True, slots=True)
class Bodies:
    """Bodies that work by one calendar: `only` some, or all `but` some."""

    calendar: Calendar
    only: Sequence[str] | None = None
    but: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deadline that was looked at, with a step that was not told yet; `track` is empty where there is none."""

    due: date
    case_id: UUID
    key: str
    strength: str
    track: str
    at: int


_FIRST = Candidate(date.min, UUID(int=0), "", "", "", 0)


@dataclass(frozen=True, slots=True)
class Due(Awaited):
    """A deadline with a step of it that is told now."""

    track: str
    at: int


@dataclass
class Count:
    """What a run of telling did: deadlines and notices told, and deadlines told to others than the policy names, or to nobody.

    The first two leave sealed cases out: everybody may read them.
    """

    deadlines: int = 0
    notices: int = 0
    told_above: int = 0
    told_nobody: int = 0


@dataclass
class Round:
    """One run of telling: the same day, policy, hours of writing and people from its first page to its last."""

    cases: Cases
    clock: Clock
    bodies: Bodies
    hours: Hours
    version: Version
    today: date
    last: date
    applying: Mapping[StepKey, Step]
    recipients: Recipients
    count: Count = field(default_factory=Count)

    async def tell(self, conn: AsyncConnection[Any]) -> Count:
        """Look at all deadlines of which something may be told, and tell what was not."""
        last = _FIRST
        while found := await self._candidates(conn, last):
            last = found[-1]
            pending = [one for one in found if one.track]
            for start in range(0, len(pending), _TOGETHER):
                async with conn.transaction():
                    await self._tell(conn, pending[start : start + _TOGETHER])
        return self.count

    async def _candidates(self, conn: AsyncConnection[Any], after: Candidate) -> list[Candidate]:
        reminded = {(due, strength) for due, strength, track, _ in self.applying if track == Track.REMINDING}
        ahead = [
            {
                "due": due, "strength": strength, "track": track, "at": at, "before": step.before,
                "told_before": self._told_before(step), "waits": (due, strength) in reminded,
            }
            for (due, strength, track, at), step in self.applying.items()
            if due >= after.due
        ]  # fmt: skip
        values = {
            "log": self.cases.log, "last": self.last, "due": after.due, "case_id": after.case_id, "key": after.key,
            "steps": msgspec.json.encode(ahead).decode(), "limit": _LOOKED_AT,
            "only": self.bodies.only, "but": self.bodies.but,
        }  # fmt: skip
        async with conn.transaction():
            await conn.execute(SQL["by_index"])
            return await rows(conn, Candidate, SQL["candidates"], values)

    def _told_before(self, step: Step) -> datetime:
        """Give the instant before which those below a step must have been told."""
        last = step.told_by(self.today, self.bodies.calendar)
        return datetime.combine(last + timedelta(days=1), time(), ALMATY)

    async def _tell(self, conn: AsyncConnection[Any], pending: Sequence[Candidate]) -> None:
        """Claim steps and store their notices, in the caller's transaction."""
        values = {
            "rows": msgspec.json.encode(pending).decode(), "log": self.cases.log, "policy": self.version.number,
            "now": self.clock.now(),
        }  # fmt: skip
        await conn.execute(SQL["by_index"])
        mine = await rows(conn, Due, SQL["claim"], values)
        named = await responsible(conn, {due.case_id for due in mine})
        await my_turn()
        matters = [matter_of(due, named) for due in mine]
        await self.recipients.read(conn, matters)
        notices: list[Notice] = []
        for place, (due, matter) in enumerate(zip(mine, matters, strict=True), 1):
            notices += self._notices(due, matter)
            if place % _WORDED == 0:
                await my_turn()
        self.count.notices += sum(not one.clearance for one in await outbox.tell(conn, notices, self.hours))
        self.count.deadlines += sum(not due.clearance for due in mine)

    def _notices(self, due: Due, matter: Matter) -> list[Notice]:
        """Make the notices of one step of a deadline; of a sealed one they do not say what it is about."""
        step, strength = self.applying[due.due, due.strength, due.track, due.at], Strength(due.strength)
        told = self.recipients.of(matter, capacities(step, strength, self.version))
        self._note(told)
        now = self.clock.now()
        return [
            told_of(
                due,
                self.cases.log,
                step.name,
                reader.account,
                kind=Kind(step.kind),
                days=step.days,
                step=step.level,
                in_place_of=reader.in_place_of,
                stands_in_as=reader.stands_in_as,
                capacity=reader.capacity,
                policy=self.version.number,
                asked_by="",
                reason="",
                mandatory=self.version.is_mandatory(step.kind, strength),
                told_on=self.today,
                made_at=now,
            )
            for reader in told.readers
        ]

    def _note(self, told: Told) -> None:
        self.count.told_nobody += None in told.unreached.values()
        self.count.told_above += bool(told.unreached) and None not in told.unreached.values()


def capacities(step: Step, strength: Strength, version: Version) -> list[Capacity]:
    """Give the capacities in which people are told of a step."""
    return [Capacity(step.to)] if step.to else [Capacity(one) for one in version.told(step.kind, strength)]
