"""Driving cases: load, decide, append (design §3). The one way in, for HTTP, pages, scheduler and command line."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from events import codec
from events.event import Envelope
from events.store.group_commit import GroupCommit
from events.store.save import Committed, Conflict, Duplicate, Mismatch, Save, Verdict
from events.text import msg
from service.behalf import behalf_of, recorded
from service.clock import Clock
from service.conflicts import AlreadyOpen, Stale, is_current
from service.doubles import check_doubles
from service.files.files import Files
from service.files.named import check_pending
from service.found import Found
from service.linked import check_links
from service.recall import Result
from service.references import check_references
from service.registry import Registry, Unregistered
from service.requests import Request
from service.responsible import check_responsible
from service.together import Together
from service.turns import Turns
from workflows import machine
from workflows.actor import Actor
from workflows.case import Case
from workflows.machine import Workflow
from workflows.refusals import Invalid, Refused, Unknown, Violation
from workflows.register import Register
from workflows.registry import workflow
from workflows.seat import Command

_ATTEMPTS = 64
"""How often a command is tried when the system acts on one of its cases at the same moment."""

CATALOGUE = "2024"
"""The edition of the Instruction by which cases are judged."""


class Papers(Protocol):
    """Looks into the files that an event names, where more is asked of one than that it is there."""

    async def held(self, case: Case, command: Command) -> Command:
        """Give the command with what was found in the files of the events that it has just made of a case; raises `Refused`."""


class Apart(Protocol):
    """Looks at the signatures that an event names beside the file that they sign."""

    async def verified(self, case: Case, command: Command) -> None:
        """Verify those of the events that a command has just made of a case; raises `Refused` for what is no signature."""


@dataclass
class Cases(Found):
    """Cases of one log. Not for several threads: what is remembered is one event loop's."""

    committer: GroupCommit
    clock: Clock
    registry: Registry = field(default_factory=Unregistered)
    files: Files | None = None
    """Where evidence is kept: without it, nobody asks whether files that events name are there."""
    papers: Papers | None = None
    """Who looks into signed forms: without it, what a command says of them stands."""
    apart: Apart | None = None
    """Who verifies signatures that events name: without it, nobody does."""
    turns: Turns = field(default_factory=Turns, init=False)

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
        """Begin a case by one of the workflow's opening actions; raises `Refused`, `AlreadyOpen` among it."""
        kind = workflow(workflow_name)
        if given := [name for name in sorted(kind.reserved(actor)) if data.get(name) is not None]:
            raise Invalid(tuple(Violation((name,), msg("This is not yours to set: leave it empty.")) for name in given))
        own = uuid.uuid5(request.command_id, "case")
        only = case_id or kind.only_case(organization, data) or own
        opened = own if self._is_another(kind, only, action, request) else only
        for _ in range(_ATTEMPTS):
            case = kind.CASE.blank(opened, organization)
            try:
                result = await self._carry_out(kind, case, action, data, actor, request)
            except Stale as stale:
                if stale.current and opened != own and self._is_another(kind, only, action, request):
                    opened = own
                elif stale.current:
                    raise AlreadyOpen(opened, stale.current) from None
            else:
                # a repetition may be of the command that began another case beside the one that was tried
                return result if _began(result.case, request) else await self.repeated(own, request) or result
        raise Stale(0)

    def _is_another(self, kind: type[Workflow], only: uuid.UUID, action: str, request: Request) -> bool:
        """Whether an action begins a case beside the one that there is, as far as is remembered of it."""
        known = self.remembered_case(only)
        return known is not None and not _began(known, request) and kind.begins_another(action, known.state)

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
            if not is_current(case, expected_version):
                break
            try:
                return await self._carry_out(self.workflow_of(case), case, action, data, actor, request)
            except Stale:
                case = await self.get(case_id)
        return await self.repeated(case.id, request) or _raise(Stale(case.version))

    async def _carry_out(
        self, kind: type[Workflow], case: Case, action: str, data: Mapping[str, Any], actor: Actor, request: Request
    ) -> Result:
        others: set[uuid.UUID] = set()
        while True:
            async with self.turns.at(others) as turn:
                trial = case.copy()
                command = self.command(case, action, data, actor, request, await self.registry.current())
                try:
                    machine.act(kind, trial, command)
                except Refused:
                    # A repetition of a command that has been carried out is refused by the state it led to.
                    if repeated := await self.repeated(case.id, request):
                        return repeated
                    raise
                if self.files is not None:
                    await check_pending(self.files, self, trial, command)
                await check_links(self, trial, command)
                noted = await check_references(self, trial, command)
                found = await self.papers.held(trial, command) if self.papers else command
                if noted or found is not command:
                    trial, command = case.copy(), replace(found, remarks=noted)
                    machine.act(kind, trial, command)
                await check_responsible(self, trial, command)
                together = Together(self)
                await together.add(trial, command)
                await check_doubles(self, together, trial, command)
                others |= together.changed.keys() - {case.id}
                if await turn.covers(others):
                    if self.apart is not None:
                        await self.apart.verified(trial, command)
                    return await self.append(list(together.changed.values()), request)

    async def append(self, cases: list[Case], request: Request) -> Result:
        """Store what is new in cases, all or nothing; the first is the one that the command is about."""
        verdict = await self.save(cases, request)
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

    async def save(self, cases: Iterable[Case], request: Request) -> Verdict:
        """Store what is new in cases, all or nothing, and say what became of it; nothing is remembered."""
        events = tuple(codec.encode(event) for case in cases for event in case.collect_events())  # type: ignore[arg-type]
        return await self.committer.commit(Save(request.command_id, request.digest, events, self.clock.recording()))

    def command(
        self, case: Case, action: str, data: Mapping[str, Any], actor: Actor, request: Request, register: Register
    ) -> Command:
        """Give a caller's wish for a case with all that judging it takes."""
        calendar = register.calendar(self.clock.today(), case.organization)
        behalf = behalf_of(actor, case, recorded(self.workflow_of(case), case, action, data))
        envelope = self.envelope(actor, request, calendar.version, behalf)
        return Command(action, data, actor, self.clock.now(), calendar, envelope, register)

    def envelope(self, actor: Actor, request: Request, calendar: str, on_behalf_of: str = "") -> Envelope:
        """Give what an event says of who made it, and by which rules."""
        who = actor.id, actor.capacity, request.command_id, on_behalf_of
        return Envelope(*who, catalogue=CATALOGUE, calendar=calendar, body=actor.organization, person=actor.person)


def _began(case: Case, request: Request) -> bool:
    """Whether a case was begun by this command."""
    return case.history[0].envelope.command_id == request.command_id


def _raise(refusal: Refused) -> Result:
    raise refusal
