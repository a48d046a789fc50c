"""What an analysis may not contradict.

Checks look at the facts as they are after the event, so that an action and a later
correction of it are checked by the same sentences. A wrong time is never refused here:
that is a deadline's judgement (design §4, "record reality, flag the breach").
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import risk_analysis as happened
from events.event import CaseEvent
from events.text import msg
from workflows.refusals import Violation
from workflows.risk_analysis.endings import ends_last, ends_whole
from workflows.risk_analysis.quarters import quarter_start, reporting_quarters

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

Check = Callable[["AnalysisFacts", Any], Iterator[Violation]]


def violations(facts: "AnalysisFacts", event: CaseEvent) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event)]


def _term(_facts: "AnalysisFacts", event: Any) -> Iterator[Violation]:
    if event.starts_on and event.ends_on and event.ends_on < event.starts_on:
        yield Violation(("ends_on",), msg("The end ({ends_on}) is before the start ({starts_on}).", **_dates(event)))


def _dates(event: Any) -> dict[str, date]:
    return {"starts_on": event.starts_on, "ends_on": event.ends_on}


def _planned_term_known(facts: "AnalysisFacts", event: happened.StartAnnounced) -> Iterator[Violation]:
    if facts.term is None:
        for name in ("starts_on", "ends_on"):
            if getattr(event, name) is None:
                yield Violation(
                    (name,), msg("While there is no order, the announcement must say the planned start and end.")
                )


def _not_before(path: str, earlier: Callable[["AnalysisFacts"], date | None], text: str) -> Check:
    def check(facts: "AnalysisFacts", event: Any) -> Iterator[Violation]:
        day, first = getattr(event, path), earlier(facts)
        if first is not None and day < first:
            yield Violation((path,), msg(text, day=day, first=first))

    return check


def _discussion_follows_its_announcement(
    _facts: "AnalysisFacts", event: happened.DiscussionAnnounced
) -> Iterator[Violation]:
    if event.discussion_on < event.published_on:
        yield Violation(
            ("discussion_on",),
            msg("The discussion cannot be before its announcement ({first}).", first=event.published_on),
        )


def _protocol_follows_discussion(_facts: "AnalysisFacts", event: happened.DiscussionHeld) -> Iterator[Violation]:
    for path in ("protocol_approved_on", "results_published_on"):
        if getattr(event, path) < event.held_on:
            yield Violation((path,), msg("This cannot be before the discussion ({first}).", first=event.held_on))


def _unique(path: str, text: str, name: str = "code") -> Check:
    def check(_facts: "AnalysisFacts", event: Any) -> Iterator[Violation]:
        seen: set[str] = set()
        for index, row in enumerate(getattr(event, path)):
            code = getattr(row, name)
            if code in seen:
                yield Violation((path, index, name), msg(text, code=code))
            seen.add(code)

    return check


def _risks_are_answered(_facts: "AnalysisFacts", event: happened.AnalyticalReportSigned) -> Iterator[Violation]:
    risks = {risk.code for risk in event.risks}
    answered = {row.risk for row in event.recommendations}
    for index, risk in enumerate(event.risks):
        if risk.code not in answered:
            yield Violation(("risks", index, "code"), msg("Risk {code} has no recommendation.", code=risk.code))
    for path in ("recommendations", "positions"):
        for index, row in enumerate(getattr(event, path)):
            if row.risk not in risks:
                yield Violation((path, index, "risk"), msg("There is no risk {code}.", code=row.risk))


def _recommendations_are_covered(facts: "AnalysisFacts", event: happened.ActionPlanApproved) -> Iterator[Violation]:
    known = {row.code for row in facts.report.recommendations} if facts.report else set()
    covered = {code for item in event.items for code in item.recommendations}
    for code in sorted(known - covered):
        yield Violation(("items",), msg("No measure carries out recommendation {code}.", code=code), refers=True)
    for index, item in enumerate(event.items):
        for code in item.recommendations:
            if code not in known:
                text = msg("There is no recommendation {code}.", code=code)
                yield Violation(("items", index, "recommendations"), text, refers=True)


def _links_fit_extent(facts: "AnalysisFacts", event: happened.PublicationWithheld) -> Iterator[Violation]:
    if event.extent is happened.Extent.FULL:
        for path in ("report_address", "plan_address", "published_on"):
            if getattr(event, path) is not None:
                yield Violation((path,), msg("What is withheld in full is not published."))
    else:
        for path in ("report_address", "plan_address"):
            if getattr(event, path) is None:
                yield Violation((path,), msg("What is published in part needs its link."))
        if event.published_on is None:
            yield Violation(("published_on",), msg("What is published in part needs the date of publication."))
        elif facts.plan and event.published_on < facts.plan.approved_on:
            yield Violation(("published_on",), msg("This cannot be before {first}.", first=facts.plan.approved_on))


def _progress_is_of_the_plan(facts: "AnalysisFacts", event: happened.ProgressReported) -> Iterator[Violation]:
    items = {item.code: item.unit for item in (facts.plan.items if facts.plan else ())}
    if event.unit not in items.values():
        yield Violation(("unit",), msg("The plan names no unit “{unit}”.", unit=event.unit), refers=True)
    for index, row in enumerate(event.items):
        if items.get(row.item) != event.unit:
            text = msg("The plan gives this unit no measure {code}.", code=row.item)
            yield Violation(("items", index, "item"), text, refers=True)


def _progress_is_due(facts: "AnalysisFacts", event: happened.ProgressReported) -> Iterator[Violation]:
    due = [f"{year}Q{number}" for year, number in reporting_quarters(facts)]
    if event.quarter not in due:
        text = msg(
            "No information is due for {quarter}, only for: {quarters}.", quarter=event.quarter, quarters=", ".join(due)
        )
        yield Violation(("quarter",), text, refers=True)
    elif event.received_on < quarter_start(event.quarter):
        yield Violation(("received_on",), msg("This cannot be before {first}.", first=quarter_start(event.quarter)))


def _first(of: str, text: str) -> Check:
    """A second record for the same unit and quarter would replace the first one's judgement: that is a correction."""

    def check(facts: "AnalysisFacts", event: Any) -> Iterator[Violation]:
        known = getattr(facts, of).get((event.unit, event.quarter))
        if known is not None and known.originator_version != event.originator_version:
            yield Violation(("quarter",), msg(text, unit=event.unit, quarter=event.quarter), refers=True)

    return check


def _review_has_its_report(facts: "AnalysisFacts", event: happened.ProgressReviewed) -> Iterator[Violation]:
    report = facts.progress.get((event.unit, event.quarter))
    if report is None:
        text = msg("“{unit}” sent nothing for {quarter}.", unit=event.unit, quarter=event.quarter)
        yield Violation(("quarter",), text, refers=True)
    elif event.reviewed_on < report.received_on:
        yield Violation(("reviewed_on",), msg("This cannot be before {first}.", first=report.received_on))


def _done_means_completed(facts: "AnalysisFacts", event: happened.ProgressReviewed) -> Iterator[Violation]:
    known = {row.code for row in facts.report.recommendations} if facts.report else set()
    for index, row in enumerate(event.recommendations):
        if row.recommendation not in known:
            text = msg("There is no recommendation {code}.", code=row.recommendation)
            yield Violation(("recommendations", index, "recommendation"), text, refers=True)
        if row.state is happened.RecommendationState.DONE and not row.completion_form_reached:
            yield Violation(
                ("recommendations", index, "state"),
                msg("It is carried out in full only when the plan's form of completion is reached (l.167)."),
            )


_BEFORE = "This cannot be before {first}."
_AFTER_REPORT = _not_before("approved_on", lambda f: f.report.signed_on if f.report else None, _BEFORE)
_AFTER_PLAN = _not_before("published_on", lambda f: f.plan.approved_on if f.plan else None, _BEFORE)

_CHECKS: dict[type[CaseEvent], tuple[Check, ...]] = {
    happened.AnalysisOrdered: (_term,),
    happened.AnalysisOrderAmended: (
        _term,
        _not_before("amended_on", lambda f: f.order.ordered_on if f.order else None, _BEFORE),
    ),
    happened.StartAnnounced: (_term, _planned_term_known),
    happened.DiscussionAnnounced: (_discussion_follows_its_announcement,),
    happened.DiscussionHeld: (
        _not_before(
            "held_on",
            lambda f: f.discussion_announcement.published_on if f.discussion_announcement else None,
            "The discussion cannot be before its announcement ({first}).",
        ),
        _protocol_follows_discussion,
    ),
    happened.AnalysisFinished: (
        _not_before("finished_on", lambda f: f.began_on, _BEFORE),
        _not_before("finished_on", lambda f: f.discussion.held_on if f.discussion else None, _BEFORE),
    ),
    happened.AnalysisCancelled: (ends_last,),
    happened.AnalyticalReportSigned: (
        _unique("risks", "Code {code} is used twice."),
        _unique("recommendations", "Code {code} is used twice."),
        _risks_are_answered,
        _not_before(
            "signed_on", lambda f: f.finished_on, "The report is drawn up after the analysis ended ({first}, l.125)."
        ),
    ),
    happened.ActionPlanApproved: (
        _unique("items", "Code {code} is used twice."),
        _AFTER_REPORT,
        _recommendations_are_covered,
    ),
    happened.ResultsPublished: (_AFTER_PLAN,),
    happened.PublicationWithheld: (
        _not_before("approved_on", lambda f: f.report.signed_on if f.report else None, _BEFORE),
        _links_fit_extent,
    ),
    happened.ProgressReported: (
        _not_before("received_on", lambda f: f.report.signed_on if f.report else None, _BEFORE),
        _progress_is_of_the_plan,
        _progress_is_due,
        _first("progress", "“{unit}” has sent its information for {quarter} already: correct that entry."),
        _unique("items", "Code {code} is used twice.", "item"),
    ),
    happened.ProgressReviewed: (
        _review_has_its_report,
        _done_means_completed,
        _first("reviews", "The information of “{unit}” for {quarter} has been reviewed already: correct that entry."),
        _unique("recommendations", "Code {code} is used twice.", "recommendation"),
    ),
    happened.MonitoringClosed: (ends_last, ends_whole),
}
