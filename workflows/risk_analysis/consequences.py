"""What the results of an analysis do elsewhere: the region's cartogram and the ethics officer's work take them over.

A report feeds 1.4.1, 1.5.1 and 4.2.4, a plan 1.5.1, a list of positions 1.5.1 and 4.2.4 (requirements §6). A list that is
forwarded feeds 4.2.4 of the body that consolidates it, too (RU-6, l.177).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from events import risk_analysis as happened
from events.event import CaseEvent
from events.organization import OrganizationType
from workflows.cartogram.keepers import keeper
from workflows.consequences import Consequence, Rule, case_id
from workflows.register import Register
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.risk_analysis.positions import recipient as recipient_of

WITH_ETHICS_OFFICER = frozenset(
    {
        OrganizationType.CGO,
        OrganizationType.KOM,
        OrganizationType.TER,
        OrganizationType.OBL,
        OrganizationType.UPR,
        OrganizationType.RAY,
        OrganizationType.OTD,
    }
)
"""Types of body whose ethics officer works with the holders of exposed positions (4.2.4, l.671–675)."""


def to_cartogram(event: CaseEvent, facts: AnalysisFacts, register: Register) -> Iterator[Consequence]:
    """Bring the results to the cartogram of the region, in the year of the report (l.340; RU-10).

    An analysis stands in one cartogram: the measures of a plan approved in the next year belong to the risks of the report.
    """
    if facts.report is None:
        return
    akimat = keeper(event.organization, facts.report.signed_on, register)
    if not akimat:
        return
    year = facts.report.signed_on.year
    cartogram = case_id(akimat, "1.5.1", str(year))
    data = {
        "year": year,
        "analysis": str(event.originator_id),
        "body": event.organization,
        "report_no": facts.report.report_no,
        "positions": _positions(facts),
        "risks": [
            {"code": risk.code, "description": risk.description, "measures": _measures(facts, risk.code)}
            for risk in facts.report.risks
        ],
        "plan_approved": facts.plan is not None,
    }
    taken_back = Consequence("cartogram", cartogram, akimat, "withdraw_results", {"analysis": str(event.originator_id)})
    yield Consequence("cartogram", cartogram, akimat, "receive_results", data, lambda _facts, _on: taken_back)


def to_ethics_officer(event: CaseEvent, facts: AnalysisFacts, register: Register) -> Iterator[Consequence]:
    """Hand the exposed positions of a state body to its ethics officer, in the year of the report (l.179)."""
    body = event.organization
    if facts.report is None or register.type_of(body, facts.report.signed_on) not in WITH_ETHICS_OFFICER:
        return
    year = facts.report.signed_on.year
    subtask = case_id(body, "4.2.4", str(year))
    data = {
        "subtask": "4.2.4",
        "year": year,
        "analysis": str(event.originator_id),
        "report_no": facts.report.report_no,
        "positions": _positions(facts),
    }
    taken_back = Consequence("subtask", subtask, body, "receive_positions", data | {"positions": []})
    yield Consequence("subtask", subtask, body, "receive_positions", data, lambda _facts, _on: taken_back)


def to_consolidating_body(event: CaseEvent, facts: AnalysisFacts, register: Register) -> Iterator[Consequence]:
    """Hand a forwarded list to the ethics officer who consolidates it, each position with its body (l.177; RU-6).

    A list approved anew is handed over when it is forwarded anew; a correction of what was forwarded follows at once.
    """
    body, recipient = event.organization, _consolidating(facts, event.organization, register)
    if facts.report is None or not recipient:
        return
    year, analysis = facts.report.signed_on.year, str(event.originator_id)
    data = {
        "subtask": "4.2.4",
        "year": year,
        "analysis": analysis,
        "report_no": facts.report.report_no,
        "positions": [row | {"organization": body} for row in _positions(facts)],
    }
    subtask = case_id(recipient, "4.2.4", str(year))
    taken_back = Consequence("subtask", subtask, recipient, "receive_positions", data | {"positions": []})
    yield Consequence("subtask", subtask, recipient, "receive_positions", data, lambda _facts, _on: taken_back)


def _consolidating(facts: AnalysisFacts, body: str, register: Register) -> str:
    """Give the other body to which the list in force was forwarded to be consolidated; "" if it was not, or to nobody who does."""
    forwarded, listed = facts.forwarded, facts.position_list
    if forwarded is None or listed is None or forwarded.originator_version < listed.originator_version:
        return ""
    due = recipient_of(body, forwarded.forwarded_on, register)
    return due if due == forwarded.recipient != body else ""


def _positions(facts: AnalysisFacts) -> list[dict[str, Any]]:
    return [{"title": row.title, "unit": row.unit, "risk": row.risk} for row in facts.positions]


def _measures(facts: AnalysisFacts, risk: str) -> int:
    """Count the measures of the plan that carry out a recommendation against the risk."""
    if facts.report is None or facts.plan is None:
        return 0
    against = {row.code for row in facts.report.recommendations if row.risk == risk}
    return sum(bool(against & set(item.recommendations)) for item in facts.plan.items)


def all_told(event: CaseEvent, facts: AnalysisFacts, register: Register) -> Iterator[Consequence]:
    """Bring the results to the cartogram, to the ethics officer, and to the one who consolidates the list."""
    yield from to_cartogram(event, facts, register)
    yield from to_ethics_officer(event, facts, register)
    yield from to_consolidating_body(event, facts, register)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.AnalyticalReportSigned: all_told,
    happened.PositionListApproved: all_told,
    happened.PositionListForwarded: to_consolidating_body,
    happened.ActionPlanApproved: to_cartogram,
}
