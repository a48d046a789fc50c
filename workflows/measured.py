"""Facts of Appendix 2 that end with what the management did about them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from events.event import CaseEvent
from events.measures import MeasuredFactClosed, MeasuresTaken
from events.text import msg
from workflows.fact import FactFacts, common_violations
from workflows.refusals import Violation


@dataclass(frozen=True, slots=True)
class MeasuredFacts(FactFacts):
    """What is known of a fact, the measures that followed it, and its end."""

    measures: tuple[MeasuresTaken, ...] = ()
    closed: MeasuredFactClosed | None = None

    @property
    def ended_on(self) -> date | None:
        """The day from which nothing more is owed, None while something may be."""
        end = self.withdrawn or self.closed
        return end.occurred_on if end else None

    def followed(self, event: CaseEvent) -> Self:
        """Give the facts after an event that all kinds of such facts have; others change nothing."""
        match event:
            case MeasuresTaken():
                return replace(self, measures=(*self.measures, event))
            case MeasuredFactClosed():
                return replace(self, closed=event)
            case _:
                return self.common(event)


def measured_violations(facts: MeasuredFacts, event: CaseEvent, *others: CaseEvent | None) -> Sequence[Violation]:
    """Say what is wrong with an event that such facts share; `others` also precede the end."""
    return [*common_violations(facts, event), *_in_order(facts, event, others)]


def _in_order(facts: MeasuredFacts, event: CaseEvent, others: Sequence[CaseEvent | None]) -> Iterator[Violation]:
    match event:
        case MeasuresTaken() if facts.registered:
            yield from not_before(event, facts.registered.occurred_on)
        case MeasuredFactClosed():
            days = [one.occurred_on for one in (*facts.measures, *others) if one]
            yield from not_before(event, max(days, default=event.closed_on))
        case _:
            pass


def not_before(event: CaseEvent, first: date) -> Iterator[Violation]:
    """Say it if something happened before a day."""
    if event.occurred_on < first:
        yield Violation((type(event).HAPPENED,), msg("This cannot be before {first}.", first=first))
