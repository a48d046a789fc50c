"""What a form may know before anybody types: the entry to correct, the unit and quarter, the measures and recommendations."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from events import cartogram, offence_report, reconciliation
from events import risk_analysis as happened
from events.case import DeadlineExtended, FactCorrected
from events.event import CaseEvent
from events.organization import Post
from service.i18n import Translator
from service.web import records
from service.web.fields import Choices
from workflows.cartogram.comparison import Section
from workflows.case import Case
from workflows.extension import extendable

Query = Callable[[str], str | None]
"""Gives a parameter of the address."""


def values(event_class: type[CaseEvent], case: Case, query: Query) -> dict[str, Any]:
    """Give the data a fresh form starts with (JSON values)."""
    if event_class is FactCorrected:
        return _correction(case, query)
    if of_record := records.VALUES.get(event_class.TOPIC):
        return of_record(case)
    made = _VALUES.get(event_class)
    return made(case, query) if made else {}


def choices(event_class: type[CaseEvent], case: Case, t: Translator) -> Choices:
    """Give what the fields offer to choose from."""
    made = _CHOICES.get(event_class) or records.CHOICES.get(event_class.TOPIC)
    return made(case, t) if made else {}


def _correction(case: Case, query: Query) -> dict[str, Any]:
    original = corrected_event(case, query("corrects"))
    return {"corrects": original.originator_version, "data": msgspec.to_builtins(original.facts())} if original else {}


def corrected_event(case: Case, number: str | None) -> CaseEvent | None:
    """Give the entry that is to be corrected, as it is known now; None if there is none that can be."""
    event = case.event(int(number)) if number and number.isascii() and number.isdecimal() and len(number) < 6 else None
    return event if event is not None and event.is_entered() else None


def _unit_and_quarter(case: Case, query: Query, rule: str) -> tuple[str | None, str | None]:
    """Take what the address names, else the first information that is awaited by that rule."""
    unit, quarter = query("unit"), query("quarter")
    if unit and quarter:
        return unit, quarter
    awaited = sorted(
        (s.deadline.due, s.deadline.key) for s in case.deadlines.values() if s.deadline.rule == rule and s.open
    )
    if not awaited:
        return unit, quarter
    _, quarter, unit = awaited[0][1].split("/", 2)
    return unit, quarter


def _progress(case: Case, query: Query) -> dict[str, Any]:
    unit, quarter = _unit_and_quarter(case, query, "D11")
    plan = case.facts.plan
    items = [{"item": item.code} for item in plan.items if item.unit == unit] if plan else []
    return {"unit": unit, "quarter": quarter, "items": items}


def _review(case: Case, query: Query) -> dict[str, Any]:
    unit, quarter = _unit_and_quarter(case, query, "D12")
    plan = case.facts.plan
    codes = dict.fromkeys(
        code for item in (plan.items if plan else ()) if item.unit == unit for code in item.recommendations
    )
    states = case.facts.recommendation_states()
    rows = [{"recommendation": code, "state": states[code].value if code in states else None} for code in codes]
    return {"unit": unit, "quarter": quarter, "recommendations": rows}


def _finish(case: Case, _query: Query) -> dict[str, Any]:
    return {"finished_on": case.facts.term.ends_on.isoformat()} if case.facts.term else {}


def _amendment(case: Case, _query: Query) -> dict[str, Any]:
    return {"starts_on": case.facts.term.starts_on.isoformat()} if case.facts.term else {}


def _scheduled_term(case: Case, _query: Query) -> dict[str, Any]:
    """Propose the term of the schedule for the whole system."""
    scheduled = case.facts.scheduled
    return {"starts_on": scheduled.starts_on.isoformat(), "ends_on": scheduled.ends_on.isoformat()} if scheduled else {}


def _wanted(section: Callable[[Any], Section]) -> Callable[[Case, Query], dict[str, Any]]:
    """Propose for a section of the cartogram what the analyses want there, and where it stood before."""

    def made(case: Case, _query: Query) -> dict[str, Any]:
        known = section(case.facts)
        rows = {"rows": msgspec.to_builtins(known.wanted)}
        return rows | ({"address": known.update.address} if known.update else {})

    return made


def _unexecuted(case: Case, _query: Query) -> dict[str, Any]:
    """Propose a row for each recommendation that nobody has carried out: it needs a reason."""
    return {"unexecuted": [{"recommendation": code} for code in case.facts.recommendations_left]}


def _difference(_case: Case, query: Query) -> dict[str, Any]:
    """Take the difference that the address names."""
    return {"key": query("key")}


def _by_apparatus(_case: Case, _query: Query) -> dict[str, Any]:
    """Propose the post that approves the act (SG-8)."""
    return {"signature": {"post": Post.APPARATUS_HEAD.value}}


_VALUES: Mapping[type[CaseEvent], Callable[[Case, Query], dict[str, Any]]] = {
    offence_report.ReportClosed: _unexecuted,
    cartogram.PositionsUpdated: _wanted(lambda facts: facts.positions),
    cartogram.RisksUpdated: _wanted(lambda facts: facts.risks),
    reconciliation.DifferenceResolved: _difference,
    reconciliation.ResolutionRevoked: _difference,
    DeadlineExtended: lambda _case, query: {"key": query("key")},
    reconciliation.ActApproved: _by_apparatus,
    happened.AnalysisOrdered: _scheduled_term,
    happened.StartAnnounced: _scheduled_term,
    happened.AnalysisFinished: _finish,
    happened.AnalysisOrderAmended: _amendment,
    happened.ProgressReported: _progress,
    happened.ProgressReviewed: _review,
}


def _recommendations(case: Case, _t: Translator) -> list[tuple[str, str]]:
    report = case.facts.report
    return [(row.code, f"{row.code}. {row.text}") for row in report.recommendations] if report else []


def _measures(case: Case, _t: Translator) -> list[tuple[str, str]]:
    plan = case.facts.plan
    return [(item.code, f"{item.code}. {item.measure}") for item in plan.items] if plan else []


def _units(case: Case, _t: Translator) -> list[tuple[str, str]]:
    plan = case.facts.plan
    return [(unit, unit) for unit in sorted({item.unit for item in plan.items})] if plan else []


def _quarters(case: Case, t: Translator) -> list[tuple[str, str]]:
    """Offer the quarters for which units report."""
    found = sorted({key.split("/", 2)[1] for key in case.deadlines if key.startswith("D11/")})
    return [(quarter, t.quarters(quarter)) for quarter in found]


def _risks(case: Case, _t: Translator) -> list[tuple[str, str]]:
    report = case.facts.report
    return [(risk.code, f"{risk.code}. {risk.description}") for risk in report.risks] if report else []


def _of_replies(case: Case, _t: Translator) -> list[tuple[str, str]]:
    """Offer what the replies to a report of an offence recommend."""
    rows = (row for reply in case.facts.replies for row in reply.recommendations)
    return [(row.code, f"{row.code}. {row.text}") for row in rows]


def _deadlines(case: Case, t: Translator) -> list[tuple[str, str]]:
    """Offer the deadlines that can be extended, with their dates."""
    found = [case.deadlines[key].deadline for key in extendable(case)]
    return [(one.key, f"{one.key} · {t.code('rule', one.rule)} · {t.date(one.due)}") for one in found]


_CHOICES: Mapping[type[CaseEvent], Callable[[Case, Translator], Choices]] = {
    DeadlineExtended: lambda case, t: {"key": _deadlines(case, t)},
    offence_report.RecommendationExecuted: lambda case, t: {"recommendation": _of_replies(case, t)},
    offence_report.ReportClosed: lambda case, t: {"unexecuted.*.recommendation": _of_replies(case, t)},
    happened.PositionListApproved: lambda case, t: {"positions.*.risk": _risks(case, t)},
    happened.ActionPlanApproved: lambda case, t: {"items.*.recommendations": _recommendations(case, t)},
    happened.ProgressReported: lambda case, t: {
        "unit": _units(case, t), "quarter": _quarters(case, t), "items.*.item": _measures(case, t)
    },
    happened.ProgressReviewed: lambda case, t: {
        "unit": _units(case, t), "quarter": _quarters(case, t), "recommendations.*.recommendation": _recommendations(case, t)
    },
}  # fmt: skip
