"""What the service itself finds out about the deadlines of a case, in whatever state the case is: no transition, but an event."""

import uuid
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from events.case import DeadlineMissed, DeadlinePostponed
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope
from service.clock import Clock
from service.passing import on_passing
from service.recall import Recall, Result
from service.registry import Registry
from service.requests import Request
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.terms import postponed


class Found(Recall):
    """Records that deadlines passed, and that the calendar put them off."""

    clock: Clock
    registry: Registry

    async def miss(self, case_id: uuid.UUID, key: str) -> Result | None:
        """Record that a deadline of a case passed (see `pass_by`)."""
        return await self.pass_by(await self.get(case_id), key)

    async def pass_by(self, case: Case, key: str) -> Result | None:
        """Record that a deadline passed, or that the calendar has put it off, unless the act was recorded meanwhile.

        Where the workflow says what its passing brings about, and the case's state allows it, the service does that
        instead. A race has one winner: whoever comes second is `Stale`.
        """
        standing = case.deadlines.get(key)
        now = self.clock.today()
        if standing is None or not standing.open or standing.missed_on or standing.deadline.due >= now:
            return None
        # A deadline can be moved away and back, or dropped and set again, and missed each time: its due date does not name it.
        request = Request.of(SYSTEM, f"{case.id}:{key}:{case.version}", "missed")
        register = await self.registry.current()
        later = postponed(case.RULES, standing.deadline, register.calendar(now, case.organization))
        deadline = later or standing.deadline
        kind: type[CaseEvent] = DeadlineMissed
        own: dict[str, Any] = {"key": key, "due": deadline.due, "missed_on": now}
        if deadline.due >= now:
            kind, own = DeadlinePostponed, {"key": key, "due": standing.deadline.due, "postponed_to": deadline.due}
        elif passing := on_passing(self.workflow_of(case), case, deadline, register):
            action, data = passing
            return await self.act(case.id, action, data, SYSTEM, request, case.version)
        return await self._recorded(case, kind, own, DeadlineChanges(set=(later,) if later else ()), request)

    async def put_off(self, case_id: uuid.UUID, key: str, change: uuid.UUID) -> Result | None:
        """Give an open deadline the later date that a change of the calendar gives it; None if it gives none.

        It is never brought forward: nobody is held to a date that they were not shown.
        """
        case = await self.get(case_id)
        standing = case.deadlines.get(key)
        if standing is None or not standing.open:
            return None
        calendar = (await self.registry.current()).calendar(self.clock.today(), case.organization)
        if (later := postponed(case.RULES, standing.deadline, calendar)) is None:
            return None
        request = Request.of(SYSTEM, f"{case.id}:{key}:{case.version}", "put off")
        own = {"key": key, "due": standing.deadline.due, "postponed_to": later.due, "cause": change}
        return await self._recorded(case, DeadlinePostponed, own, DeadlineChanges(set=(later,)), request)

    async def _recorded(
        self, case: Case, kind: type[CaseEvent], own: Mapping[str, Any], changes: DeadlineChanges, request: Request
    ) -> Result:
        """Store what the service found out about a case's deadlines, in whatever state the case is."""
        trial = case.copy()
        deadline = changes.set[0] if changes.set else case.deadlines[own["key"]].deadline
        event = kind(
            originator_id=case.id,
            originator_version=case.version + 1,
            timestamp=self.clock.now(),
            envelope=replace(
                self.envelope(SYSTEM, request, deadline.arithmetic.calendar), clearance=case.facts.clearance
            ),
            organization=case.organization,
            source=case.state,
            state=case.state,
            deadlines=changes,
            remarks=(),
            **own,
        )
        event.mutate(trial)
        trial.pending_events.append(event)
        return await self.append([trial], request)

    @abstractmethod
    async def act(
        self,
        case_id: uuid.UUID,
        action: str,
        data: Mapping[str, Any],
        actor: Actor,
        request: Request,
        expected_version: int,
    ) -> Result:
        """Carry out an action on a version of a case."""

    @abstractmethod
    async def append(self, cases: list[Case], request: Request) -> Result:
        """Store what is new in cases."""

    @abstractmethod
    def envelope(self, actor: Actor, request: Request, calendar: str, on_behalf_of: str = "") -> Envelope:
        """Give what an event says of who made it."""
