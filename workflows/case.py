"""The case: one piece of work, remembered from its events."""

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self
from uuid import UUID

from eventsourcing.domain import Aggregate

from events.case import DeadlineMissed, FactCorrected, ResponsibleNamed, as_known, corrected, happened_by
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.refusals import Violation
from workflows.register import Register
from workflows.standing import Standing, folded
from workflows.terms import Rule

INITIAL = "new"
"""The state of a case of which nothing is recorded yet."""


class Facts:
    """What a case remembers; immutable, so that a copy of the case costs nothing."""

    @property
    def clearance(self) -> str:
        """What a reader of the case must be cleared for (`events.clearance`), "" for nothing."""
        return ""

    @abstractmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts as they are after an event."""

    @abstractmethod
    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what in these facts, just changed by `event`, contradicts itself or the register."""

    def remarks(self, _event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name, by code, what an event and what it did to the deadlines record though it is not as it should be."""
        return ()

    def still_counts(self, _number: int) -> bool:
        """Whether what the entry of that number reports still counts: remarks on what was withdrawn are history."""
        return True

    def shown(self) -> dict[str, Any]:
        """Give the facts by the names under which outsiders see them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}  # type: ignore[arg-type]  # every subclass is a dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A case as it was once: how many of its events were not stored yet, and what it remembered; all of that is replaced, never changed."""

    pending: int
    own: Mapping[str, Any]


class Case(Aggregate):
    """A case of any workflow; subclasses say what is remembered and which rules of time apply."""

    RULES: ClassVar[tuple[Rule, ...]] = ()
    NO_FACTS: ClassVar[Facts]
    KNOWS_FORMER: ClassVar[bool] = False
    """Whether its facts say what they were before an event, so that they are needed after each."""

    if TYPE_CHECKING:  # an annotation at run time would become a field of the aggregate
        organization: str
        state: str
        facts: Any
        deadlines: dict[str, Standing]
        history: tuple[CaseEvent, ...]
        corrections: Mapping[int, FactCorrected]

    @classmethod
    def blank(cls, case_id: UUID, organization: str = "") -> Self:
        """Give a case before its first event."""
        case = cls.__new__(cls)
        case.__base_init__(case_id, 0, datetime.min.replace(tzinfo=UTC))
        case.__dict__.update(
            organization=organization, state=INITIAL, facts=cls.NO_FACTS, deadlines={}, history=(), corrections={}
        )
        return case

    @classmethod
    def as_of(cls, history: Sequence[CaseEvent], day: date) -> Self | None:
        """Give a case of a history as it was on a day, of what is known at the history's end; None if nothing had happened by then.

        What a correction tells of later days than that is left out (`events.case.happened_by`).
        """
        case, happened = cls.blank(history[0].originator_id), happened_by(history, day)
        own = case.__dict__
        newest = max((event.originator_version for event in happened if isinstance(event, FactCorrected)), default=0)
        for event in happened:
            state = own["state"]
            case.evolve(event, case.facts if cls._is_folded_later(event, newest) else None)
            own["state"] = state if isinstance(event, FactCorrected) else event.state
        own["deadlines"] = {key: standing.on(day) for key, standing in own["deadlines"].items()}
        own["_version"] = happened[-1].originator_version if happened else 0
        return case if happened else None

    @classmethod
    def _is_folded_later(cls, event: CaseEvent, newest: int) -> bool:
        """Whether nobody asks for the facts after a correction, since the newest one has all of them folded anew."""
        return isinstance(event, FactCorrected) and event.originator_version < newest and not cls.KNOWS_FORMER

    def copy(self) -> Self:
        """Give an independent copy on which a command can be tried."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__, _pending_events=list(self._pending_events))
        return twin

    def mark(self) -> Mark:
        """Give what is needed to take back what will be recorded from here on."""
        own = {name: value for name, value in self.__dict__.items() if name != "_pending_events"}
        return Mark(len(self._pending_events), own)

    def take_back(self, mark: Mark) -> None:
        """Be as at a mark."""
        self.__dict__.update(mark.own)
        del self._pending_events[mark.pending :]

    def record(self, event: CaseEvent, facts: Facts) -> None:
        """Remember a new event, with the facts by which it was judged, and keep it to be stored."""
        self.evolve(event, facts)
        self.version, self.modified_on = event.originator_version, event.timestamp
        self._pending_events.append(event)

    def evolve(self, event: CaseEvent, facts: Facts | None = None) -> None:
        """Remember an event; `facts` are those after it, where they are known already."""
        own = self.__dict__
        own["facts"] = self.facts_after(event) if facts is None else facts
        own["organization"], own["state"] = event.organization, event.state
        own["history"] = (*own["history"], event)
        if isinstance(event, FactCorrected):
            own["corrections"] = {**own["corrections"], event.corrects: event}
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
        return as_known((*self.history, event))

    @property
    def closed(self) -> bool:
        """Whether the last event that closed the case, or opened it again, closed it."""
        turns = (event.CLOSES for event in reversed(self.history) if event.CLOSES or event.REOPENS)
        return next(turns, False)

    @property
    def responsible(self) -> UUID | None:
        """The account that was last named responsible for the case at its body, as it is known now."""
        named = [event.account for event in as_known(self.history) if isinstance(event, ResponsibleNamed)]
        return named[-1] if named else None

    def remarks(self) -> Iterator[tuple[int, str]]:
        """Give the remarks that still hold, each with the number of the entry that bears it.

        Those of a correction take the place of those of the entry it corrects, and of its earlier corrections; those of what
        was withdrawn, replaced or taken back stand in the history alone.
        """
        last = {number: event.originator_version for number, event in self.corrections.items()}
        for event in self.history:
            number = event.originator_version
            subject = event.corrects if isinstance(event, FactCorrected) else number
            if last.get(subject, number) == number and self.facts.still_counts(subject):
                yield from ((number, code) for code in event.remarks)

    def event(self, version: int) -> CaseEvent | None:
        """Give the event of that number as it is now known, corrections applied."""
        place = bisect_left(self.history, version, key=lambda one: one.originator_version)
        event = self.history[place] if place < len(self.history) else None
        if event is None or event.originator_version != version:
            return None
        correction = self.corrections.get(version)
        return corrected(event, correction.data) if correction else event
