"""The list of exposed positions: what it may not contradict, and where it is to go (1.4.1, l.173–181; RU-6, A-70)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import risk_analysis as happened
from events.event import CaseEvent
from events.organization import OrganizationType
from events.text import Body, msg
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

CONSOLIDATING = {OrganizationType.OBL, OrganizationType.CGO}
"""Types of body whose ethics officer consolidates the lists of all bodies below (l.177)."""


def recipient(organization: str, on: date, register: Register) -> str:
    """Give the body that a list goes to: the body itself or the nearest one above that consolidates; "" if none is known."""
    chain = (organization, *register.ancestors(organization, on))
    return next((code for code in chain if register.type_of(code, on) in CONSOLIDATING), "")


def supervisor(organization: str, on: date, register: Register) -> str:
    """Give the body that a quasi-state entity sends a copy to; "" for other organisations (A-70)."""
    is_kgs = register.type_of(organization, on) is OrganizationType.KGS
    return register.above(organization, on) if is_kgs else ""


def violations(facts: "AnalysisFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say what a list, or where it was sent, contradicts."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def remarks(facts: "AnalysisFacts", event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about a list and its way."""
    match event:
        case happened.PositionListApproved() if not facts.positions:
            yield "list_names_no_positions"
        case happened.PositionListForwarded():
            if not recipient(event.organization, event.forwarded_on, register):
                yield "recipient_not_in_register"
            copied = supervisor(event.organization, event.forwarded_on, register)
            if copied and copied not in (event.recipient, *event.copies):
                yield "supervisor_has_no_copy"
        case _:
            pass


def _names_risks(
    facts: "AnalysisFacts", event: happened.PositionListApproved, _register: Register
) -> Iterator[Violation]:
    known = {risk.code for risk in facts.report.risks} if facts.report else set()
    for index, row in enumerate(event.positions):
        if row.risk not in known:
            text = msg("There is no risk {code}.", code=row.risk)
            yield Violation(("positions", index, "risk"), text, refers=True)


def _follows_report(
    facts: "AnalysisFacts", event: happened.PositionListApproved, _register: Register
) -> Iterator[Violation]:
    if facts.report and event.approved_on < facts.report.signed_on:
        yield Violation(("approved_on",), msg("This cannot be before {first}.", first=facts.report.signed_on))


def _follows_list(
    facts: "AnalysisFacts", event: happened.PositionListForwarded, _register: Register
) -> Iterator[Violation]:
    if facts.position_list is None:
        yield Violation(("forwarded_on",), msg("The list has not been approved yet."))
    elif event.forwarded_on < facts.position_list.approved_on:
        yield Violation(("forwarded_on",), msg("This cannot be before {first}.", first=facts.position_list.approved_on))


def _goes_where_it_belongs(
    _facts: "AnalysisFacts", event: happened.PositionListForwarded, register: Register
) -> Iterator[Violation]:
    due = recipient(event.organization, event.forwarded_on, register)
    if due and event.recipient != due:
        yield Violation(("recipient",), msg("The list is consolidated by {body} (l.177).", body=Body(due)))
    for index, code in enumerate(event.copies):
        if due and not register.exists(code, event.forwarded_on):
            yield Violation(("copies", index), msg("There is no organisation {code} on that day.", code=Body(code)))


_CHECKS: Mapping[type[CaseEvent], tuple[Callable[["AnalysisFacts", Any, Register], Iterator[Violation]], ...]] = {
    happened.PositionListApproved: (_names_risks, _follows_report),
    happened.PositionListForwarded: (_follows_list, _goes_where_it_belongs),
}
