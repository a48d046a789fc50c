"""The case: one piece of work, remembered from its events."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

import msgspec
from eventsourcing.domain import Aggregate

from events.case import DeadlineMissed, FactCorrected
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.refusals import Violation
from workflows.register import Register
from workflows.terms import Rule, Standing, folded

INITIAL = "new"
"""The state of a case of which nothing is recorded yet."""


class Facts:
    """What a case remembers; immutable, so that a copy of the case costs nothing."""

    @abstractmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts as they are after an event."""

    @abstractmethod
    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what in these facts, just changed by `event`, contradicts itself or the register."""

    def remarks(self, _event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name, by code, what an event and what it did to the deadlines record though it is not as it should be."""
        return ()


class Case(Aggregate):
    """A case of any workflow; subclasses say what is remembered and which rules of time apply."""

    RULES: ClassVar[tuple[Rule, ...]] = ()
    NO_FACTS: ClassVar[Facts]

    if TYPE_CHECKING:  # an annotation at run time would become a field of the aggregate
        organization: str
        state: str
        facts: Any
        deadlines: dict[str, Standing]
        history: tuple[CaseEvent, ...]

    @classmethod
    def blank(cls, case_id: UUID, organization: str = "") -> Self:
        """Give a case before its first event."""
        case = cls.__new__(cls)
        case.__base_init__(case_id, 0, datetime.min.replace(tzinfo=UTC))
        case.__dict__.update(organization=organization, state=INITIAL, facts=cls.NO_FACTS, deadlines={}, history=())
        return case

    def copy(self) -> Self:
        """Give an independent copy on which a command can be tried."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__, _pending_events=list(self._pending_events))
        return twin

    def evolve(self, event: CaseEvent) -> None:
        """Remember an event."""
        own = self.__dict__
        own["facts"] = self.facts_after(event)
        own["organization"], own["state"] = event.organization, event.state
        own["history"] = (*own["history"], event)
        own["deadlines"] = folded(own["deadlines"], event.deadlines)
        if isinstance(event, DeadlineMissed):
            own["deadlines"][event.key] = replace(own["deadlines"][event.key], missed_on=event.missed_on)

    def facts_after(self, event: CaseEvent) -> Facts:
        """Give the facts as they are after one more event; after a correction they are folded anew."""
        if not isinstance(event, FactCorrected):
            facts: Facts = self.facts.after(event)
            return facts
        facts = self.NO_FACTS
        for past in self.as_known_after(event):
            facts = facts.after(past)
        return facts

    def as_known_after(self, event: CaseEvent) -> Iterator[CaseEvent]:
        """Give the events as they are known once one more is recorded: corrected, and without the corrections."""
        history = (*self.history, event)
        corrections = _corrections(history)
        for version, past in enumerate(history, 1):
            if not isinstance(past, FactCorrected):
                yield _as_known(past, corrections.get(version))

    def event(self, version: int) -> CaseEvent | None:
        """Give the event of that number as it is now known, corrections applied."""
        if not 1 <= version <= len(self.history):
            return None
        return _as_known(self.history[version - 1], _corrections(self.history).get(version))


def _corrections(history: Sequence[CaseEvent]) -> dict[int, FactCorrected]:
    """Give the last correction of each event that was corrected, by its number."""
    return {event.corrects: event for event in history if isinstance(event, FactCorrected)}


def _as_known(event: CaseEvent, correction: FactCorrected | None) -> CaseEvent:
    return corrected(event, correction.data) if correction else event


def corrected(event: CaseEvent, data: dict[str, Any]) -> CaseEvent:
    """Give the event with all its own data replaced (JSON values, complete and validated before)."""
    return msgspec.convert(msgspec.to_builtins(event) | data, type(event))
