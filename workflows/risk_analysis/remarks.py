"""What of an analysis is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import risk_analysis as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.risk_analysis.quarters import quarter_end

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts


def remarks(facts: "AnalysisFacts", event: CaseEvent, changed: DeadlineChanges) -> tuple[str, ...]:
    """Name what is unusual about an event, given the facts after it and what it did to the deadlines."""
    return (*_of_conduct(facts, event, changed), *_of_monitoring(facts, event))


def _of_conduct(facts: "AnalysisFacts", event: CaseEvent, changed: DeadlineChanges) -> Iterator[str]:
    term = facts.term
    match event:
        case happened.AnalysisOrdered() | happened.AnalysisOrderAmended():
            # Feasibility (requirements §5 (b)): so short that the discussion had to be announced before the start.
            if any(deadline.key == "D05" and deadline.due < event.starts_on for deadline in changed.set):
                yield "discussion_announcement_due_before_start"
            if _differs_from_schedule(facts):
                yield "term_differs_from_schedule"
        case happened.AnalysisScheduled():
            if facts.order and _differs_from_schedule(facts):
                yield "term_differs_from_schedule"
        case happened.AnalysisDeferred():
            yield "yearly_duty_suspended" if facts.duty_suspended(facts.year) else "yearly_duty_remains"
        case happened.AnalysisBegun():
            if term and event.began_on != term.starts_on:
                yield "begun_on_another_day_than_ordered"
        case happened.DiscussionHeld():
            if facts.discussion_announcement and event.held_on != facts.discussion_announcement.discussion_on:
                yield "discussion_on_another_day_than_announced"
        case happened.AnalysisFinished():
            if term and event.finished_on != term.ends_on:
                yield "finished_on_another_day_than_ordered"


def _of_monitoring(facts: "AnalysisFacts", event: CaseEvent) -> Iterator[str]:
    match event:
        case happened.ProgressReported():
            if event.received_on <= quarter_end(int(event.quarter[:4]), int(event.quarter[-1])):
                yield "sent_before_the_quarter_was_over"
        case happened.MonitoringClosed():
            states = facts.recommendation_states().values()
            if any(state is not happened.RecommendationState.DONE for state in states):
                yield "closed_with_recommendations_not_carried_out"
            yield from facts.uploads.remarks_of_end(event)


def _differs_from_schedule(facts: "AnalysisFacts") -> bool:
    """Whether the term in force is another than that of the schedule for the whole system (1.1.1)."""
    term, scheduled = facts.term, facts.scheduled
    if term is None or scheduled is None:
        return False
    return (term.starts_on, term.ends_on) != (scheduled.starts_on, scheduled.ends_on)
