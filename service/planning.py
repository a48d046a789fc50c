"""The year's plan: making the cases that bodies owe, ending those that they owe no longer, and restoring those that they owe again.

A case of the plan has one possible id, so what is there is found by its id, and two plans at the same moment cannot make
a case twice. What a body lacks is stored in one save: a plan that is broken off is carried on by planning again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from events import codec
from events.event import CaseEvent, Event
from events.organization.record import OrganizationRecord
from events.store.reader import known_cases, newest_events
from events.store.save import Committed
from service.at_once import at_once
from service.card_dates import YearCards
from service.cards import Cards
from service.cases import Cases
from service.conflicts import Stale
from service.requests import Request
from service.together import Together
from workflows import machine
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.catalogue import editions
from workflows.organization import Organization
from workflows.plan import Owed, Slot, check_year, ended_on, every_slot, owed, superfluous, why_not
from workflows.plan_reasons import PlanReason, coded, worded
from workflows.register import Register
from workflows.registry import workflow

_ATTEMPTS = 20
"""How often a body is looked at anew when somebody else acted on its cases at the same moment."""

_CHUNK = 100
"""Bodies whose cases are looked up together."""

_AT_ONCE = 8
"""Bodies that wait for the database at the same moment, so that it writes their saves together."""

Progress = Callable[[int, int], None]
"""Takes how many bodies are done, of how many."""


@dataclass(slots=True)
class Planned:
    """What a plan did: cases made, there before, ended since they are owed no longer; bodies that owe any; cases restored."""

    created: int = 0
    existing: int = 0
    ended: int = 0
    organizations: int = 0
    restored: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    record: OrganizationRecord
    owed: tuple[Owed, ...]
    superfluous: tuple[Owed, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """The cases that there are, and those among them that a plan has ended."""

    there: set[UUID]
    ended: set[UUID]


@dataclass
class YearPlans:
    """Plans years for organisations of the register."""

    cases: Cases
    cards: Cards = field(init=False)

    def __post_init__(self) -> None:
        self.cards = Cards(self.cases)

    async def plan(
        self, year: int, organizations: Sequence[str] | None, actor: Actor, progress: Progress = lambda _done, _of: None
    ) -> Planned:
        """Make what organisations of the register, or all, owe for a year and lack; what they owe no longer is ended.

        What an earlier plan had ended is restored if it is owed after all. Planning again does nothing more. Raises
        `Invalid` for a year that cannot be planned, and another `Refused` if the actor may not plan for one of them: what
        was stored for others by then stays.
        """
        check_year(year, self.cases.clock.today())
        register = await self.cases.registry.current()
        codes = register.codes() if organizations is None else tuple(dict.fromkeys(organizations))
        planned, done = Planned(), 0

        async def chunk(part: Sequence[str]) -> None:
            nonlocal done
            bodies = [body for code in part if (body := _body(register, code, year))]
            known = await self._known(bodies, year)
            card = await self.cards.around(year)
            for body in bodies:
                await self._one(body, year, known, card, actor, planned)
                done += 1
                progress(done, len(codes))
            done += len(part) - len(bodies)
            progress(done, len(codes))

        await at_once(_AT_ONCE, _parts(codes), chunk)
        return planned

    async def settle(self, code: str) -> Planned:
        """End what a body owes no longer, and restore what it owes again, in all years that can be planned; nothing is begun.

        What is recorded of the body is read from the log, so that nothing is overlooked that the register does not know yet.
        """
        record, planned = (await self.cases.get(Organization.id_of(code))).facts, Planned()
        for year in range(editions()[0], self.cases.clock.today().year + 2):
            body = _Body(record, owed(record, year), superfluous(record, year))
            await self._one(body, year, await self._known([body], year), None, SYSTEM, planned)
        return planned

    async def _known(self, bodies: Sequence[_Body], year: int) -> _Known:
        due = [one.case_id for body in bodies for one in body.owed]
        left = [one.case_id for body in bodies for one in body.superfluous]
        async with self.cases.pool.connection() as conn:
            there = await known_cases(conn, self.cases.log, [*due, *left])
            newest = await newest_events(conn, self.cases.log, sorted(there.intersection(due)), _turning_points(year))
        ended = {case_id for case_id, row in newest.items() if _is_ended_by_the_plan(codec.read(row))}
        return _Known(there, ended)

    async def _one(
        self, body: _Body, year: int, known: _Known, card: YearCards | None, actor: Actor, planned: Planned
    ) -> None:
        """Make a body's cases what it owes; without the dates of the Карта none are begun."""
        for _ in range(_ATTEMPTS):
            missing = [one for one in body.owed if one.case_id not in known.there]
            again = [one for one in body.owed if one.case_id in known.ended]
            left = [one for one in body.superfluous if one.case_id in known.there]
            request = Request.of(actor, None)
            together = Together(self.cases)
            register = await self.cases.registry.current()
            if card is not None:
                for one in missing:
                    await self._begin(one, body, card, actor, request, register, together)
            restored = [await self._restore(one, request, register, together) for one in again]
            ended = [await self._end(one, body, request, register, together) for one in left]
            if not together.changed or isinstance(await self.cases.save(together.changed.values(), request), Committed):
                planned.created += len(missing) if card is not None else 0
                planned.existing += len(body.owed) - len(missing) - sum(restored)
                planned.ended += sum(ended)
                planned.restored += sum(restored)
                planned.organizations += bool(body.owed)
                return
            known = await self._known([body], year)
        raise Stale(0)

    async def _begin(
        self,
        one: Owed,
        body: _Body,
        card: YearCards,
        actor: Actor,
        request: Request,
        register: Register,
        together: Together,
    ) -> None:
        slot, kind = one.slot, workflow(one.slot.workflow)
        case = kind.CASE.blank(one.case_id, body.record.code)
        today, upload_by = self.cases.clock.today(), card.upload_by(slot.subtask, slot.period)
        data = slot.data(today, upload_by, slot.upload_dates(card.upload_by))
        command = self.cases.command(case, slot.action.name, data, actor, request, register)
        machine.act(kind, case, command)
        await together.add(case, command)

    async def _end(self, one: Owed, body: _Body, request: Request, register: Register, together: Together) -> bool:
        """End a case that is owed no longer, if its state allows that still; not before what was done on it."""
        case: Case = (await self.cases.get(one.case_id)).copy()
        on = ended_on(body.record, one.slot, self.cases.clock.today())
        done = (event.occurred_on for event in case.history if event.envelope.actor != SYSTEM.id)
        on = max([on, *done])
        data = one.slot.ending_data(on, coded(PlanReason.REGISTER), why_not(body.record, one.slot))
        return await self._act(case, one.slot.ending, data, request, register, together)

    async def _restore(self, one: Owed, request: Request, register: Register, together: Together) -> bool:
        """Take up again what a plan had ended, though it is owed after all."""
        case: Case = (await self.cases.get(one.case_id)).copy()
        data = one.slot.restoring_data(self.cases.clock.today(), coded(PlanReason.OWED_AGAIN))
        return await self._act(case, one.slot.restoring, data, request, register, together)

    async def _act(
        self,
        case: Case,
        action: machine.Action,
        data: Mapping[str, Any],
        request: Request,
        register: Register,
        together: Together,
    ) -> bool:
        """Let the service act on a case, if its state allows that."""
        kind = self.cases.workflow_of(case)
        if action.name not in {possible.name for possible in machine.enabled(kind, case, SYSTEM, register)}:
            return False
        command = self.cases.command(case, action.name, data, SYSTEM, request, register)
        machine.act(kind, case, command)
        await together.add(case, command)
        return True


@cache
def _turning_points(year: int) -> tuple[str, ...]:
    """Give the topics of the events that end and restore cases of a plan."""
    kinds: dict[str, Slot] = {slot.workflow: slot for slot in every_slot(year)}
    return tuple(action.event.TOPIC for slot in kinds.values() for action in (slot.ending, slot.restoring))


def _is_ended_by_the_plan(event: Event) -> bool:
    by_service = event.envelope.actor == SYSTEM.id and isinstance(event, CaseEvent) and event.CLOSES
    return by_service and worded(event.facts()["reason"]) is not None


def _body(register: Register, code: str, year: int) -> _Body | None:
    record = register.organization(code)
    return _Body(record, owed(record, year), superfluous(record, year)) if record else None


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + _CHUNK] for start in range(0, len(codes), _CHUNK))
