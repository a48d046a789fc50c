"""What the results of an analysis do elsewhere: the region's cartogram and the ethics officer's work take them over.

A report feeds 1.4.1, 1.5.1 and 4.2.4, a plan 1.5.1, a list of positions 1.5.1 and 4.2.4 (requirements §6).
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


def _positions(facts: AnalysisFacts) -> list[dict[str, Any]]:
    return [{"title": row.title, "unit": row.unit, "risk": row.risk} for row in facts.positions]


def _measures(facts: AnalysisFacts, risk: str) -> int:
    """Count the measures of the plan that carry out a recommendation against the risk."""
    if facts.report is None or facts.plan is None:
        return 0
    against = {row.code for row in facts.report.recommendations if row.risk == risk}
    return sum(bool(against & set(item.recommendations)) for item in facts.plan.items)


def both(event: CaseEvent, facts: AnalysisFacts, register: Register) -> Iterator[Consequence]:
    """Bring the results to the cartogram and to the ethics officer."""
    yield from to_cartogram(event, facts, register)
    yield from to_ethics_officer(event, facts, register)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.AnalyticalReportSigned: both,
    happened.PositionListApproved: both,
    happened.ActionPlanApproved: to_cartogram,
}
