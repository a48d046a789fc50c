"""What the fields say of an internal analysis."""

from collections.abc import Iterator
from datetime import date

from events.risk_analysis import AnalyticalReportSigned, MonitoringClosed, PositionListForwarded
from service.documents.fields import Contents, Row
from service.documents.said import Words
from workflows.case import Case
from workflows.risk_analysis.facts import AnalysisFacts

_STEPS = ("D04", "D05", "D06", "D07", "D08", "D09")
"""Rules whose days make the work plan of an analysis (l.75–151); the monitoring has its quarters."""


def contents(case: Case, words: Words) -> Contents:
    """Give what is known of an analysis; an order that is not there yet leaves the term that was announced or scheduled."""
    facts: AnalysisFacts = case.facts
    return Contents({**_conduct(case, facts, words), **_results(case, facts, words)}, dict(_rows(case, facts, words)))


def _conduct(case: Case, facts: AnalysisFacts, say: Words) -> dict[str, Row]:
    order, term = facts.order, facts.term_ahead
    start, announced, held = facts.start_announcement, facts.discussion_announcement, facts.discussion
    return {
        "body": {"name": say.body(case.organization)},
        "head": say.head(case.organization),
        "made": {"on": say.day(say.on)},
        "order": {
            "number": say.text(order.order_no if order else None),
            "date": say.day(order.ordered_on if order else None),
            "external_ended_on": say.day(facts.external_analysis_ended_on),
        },
        "term": {
            "year": _year(facts),
            "start": say.day(term.starts_on if term else None),
            "end": say.day(term.ends_on if term else None),
            "finished_on": say.day(facts.finished_on),
        },
        "authorised": {"kind": say.code("PartyKind", order.authorised.kind if order else None)},
        "start_announcement": {
            "channel": say.code("Channel", start.channel if start else None),
            "address": say.text(start.address if start else None),
            "date": say.day(start.published_on if start else None),
        },
        "discussion_announcement": {
            "channel": say.code("Channel", announced.channel if announced else None),
            "address": say.text(announced.address if announced else None),
            "date": say.day(announced.published_on if announced else None),
            "discussion_on": say.day(announced.discussion_on if announced else None),
        },
        "discussion": {
            "held_on": say.day(held.held_on if held else None),
            "protocol_number": say.text(held.protocol_no if held else None),
            "protocol_date": say.day(held.protocol_approved_on if held else None),
            "participants": str(held.participants) if held and held.participants is not None else None,
            "collegial": say.whether(held.at_collegial_body if held else None),
            "results_channel": say.code("Channel", held.results_channel if held else None),
            "results_address": say.text(held.results_address if held else None),
            "results_date": say.day(held.results_published_on if held else None),
            **say.signatory(held.signature if held else None),
        },
    }


def _year(facts: AnalysisFacts) -> str | None:
    year = facts.year or (facts.term_ahead.starts_on.year if facts.term_ahead else 0)
    return str(year) if year else None


def _results(case: Case, facts: AnalysisFacts, say: Words) -> dict[str, Row]:
    report, plan, listed, closed = facts.report, facts.plan, facts.position_list, _closed(case)
    forwarded: PositionListForwarded | None = facts.forwarded
    return {
        "report": {
            "number": say.text(report.report_no if report else None),
            "date": say.day(report.signed_on if report else None),
        },
        "plan": {
            "number": say.text(plan.plan_no if plan else None),
            "date": say.day(plan.approved_on if plan else None),
        },
        "position_list": {
            "number": say.text(listed.list_no if listed else None),
            "date": say.day(listed.approved_on if listed else None),
            "sent_to": say.body(forwarded.recipient) if forwarded else None,
            "sent_on": say.day(forwarded.forwarded_on if forwarded else None),
            **say.signatory(listed.signature if listed else None),
        },
        "published": _published(facts, say),
        "monitoring": {
            "number": say.text(closed.report_no if closed else None),
            "date": say.day(closed.closed_on if closed else None),
            "conclusion": say.text(closed.conclusion if closed else None),
            "reason": say.text(closed.reason if closed else None),
            **say.signatory(closed.signature if closed else None),
        },
    }


def _published(facts: AnalysisFacts, say: Words) -> Row:
    """Say where report and plan are: of what was withheld in full, nowhere."""
    there = facts.published or facts.withheld
    day: date | None = there.published_on if there else None
    return {
        "date": say.day(day),
        "report_address": say.text(there.report_address if there else None),
        "plan_address": say.text(there.plan_address if there else None),
    }


def _closed(case: Case) -> MonitoringClosed | None:
    """Give the end of the monitoring as it is known now: the first, also where a returned upload opened the case again."""
    for event in case.history:
        if isinstance(event, MonitoringClosed):
            known = case.event(event.originator_version)
            return known if isinstance(known, MonitoringClosed) else event
    return None


def _rows(case: Case, facts: AnalysisFacts, say: Words) -> Iterator[tuple[str, list[Row]]]:
    order = facts.order
    yield "members", [{"name": say.text(one)} for one in (order.authorised.members if order else ())]
    yield "objects", [{"name": say.text(one)} for one in (order.objects if order else ())]
    yield "directions", [{"name": say.code("Direction", one)} for one in (order.directions if order else ())]
    yield "public_members", [{"name": say.text(one)} for one in (order.public_members if order else ())]
    yield (
        "amendments",
        [
            {
                "number": say.text(one.order_no),
                "date": say.day(one.amended_on),
                "start": say.day(one.starts_on),
                "end": say.day(one.ends_on),
                "reason": say.text(one.reason),
            }
            for one in facts.amendments
        ],
    )
    yield "steps", [*_steps(case, say)]
    if facts.report:
        yield from _found(facts.report, facts, say)
    else:
        yield from (("risks", []), ("recommendations", []), ("positions", []))
    yield "measures", [*_measures(facts, say)]
    yield "progress", [*_progress(facts, say)]
    yield "reviews", [*_reviews(facts, say)]


def _steps(case: Case, say: Words) -> Iterator[Row]:
    due = [one.deadline for one in case.deadlines.values() if one.deadline.rule in _STEPS]
    for deadline in sorted(due, key=lambda one: (one.due, one.rule)):
        yield {"name": say.code("rule", deadline.rule), "due": say.day(deadline.due)}


def _found(report: AnalyticalReportSigned, facts: AnalysisFacts, say: Words) -> Iterator[tuple[str, list[Row]]]:
    described = {one.code: one.description for one in report.risks}
    states = facts.recommendation_states()
    yield (
        "risks",
        [
            {"code": one.code, "description": say.text(one.description), "area": say.text(one.area)}
            for one in report.risks
        ],
    )
    yield (
        "recommendations",
        [
            {
                "code": one.code,
                "text": say.text(one.text),
                "risk": one.risk,
                "risk_description": say.text(described.get(one.risk)),
                "state": say.code("RecommendationState", states[one.code]),
            }
            for one in report.recommendations
        ],
    )
    yield (
        "positions",
        [
            {
                "title": say.text(one.title),
                "unit": say.text(one.unit),
                "powers": say.text(one.powers),
                "risk": one.risk,
                "risk_description": say.text(described.get(one.risk)),
            }
            for one in facts.positions
        ],
    )


def _measures(facts: AnalysisFacts, say: Words) -> Iterator[Row]:
    report = facts.report
    described = {one.code: one.description for one in report.risks} if report else {}
    answered = {one.code: described.get(one.risk, "") for one in report.recommendations} if report else {}
    for item in facts.plan.items if facts.plan else ():
        yield {
            "code": item.code,
            "measure": say.text(item.measure),
            "recommendations": say.together(item.recommendations),
            "risks": say.together(filter(None, (answered.get(code, "") for code in item.recommendations))),
            "completion_form": say.text(item.completion_form),
            "due": say.day(item.due_on),
            "unit": say.text(item.unit),
        }


def _progress(facts: AnalysisFacts, say: Words) -> Iterator[Row]:
    for event in sorted(facts.progress.values(), key=lambda one: (one.quarter, one.unit)):
        for item in event.items:
            yield {
                "quarter": say.t.quarters(event.quarter),
                "unit": say.text(event.unit),
                "received_on": say.day(event.received_on),
                "measure": item.item,
                "progress": say.text(item.progress),
                "documents": say.together(item.documents),
            }


def _reviews(facts: AnalysisFacts, say: Words) -> Iterator[Row]:
    for event in sorted(facts.reviews.values(), key=lambda one: (one.quarter, one.unit)):
        for found in event.recommendations:
            yield {
                "quarter": say.t.quarters(event.quarter),
                "unit": say.text(event.unit),
                "reviewed_on": say.day(event.reviewed_on),
                "recommendation": found.recommendation,
                "state": say.code("RecommendationState", found.state),
                "completed": say.whether(found.completion_form_reached),
                "comment": say.text(found.comment),
            }
