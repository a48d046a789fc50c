"""The upload dates of the years' Карты: as they stand in the log, entered from a table, and brought to the cases."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from events import codec
from events.case import FactCorrected
from events.store.reader import known_cases, newest_events
from events.store.save import Committed
from service.at_once import at_once
from service.card_dates import SAYING, Dates, YearCards, change, dated_in, kept, said, wanted
from service.card_table import Dates as RowDates
from service.card_table import Rows, all_wrong
from service.cases import Cases
from service.conflicts import Stale
from service.requests import Request
from workflows import machine
from workflows.actor import SYSTEM, Actor
from workflows.card import Card, CardFacts, CardWorkflow
from workflows.case import Case
from workflows.catalogue import in_force
from workflows.plan import Owed, check_year
from workflows.refusals import Invalid, Unknown
from workflows.register import Register
from workflows.registry import workflow
from workflows.subtask.period import periods

_ATTEMPTS = 20
_AT_ONCE = 8
_DATED = (*SAYING, FactCorrected.TOPIC)
"""Events that can say by when a case's evidence is to be uploaded."""


@dataclass(frozen=True, slots=True)
class CardChange:
    """What a table does to the dates of a year: how many it has, and for how many subtasks and periods it sets, moves or withdraws one."""

    dates: int
    added: int
    moved: int
    withdrawn: int


@dataclass
class Cards:
    """Keeps the dates of the years."""

    cases: Cases

    async def of(self, year: int) -> CardFacts:
        """Give the dates of a year's Карта; none if none were entered."""
        return _facts(await self._case(year))

    async def around(self, year: int) -> YearCards:
        """Give the dates of a year's Карта with those of the years beside it, into which its work reaches."""
        return YearCards({one: await self.of(one) for one in (year - 1, year, year + 1)})

    async def enter(self, year: int, rows: Rows, basis: str, actor: Actor, *, dry: bool = False) -> CardChange:
        """Replace the dates of a year by those of a table; raises `Refused`, as `Invalid` with the numbers of wrong rows.

        `basis` names the table's origin. A dry run finds and tells the same, and records nothing; nor does a table
        that says what is known.
        """
        check_year(year, self.cases.clock.today())
        for _ in range(_ATTEMPTS):
            case = await self._case(year)
            before, trial, request = _facts(case), case.copy(), Request.of(actor, None)
            data = {"year": year, "set_on": self.cases.clock.today(), "basis": basis}
            register = await self.cases.registry.current()
            enter = partial(self._enter, data, actor, request, register)
            if wrong := all_wrong(rows, partial(enter, case.copy())):
                raise Invalid(wrong)
            enter(trial, rows.dates)
            after = _facts(trial)
            if dry or before.dates == after.dates or await self._stored(trial, request):
                return _change(before, after, year)
        raise Stale(0)

    def _enter(
        self, data: Mapping[str, Any], actor: Actor, request: Request, register: Register, case: Case, dates: RowDates
    ) -> None:
        """Carry out what replaces the dates; raises `Refused`."""
        told = {**data, "rows": list(dates.values())}
        command = self.cases.command(case, "set_dates", told, actor, request, register)
        machine.act(CardWorkflow, case, command)

    async def spread(self, year: int, progress: Callable[[int, int], None] = lambda _done, _of: None) -> int:
        """Bring the dates of a year to all cases with work in it that is still to be uploaded; gives how many were changed.

        Cases that have their date already are left alone, so that it can be broken off and repeated.
        """
        register = await self.cases.registry.current()
        codes = register.codes()
        changed = done = 0

        async def body(code: str) -> None:
            nonlocal changed, done
            record = register.organization(code)
            dated = dated_in(record, year) if record else ()
            # not in one expression: others add to the sum while this one waits
            brought = await self._bring(year, dated) if dated else 0
            changed += brought
            done += 1
            progress(done, len(codes))

        await at_once(_AT_ONCE, codes, body)
        return changed

    async def _bring(self, year: int, dated: Sequence[Owed]) -> int:
        for _ in range(_ATTEMPTS):
            cards = await self.around(year)
            known = await self._dates({one.case_id for one in dated})
            wrong = [one for one in dated if one.case_id in known and known[one.case_id] != wanted(cards, one.slot)]
            request, register = Request.of(SYSTEM, None), await self.cases.registry.current()
            tried = [await self._dated(one, cards, year, request, register) for one in wrong]
            changed = [case for case in tried if case is not None]
            if not changed or isinstance(await self.cases.save(changed, request), Committed):
                return len(changed)
        raise Stale(0)

    async def _dates(self, ids: set[UUID]) -> dict[UUID, Dates]:
        """Give the upload dates of those cases that exist, from their last events that name any."""
        async with self.cases.pool.connection() as conn:
            rows = await newest_events(conn, self.cases.log, list(ids), _DATED)
            unsaid = await known_cases(conn, self.cases.log, list(ids - rows.keys()))
        dates: dict[UUID, Dates] = {case_id: {} for case_id in unsaid}
        for case_id, row in rows.items():
            told = said(codec.read(row))
            dates[case_id] = kept(await self.cases.get(case_id)) if told is None else told
        return dates

    async def _dated(self, one: Owed, cards: YearCards, year: int, request: Request, register: Register) -> Case | None:
        """Give a case with its new dates; None if it is uploaded or over, so that none is awaited."""
        case, kind = await self.cases.get(one.case_id), workflow(one.slot.workflow)
        self.cases.forget(one.case_id)
        possible = {action.name for action in machine.enabled(kind, case, SYSTEM, register)}
        action, data = change(cards, one.slot, self.cases.clock.today(), cards.cards[year].basis)
        if action not in possible or kept(case) == wanted(cards, one.slot):
            return None
        trial = case.copy()
        command = self.cases.command(case, action, data, SYSTEM, request, register)
        machine.act(kind, trial, command)
        return trial

    async def _case(self, year: int) -> Case:
        try:
            return await self.cases.get(Card.id_of(year))
        except Unknown:
            return Card.blank(Card.id_of(year))

    async def _stored(self, case: Case, request: Request) -> bool:
        return isinstance(await self.cases.save([case], request), Committed)


def _facts(case: Case) -> CardFacts:
    facts: CardFacts = case.facts
    return facts


def _change(before: CardFacts, after: CardFacts, year: int) -> CardChange:
    was, now = _by_period(before, year), _by_period(after, year)
    return CardChange(
        len(after.dates),
        added=len(now.keys() - was.keys()),
        moved=sum(was[key] != now[key] for key in was.keys() & now.keys()),
        withdrawn=len(was.keys() - now.keys()),
    )


def _by_period(card: CardFacts, year: int) -> Mapping[tuple[str, str], date]:
    every: Any = (
        ((one.code, period), card.upload_by(one.code, period))
        for one in in_force(year).subtasks
        for period in periods(one.recurrence.every, year)
    )
    return {key: day for key, day in every if day is not None}
