"""Driving cases: load, decide, append (design §3). The one way in, for HTTP, pages, scheduler and command line."""

import uuid
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from psycopg_pool import AsyncConnectionPool

from events import codec
from events.case import DeadlineMissed
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope, Recorded
from events.store.group_commit import GroupCommit
from events.store.reader import Row, find_command, read_case
from events.store.save import Committed, Conflict, Duplicate, Mismatch, Save
from events.text import msg
from service.clock import Clock
from service.requests import Request
from workflows import machine
from workflows.actor import SYSTEM, Actor
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.machine import Workflow
from workflows.refusals import Refused, Unknown
from workflows.registry import WORKFLOWS, workflow
from workflows.seat import Command
from workflows.terms import postponed

_ATTEMPTS = 3
"""How often an action is tried when deadlines of its case pass at the same moment."""

CATALOGUE = "2024"
"""The edition of the Instruction by which cases are judged."""

_KINDS: dict[type[Case], type[Workflow]] = {kind.CASE: kind for kind in WORKFLOWS.values()}


class Stale(Refused):
    """The case has moved on since the caller saw it."""

    def __init__(self, current: int) -> None:
        super().__init__(
            msg("The case has changed meanwhile (it is at version {current}). Look at it again.", current=current)
        )
        self.current = current


class KeyReused(Refused):
    """The idempotency key belongs to another request."""


@dataclass(frozen=True, slots=True)
class Result:
    """A command's answer: the case after it, where and when it was recorded, whether it had been before."""

    case: Case
    position: int
    recorded_at: datetime
    repeated: bool = False


@dataclass
class Cases:
    """Cases of one log. Not for several threads: the cache is one event loop's."""

    committer: GroupCommit
    pool: AsyncConnectionPool
    clock: Clock
    log: str = "main"
    remembered: int = 10_000
    _cache: "OrderedDict[uuid.UUID, Case]" = field(default_factory=OrderedDict)

    async def open(
        self,
        workflow_name: str,
        organization: str,
        action: str,
        data: Mapping[str, Any],
        actor: Actor,
        request: Request,
    ) -> Result:
        """Begin a case by one of the workflow's opening actions; raises `Refused`."""
        kind = workflow(workflow_name)
        case = kind.CASE.blank(uuid.uuid5(request.command_id, "case"), organization)
        return await self._carry_out(kind, case, action, data, actor, request)

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

        Deadlines that passed since then do not make that version stale: no person changed anything.
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
        return await self._repeated(case.id, request) or _raise(Stale(case.version))

    async def _carry_out(
        self, kind: type[Workflow], case: Case, action: str, data: Mapping[str, Any], actor: Actor, request: Request
    ) -> Result:
        trial = case.copy()
        try:
            machine.act(kind, trial, self._command(action, data, actor, request))
        except Refused:
            # A repetition of a command that has been carried out is refused by the state it led to.
            if repeated := await self._repeated(case.id, request):
                return repeated
            raise
        return await self._append(trial, request)

    async def _append(self, case: Case, request: Request) -> Result:
        events = tuple(codec.encode(event) for event in case.collect_events())  # type: ignore[arg-type]
        verdict = await self.committer.commit(Save(request.command_id, request.digest, events, self.clock.recording()))
        match verdict:
            case Committed():
                self._remember(case)
                return Result(case, verdict.last_position, verdict.recorded_at)
            case Duplicate() | Mismatch():
                return await self._repeated(case.id, request) or _raise(Unknown(msg("The command is not in the log.")))
            case Conflict():
                self._cache.pop(case.id, None)
                current = await self.get(case.id)
                raise Stale(current.version)

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
        return await self._append(trial, request)

    async def get(self, case_id: uuid.UUID) -> Case:
        """Give a case as it is now; raises `Unknown`."""
        known = self._cache.get(case_id)
        async with self.pool.connection() as conn:
            rows = await read_case(conn, self.log, case_id, known.version if known else 0)
        case = _fold(known.copy() if known and rows else known, rows)
        if case is None:
            raise Unknown(msg("There is no case {case_id}.", case_id=case_id))
        self._remember(case)
        return case

    async def history(self, case_id: uuid.UUID) -> list[Recorded]:
        """Give the events of a case with their places in the log; raises `Unknown`."""
        async with self.pool.connection() as conn:
            rows = await read_case(conn, self.log, case_id)
        if not rows:
            raise Unknown(msg("There is no case {case_id}.", case_id=case_id))
        return [Recorded(row.log, row.position, row.recorded_at, codec.decode(row.topic, row.state)) for row in rows]

    def workflow_of(self, case: Case) -> type[Workflow]:
        """Give the workflow that a case belongs to."""
        return _KINDS[type(case)]

    async def recall(self, case_id: uuid.UUID) -> Case:
        """Give a case as it is remembered here, which may be behind; raises `Unknown`.

        A command may trust it, since the append checks the version; so may whoever asks for what never changes.
        """
        return self._cache.get(case_id) or await self.get(case_id)

    def _remember(self, case: Case) -> None:
        self._cache[case.id] = case
        self._cache.move_to_end(case.id)
        while len(self._cache) > self.remembered:
            self._cache.popitem(last=False)

    async def _repeated(self, case_id: uuid.UUID, request: Request) -> Result | None:
        """Give the first answer again, if this command has been carried out before."""
        async with self.pool.connection() as conn:
            stored = await find_command(conn, self.log, request.command_id)
            if stored is None:
                return None
            if stored.request_hash != request.digest:
                raise KeyReused(msg("This idempotency key was used for another request. Use a new one."))
            last = stored.first_position + stored.events - 1
            case = _fold(None, await read_case(conn, self.log, case_id, up_to_position=last))
        return Result(case, last, stored.recorded_at, repeated=True) if case else None

    def _command(self, action: str, data: Mapping[str, Any], actor: Actor, request: Request) -> Command:
        calendar = Calendar.as_known(self.clock.today())
        envelope = self._envelope(actor, request, calendar.version)
        return Command(action, data, actor, self.clock.now(), calendar, envelope)

    def _envelope(self, actor: Actor, request: Request, calendar: str) -> Envelope:
        return Envelope(
            actor.id, actor.capacity, request.command_id, actor.on_behalf_of, catalogue=CATALOGUE, calendar=calendar
        )


def _fold(case: Case | None, rows: list[Row]) -> Case | None:
    for row in rows:
        event = codec.decode(row.topic, row.state)
        if isinstance(event, CaseEvent):
            case = event.mutate(case)
    return case


def _seen(case: Case, version: int) -> bool:
    """Whether nothing but passing time has changed a case since a version."""
    return version <= case.version and all(isinstance(event, DeadlineMissed) for event in case.history[version:])


def _raise(refusal: Refused) -> Result:
    raise refusal
