"""When an analysis may end: not before anything that happened in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from events.event import CaseEvent
from events.text import msg
from workflows.refusals import Violation

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

_NO_ACT = {"closed_on", "cancelled_on", "scheduled"}
"""The ends themselves, and what the schedule of another body says."""


def ends_last(facts: "AnalysisFacts", event: CaseEvent) -> Iterator[Violation]:
    """Refuse an end before the last act: what was due between the two would no longer count as a breach."""
    last = last_act(facts)
    if last is not None and event.occurred_on < last:
        yield Violation((type(event).HAPPENED,), msg("This cannot be before {first}.", first=last))


def last_act(facts: "AnalysisFacts") -> date | None:
    """Give the day of the last thing known of an analysis, its end apart; whatever the facts come to hold counts."""
    known = (getattr(facts, field.name) for field in fields(facts) if field.name not in _NO_ACT)
    days = [day for fact in known for day in _days(fact)]
    days += [term.since for term in facts.terms if term.since]
    return max(days, default=None)


def _days(fact: Any) -> Iterator[date]:
    match fact:
        case date():
            yield fact
        case CaseEvent():
            yield fact.occurred_on
        case Mapping():
            yield from (entry.occurred_on for entry in fact.values())
        case _:
            pass
