"""When an analysis may end: not before anything that happened in it, nor without what it owes (l.161–177)."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from events import risk_analysis as happened
from events.event import CaseEvent
from events.text import msg
from workflows.refusals import Violation
from workflows.risk_analysis.quarters import add_years

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

_NO_ACT = {"closed", "closed_on", "cancelled_on", "scheduled"}
"""The ends themselves, and what the schedule of another body says."""


def ends_last(facts: "AnalysisFacts", event: CaseEvent) -> Iterator[Violation]:
    """Refuse an end before the last act: what was due between the two would no longer count as a breach."""
    last = last_act(facts)
    if last is not None and event.occurred_on < last:
        yield Violation((type(event).HAPPENED,), msg("This cannot be before {first}.", first=last))


def ends_whole(facts: "AnalysisFacts", event: happened.MonitoringClosed) -> Iterator[Violation]:
    """Refuse an end without the list of positions (1.4.1), and an early or unfinished one that gives no reason.

    The list may name no positions: that nobody is exposed is what the body declares by approving it.
    """
    if facts.position_list is None:
        yield Violation(
            ("closed_on",),
            msg(
                "Approve the list of positions first, though it may name none: every body draws one up (1.4.1, l.177)."
            ),
        )
    if event.reason is not None:
        return
    ends = add_years(facts.report.signed_on, 1) if facts.report else event.closed_on
    if event.closed_on < ends:
        text = msg("Say why the monitoring ends before its year is over ({ends}, l.161).", ends=ends)
        yield Violation(("reason",), text)
    states = facts.recommendation_states()
    undone = tuple(code for code, state in states.items() if state is not happened.RecommendationState.DONE)
    if undone:
        text = msg("Say why these recommendations are not carried out: {codes}.", codes=", ".join(undone))
        yield Violation(("reason",), text)


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
