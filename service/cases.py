"""Driving cases: load, decide, append (design §3). The one way in, for HTTP, pages, scheduler and command line."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from events import codec
from events.case import DeadlineMissed
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope
from events.store.group_commit import GroupCommit
from events.store.save import Committed, Conflict, Duplicate, Mismatch, Save
from events.text import msg
from service.clock import Clock
from service.recall import Recall, Result
from service.requests import Request
from workflows import machine
from workflows.actor import SYSTEM, Actor, Role
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.consequences import Consequence, consequences
from workflows.machine import Workflow
from workflows.refusals import Refused, Unknown
from workflows.register import EMPTY, Register
from workflows.registry import workflow
from workflows.seat import Command
from workflows.terms import postponed

_ATTEMPTS = 10
"""How often a command is tried when the system acts on one of its cases at the same moment."""

CATALOGUE = "2024"
"""The edition of the Instruction by which cases are judged."""


class Registry(Protocol):
    """Where commands learn who exists and who holds which post."""

    async def current(self) -> Register:
        """Give the register as it is known now."""
        ...


class Unregistered:
    """A registry of nobody, for cases that need none."""

    async def current(self) -> Register:
        """Give the empty register."""
        return EMPTY


class Stale(Refused):
    """The case has moved on since the caller saw it."""

    def __init__(self, current: int) -> None:
        super().__init__(
            msg("The case has changed meanwhile (it is at version {current}). Look at it again.", current=current)
        )
        self.current = current


@dataclass
class Cases(Recall):
    """Cases of one log. Not for several threads: what is remembered is one event loop's."""

    committer: GroupCommit
    clock: Clock
    registry: Registry = field(default_factory=Unregistered)

    async def open(
        self,
        workflow_name: str,
        organization: str,
        action: str,
        data: Mapping[str, Any],
        actor: Actor,
        request: Request,
        case_id: uuid.UUID | None = None,
    ) -> Result:
        """Begin a case by one of the workflow's opening actions; raises `Refused`, `Stale` among it if `case_id` is taken."""
        kind = workflow(workflow_name)
        case = kind.CASE.blank(case_id or uuid.uuid5(request.command_id, "case"), organization)
        for _ in range(_ATTEMPTS):
            try:
                return await self._carry_out(kind, case, action, data, actor, request)
            except Stale as stale:
                if stale.current:
                    raise
        raise Stale(0)

    async def act(
        self,
        case_id: uuid.UUID,
        action: str,
        data: Mapping[str, Any],
        actor: Actor,
        request: Request,
        expected_version: int,
    ) -> Result:
        """Carry out an action on the version of the case that the caller saw; raises `Refused`, `Stale` among it.

        What the system has recorded since then does not make that version stale: no person changed anything.
        """
        case = await self.recall(case_id)
        for _ in range(_ATTEMPTS):
            if case.version != expected_version:
                case = await self.get(case_id)
            if not _seen(case, expected_version):
                break
            try:
                return await self._carry_out(self.workflow_of(case), case, action, data, actor, request)
            except Stale:
                case = await self.get(case_id)
        return await self.repeated(case.id, request) or _raise(Stale(case.version))

    async def _carry_out(
        self, kind: type[Workflow], case: Case, action: str, data: Mapping[str, Any], actor: Actor, request: Request
    ) -> Result:
        trial = case.copy()
        register = await self.registry.current()
        command = self._command(action, data, actor, request, register)
        try:
            machine.act(kind, trial, _on_behalf(command, case))
        except Refused:
            # A repetition of a command that has been carried out is refused by the state it led to.
            if repeated := await self.repeated(case.id, request):
                return repeated
            raise
        return await self._append(await self._with_consequences(trial, command), request)

    async def _with_consequences(self, case: Case, command: Command) -> list[Case]:
        """Give the case and those that its new events change, changed."""
        changed = {case.id: case}
        pending: list[Any] = list(case.pending_events)
        while pending:
            event = pending.pop(0)
            origin = changed[event.originator_id]
            rules = self.workflow_of(origin).CONSEQUENCES
            for consequence in consequences(rules, origin, event, command.register) if rules else ():
                target = changed.get(consequence.case_id) or await self._target(consequence)
                changed[target.id] = target
                known = len(target.pending_events)
                machine.act(self.workflow_of(target), target, _caused(command, event, consequence))
                pending += list(target.pending_events)[known:]
        return list(changed.values())

    async def _target(self, consequence: Consequence) -> Case:
        try:
            case = await self.recall(consequence.case_id)
        except Unknown:
            return workflow(consequence.workflow).CASE.blank(consequence.case_id, consequence.organization)
        return case.copy()

    async def _append(self, cases: list[Case], request: Request) -> Result:
        """Store what is new in cases, all or nothing; the first is the one that the command is about."""
        events = tuple(codec.encode(event) for case in cases for event in case.collect_events())  # type: ignore[arg-type]
        verdict = await self.committer.commit(Save(request.command_id, request.digest, events, self.clock.recording()))
        case = cases[0]
        match verdict:
            case Committed():
                for changed in cases:
                    self.remember(changed)
                return Result(case, verdict.last_position, verdict.recorded_at)
            case Duplicate() | Mismatch():
                return await self.repeated(case.id, request) or _raise(Unknown(msg("The command is not in the log.")))
            case Conflict():
                for changed in cases:
                    self.forget(changed.id)
                raise Stale(await self.version(case.id))

    async def miss(self, case_id: uuid.UUID, key: str) -> Result | None:
        """Record that a deadline passed, unless the act was recorded meanwhile; a race has one winner."""
        case = await self.get(case_id)
        standing = case.deadlines.get(key)
        now = self.clock.today()
        if standing is None or not standing.open or standing.missed_on or standing.deadline.due >= now:
            return None
        later = postponed(case.RULES, standing.deadline, Calendar.as_known(now))
        if later and later.due >= now:
            return None
        # A deadline can be moved away and back, or dropped and set again, and missed each time: its due date does not name it.
        request = Request.of(SYSTEM, f"{case.id}:{key}:{case.version}", "missed")
        trial = case.copy()
        event = DeadlineMissed(
            originator_id=case.id,
            originator_version=case.version + 1,
            timestamp=self.clock.now(),
            envelope=self._envelope(SYSTEM, request, standing.deadline.arithmetic.calendar),
            organization=case.organization,
            source=case.state,
            state=case.state,
            deadlines=DeadlineChanges(),
            remarks=(),
            key=key,
            due=standing.deadline.due,
            missed_on=now,
        )
        event.mutate(trial)
        trial.pending_events.append(event)
        return await self._append([trial], request)

    def _command(
        self, action: str, data: Mapping[str, Any], actor: Actor, request: Request, register: Register
    ) -> Command:
        calendar = Calendar.as_known(self.clock.today())
        envelope = self._envelope(actor, request, calendar.version)
        return Command(action, data, actor, self.clock.now(), calendar, envelope, register)

    def _envelope(self, actor: Actor, request: Request, calendar: str) -> Envelope:
        return Envelope(
            actor.id, actor.capacity, request.command_id, actor.on_behalf_of, catalogue=CATALOGUE, calendar=calendar
        )


def _seen(case: Case, version: int) -> bool:
    """Whether no person has changed a case since a version."""
    return version <= case.version and all(event.envelope.actor == SYSTEM.id for event in case.history[version:])


def _on_behalf(command: Command, case: Case) -> Command:
    """Say for whom somebody of another body acts; the anti-corruption body's supervisors act for themselves."""
    actor = command.actor
    if actor.on_behalf_of or actor.role is Role.SUPERVISOR or actor.organization in {"", case.organization}:
        return command
    return replace(command, envelope=replace(command.envelope, on_behalf_of=case.organization))


def _caused(command: Command, event: CaseEvent, consequence: Consequence) -> Command:
    """Give the system's command that follows from an event of a caller's command."""
    envelope = replace(
        command.envelope,
        actor=SYSTEM.id,
        role=SYSTEM.capacity,
        on_behalf_of="",
        correlation_id=command.envelope.command_id,
        causation_id=event.event_id,
    )
    return replace(command, action=consequence.action, data=consequence.data, actor=SYSTEM, envelope=envelope)


def _raise(refusal: Refused) -> Result:
    raise refusal
