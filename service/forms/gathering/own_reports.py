"""Which reports the bodies below have formed, signed or submitted themselves: a late one blocks nothing, and is listed (requirements §3)."""

from collections.abc import Mapping

from events.case import as_known
from events.report import ReportEvent
from service.forms.gathering.sources import Sources
from workflows.case import Case
from workflows.forms import OwnReport
from workflows.report import ReportFacts, report_case

_FURTHEST = ("submitted", "signed", "checked", "formed", "returned", "reopened")
"""The states of reports: of a body's own and its consolidated one that which had gone further is told."""


async def own_reports(sources: Sources) -> Mapping[str, OwnReport]:
    """Give how far the report of each body below had gone, of the same form and period; nothing of a form that is of one body."""
    asked = sources.asked
    below = [body for body in sources.bodies if body != asked.organization] if asked.consolidated else []
    ids = {
        report_case(body, asked.appendix, asked.period, consolidated=whole): body
        for body in below
        for whole in (True, False)
    }
    found: dict[str, list[OwnReport]] = {}
    known = await sources.cases(ids)
    for case_id, body in ids.items():
        if case_id in known and (report := _told(known[case_id])):
            found.setdefault(body, []).append(report)
    return {body: min(found.get(body, [OwnReport()]), key=_place) for body in below}


def _place(report: OwnReport) -> int:
    return _FURTHEST.index(report.state) if report.state in _FURTHEST else len(_FURTHEST)


def _told(case: Case) -> OwnReport | None:
    facts = case.facts
    if not isinstance(facts, ReportFacts) or facts.formed is None:
        return None
    since = [event.occurred_on for event in as_known(case.history) if isinstance(event, ReportEvent)][-1]
    return OwnReport(case.state, since.isoformat(), facts.consolidated)
