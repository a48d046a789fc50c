"""The year's plan: making the cases that bodies owe, and ending those that they owe no longer.

A case of the plan has one possible id, so what is there is found by its id, and two plans at the same moment cannot make
a case twice. What a body lacks is stored in one save: a plan that is broken off is carried on by planning again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from events.organization.record import OrganizationRecord
from events.store.reader import known_cases
from events.store.save import Committed
from events.text import msg
from service.at_once import at_once
from service.cards import Cards
from service.cases import Cases, Stale
from service.i18n import translator
from service.requests import Request
from service.together import Together
from workflows import machine
from workflows.actor import SYSTEM, Actor
from workflows.card import CardFacts
from workflows.case import Case
from workflows.plan import Owed, check_year, owed, superfluous, why_not
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

_BASIS = msg("Register of organisations")

_in_russian = translator("ru")
"""The language of the Instruction, in which the service gives its reasons."""


@dataclass(slots=True)
class Planned:
    """What a plan did: cases made, cases that were there, cases ended since they are owed no longer; bodies that owe any."""

    created: int = 0
    existing: int = 0
    ended: int = 0
    organizations: int = 0


@dataclass(frozen=True, slots=True)
class _Body:
    record: OrganizationRecord
    owed: tuple[Owed, ...]
    superfluous: tuple[Owed, ...]

    @property
    def ids(self) -> list[UUID]:
        return [one.case_id for one in (*self.owed, *self.superfluous)]


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

        Planning again does nothing more. Raises `Invalid` for a year that cannot be planned, and another `Refused` if the
        actor may not plan for one of them: what was stored for others by then stays.
        """
        check_year(year, self.cases.clock.today())
        register = await self.cases.registry.current()
        codes = register.codes() if organizations is None else tuple(dict.fromkeys(organizations))
        planned, done = Planned(), 0

        async def chunk(part: Sequence[str]) -> None:
            nonlocal done
            bodies = [body for code in part if (body := _body(register, code, year))]
            known = await self._known([case_id for body in bodies for case_id in body.ids])
            card = await self.cards.of(year)
            for body in bodies:
                await self._one(body, known, card, actor, planned)
                done += 1
                progress(done, len(codes))
            done += len(part) - len(bodies)
            progress(done, len(codes))

        await at_once(_AT_ONCE, _parts(codes), chunk)
        return planned

    async def _known(self, ids: Sequence[UUID]) -> set[UUID]:
        async with self.cases.pool.connection() as conn:
            return await known_cases(conn, self.cases.log, ids)

    async def _one(self, body: _Body, known: set[UUID], card: CardFacts, actor: Actor, planned: Planned) -> None:
        for _ in range(_ATTEMPTS):
            missing = [one for one in body.owed if one.case_id not in known]
            left = [one for one in body.superfluous if one.case_id in known]
            request = Request.of(actor, None)
            together = Together(self.cases)
            register = await self.cases.registry.current()
            for one in missing:
                await self._begin(one, body, card, actor, request, register, together)
            ended = [await self._end(one, body, request, register, together) for one in left]
            if not together.changed or isinstance(await self.cases.save(together.changed.values(), request), Committed):
                planned.created += len(missing)
                planned.existing += len(body.owed) - len(missing)
                planned.ended += sum(ended)
                planned.organizations += bool(body.owed)
                return
            known = await self._known(body.ids)
        raise Stale(0)

    async def _begin(
        self,
        one: Owed,
        body: _Body,
        card: CardFacts,
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
        """End a case that is owed no longer, if its state allows that still."""
        kind = workflow(one.slot.workflow)
        case: Case = (await self.cases.get(one.case_id)).copy()
        action = one.slot.ending
        if action.name not in {possible.name for possible in machine.enabled(kind, case, SYSTEM, register)}:
            return False
        reason = _in_russian(why_not(body.record, one.slot))
        data = one.slot.ending_data(self.cases.clock.today(), _in_russian(_BASIS), reason)
        command = self.cases.command(case, action.name, data, SYSTEM, request, register)
        machine.act(kind, case, command)
        await together.add(case, command)
        return True


def _body(register: Register, code: str, year: int) -> _Body | None:
    record = register.organization(code)
    return _Body(record, owed(record, year), superfluous(record, year)) if record else None


def _parts(codes: Sequence[str]) -> Iterator[Sequence[str]]:
    return (codes[start : start + _CHUNK] for start in range(0, len(codes), _CHUNK))
