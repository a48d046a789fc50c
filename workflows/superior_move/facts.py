"""What is known of a move, and what it may not contradict."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Self

from events import superior_move as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.offence import OffenceCategory
from events.text import msg
from workflows import offence
from workflows.fact import FactFacts, common_violations
from workflows.refusals import Violation
from workflows.register import Register

NOT_COUNTED = "not_counted_in_2_3_1"
"""Remark: the offence is no crime, so that 2.3.1 does not count it (A-29)."""


@dataclass(frozen=True, slots=True)
class SuperiorMoveFacts(FactFacts):
    """The fact as registered, and its result."""

    registered: happened.SuperiorMoveRegistered | None = None
    closed: happened.SuperiorMoveClosed | None = None

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register."""
        match event:
            case happened.SuperiorMoveRegistered():
                return tuple(_of_registration(event, register))
            case happened.SuperiorMoveClosed() if self.registered and event.closed_on < self.registered.found_on:
                return (
                    Violation(("closed_on",), msg("This cannot be before {first}.", first=self.registered.found_on)),
                )
            case _:
                return common_violations(self, event)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be."""
        return tuple(_remarks(event)) if isinstance(event, happened.SuperiorMoveRegistered) else ()

    @singledispatchmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self.common(event)

    @after.register
    def _(self, event: happened.SuperiorMoveClosed) -> Self:
        return replace(self, closed=event)


def _of_registration(event: happened.SuperiorMoveRegistered, register: Register) -> Iterator[Violation]:
    yield from offence.performer(event.organization, event.ROW, event.found_on, "found_on", register)
    yield from offence.dates(event.offence, event.found_on)
    if event.judicial_act:
        yield from offence.act(event.judicial_act, event.offence, ("judicial_act",))
    if event.found_on < event.new_appointed_on:
        yield Violation(("found_on",), msg("This cannot be before {first}.", first=event.new_appointed_on))
    if event.new_appointed_on <= event.offence.happened_on:
        text = msg("The superior moved before the offence ({day}).", day=event.offence.happened_on)
        yield Violation(("new_appointed_on",), text)


def _remarks(event: happened.SuperiorMoveRegistered) -> Iterator[str]:
    yield from offence.number_remarks(event.crime_number)
    if event.offence.category is not OffenceCategory.CRIMINAL:
        yield NOT_COUNTED
