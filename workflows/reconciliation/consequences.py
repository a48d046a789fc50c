"""What a reconciliation does elsewhere: to its row of Appendix 2 (A-02), and to the cases of the bodies it covers (RU-7)."""

from collections.abc import Iterator, Mapping
from typing import Any

from events import reconciliation as happened
from events.event import CaseEvent
from workflows.consequences import Consequence, Rule, case_id
from workflows.fact import on_row
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.register import Register

WORKFLOW = "reconciliation"
APPROVED, HANDED_OVER = "act_approved", "handed_over"
"""States in which others rely on the case."""


def approved(event: happened.ActApproved, facts: ReconciliationFacts, _register: Register) -> Iterator[Consequence]:
    """Enter the act in its row of Appendix 2, if it tells of any offence; that there is none is declared by hand."""
    if facts.rows_of_act:
        yield on_row("enter_fact", event.organization, SUBTASK, event.originator_id, event.approved_on)


def taken_back(
    event: happened.ReconciliationReopened, facts: ReconciliationFacts, _register: Register
) -> Iterator[Consequence]:
    """Take the act out of its row, or the part out of the consolidated case."""
    if event.source == HANDED_OVER and facts.covered:
        data = {"body": event.organization, "returned_on": event.reopened_on.isoformat()}
        yield _on(facts.covered.body, facts.year, "return_part", data)
    elif event.source != HANDED_OVER:
        yield from _out_of_row(event, facts)


def decided(
    event: happened.ConsolidationDecided, facts: ReconciliationFacts, _register: Register
) -> Iterator[Consequence]:
    """Cover the cases of the bodies, whether they are begun or not."""
    data = {
        "year": facts.year,
        "body": event.organization,
        "by": str(event.originator_id),
        "begun_on": event.decided_on.isoformat(),
    }
    for body in event.covers:
        yield _on(body, facts.year, "be_covered", data)


def ended(event: happened.ConsolidationEnded, facts: ReconciliationFacts, _register: Register) -> Iterator[Consequence]:
    """Give every body its reconciliation back."""
    yield from _given_back(facts.given_back, event, facts)


def handed_over(
    event: happened.PartHandedOver, facts: ReconciliationFacts, _register: Register
) -> Iterator[Consequence]:
    """Tell the consolidating body that it may rely on the rows."""
    if facts.covered:
        data = {"body": event.organization, "rows": facts.rows_of_all, "received_on": event.handed_on.isoformat()}
        yield _on(facts.covered.body, facts.year, "receive_part", data)


def cancelled(
    event: happened.ReconciliationCancelled, facts: ReconciliationFacts, _register: Register
) -> Iterator[Consequence]:
    """Let nothing stand on a case that is none any more."""
    yield from _out_of_row(event, facts)
    yield from _given_back(facts.covers, event, facts)


def _out_of_row(event: CaseEvent, facts: ReconciliationFacts) -> Iterator[Consequence]:
    """Take out what entered the row, in the quarter of the act."""
    act = facts.act if event.source == APPROVED else None
    if act and facts.rows_of_act:
        organization, case = event.organization, event.originator_id
        yield on_row("leave_fact", organization, SUBTASK, case, act.approved_on, event.occurred_on)


def _given_back(bodies: tuple[str, ...], event: CaseEvent, facts: ReconciliationFacts) -> Iterator[Consequence]:
    for body in bodies:
        yield _on(body, facts.year, "end_coverage", {"ended_on": event.occurred_on.isoformat()})


def _on(body: str, year: int, action: str, data: Mapping[str, Any]) -> Consequence:
    return Consequence(WORKFLOW, case_id(body, SUBTASK, str(year)), body, action, data)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.ActApproved: approved,
    happened.ReconciliationReopened: taken_back,
    happened.ConsolidationDecided: decided,
    happened.ConsolidationEnded: ended,
    happened.PartHandedOver: handed_over,
    happened.ReconciliationCancelled: cancelled,
}
