"""What is known of an analysis: the facts its guards, deadlines and forms ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events import risk_analysis as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.risk_analysis import consistency, remarks

Key = tuple[str, str]
"""A unit and a quarter."""


@dataclass(frozen=True, slots=True)
class Term:
    """The start and end of the analysis as fixed by an announcement (`since` None) or an order."""

    starts_on: date
    ends_on: date
    since: date | None


@dataclass(frozen=True, slots=True)
class AnalysisFacts(Facts):
    """The latest of each event, and the terms in the order in which they were fixed."""

    terms: tuple[Term, ...] = ()
    order: happened.AnalysisOrdered | None = None
    start_announcement: happened.StartAnnounced | None = None
    began_on: date | None = None
    discussion_announcement: happened.DiscussionAnnounced | None = None
    discussion: happened.DiscussionHeld | None = None
    finished_on: date | None = None
    report: happened.AnalyticalReportSigned | None = None
    plan: happened.ActionPlanApproved | None = None
    published: happened.ResultsPublished | None = None
    withheld: happened.PublicationWithheld | None = None
    progress: Mapping[Key, happened.ProgressReported] = field(default_factory=dict)
    reviews: Mapping[Key, happened.ProgressReviewed] = field(default_factory=dict)
    closed_on: date | None = None
    cancelled_on: date | None = None

    @property
    def term(self) -> Term | None:
        """The term that is in force now."""
        return self.terms[-1] if self.terms else None

    def term_on(self, day: date | None) -> Term | None:
        """The term by which an act of that day is judged: the order version in force when it was done (requirements §5 (e))."""
        if day is None:
            return self.term
        ordered = [term for term in self.terms if term.since is not None]
        in_force = [term for term in ordered if term.since and term.since <= day]
        # An announced plan counts only until there is an order.
        return in_force[-1] if in_force else next(iter(ordered or self.terms), None)

    def recommendation_states(self) -> dict[str, happened.RecommendationState]:
        """The status of each recommendation by the latest review that mentions it."""
        states = {
            r.code: happened.RecommendationState.NOT_STARTED
            for r in (self.report.recommendations if self.report else ())
        }
        for review in sorted(self.reviews.values(), key=lambda event: (event.quarter, event.reviewed_on)):
            states |= {r.recommendation: r.state for r in review.recommendations}
        return states

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say what contradicts itself (see `consistency`)."""
        return consistency.violations(self, event)

    def remarks(self, event: CaseEvent, changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return remarks.remarks(self, event, changed)

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact (a missed deadline) leave them."""
        return self

    @after.register
    def _(self, event: happened.AnalysisOrdered) -> Self:
        term = Term(event.starts_on, event.ends_on, event.ordered_on)
        return replace(self, order=event, terms=(*self.terms, term))

    @after.register
    def _(self, event: happened.AnalysisOrderAmended) -> Self:
        term = Term(event.starts_on, event.ends_on, event.amended_on)
        changed = {name: getattr(event, name) for name in ("authorised", "objects", "public_members")}
        order = self.order and replace(self.order, **{name: value for name, value in changed.items() if value})
        return replace(self, terms=(*self.terms, term), order=order)

    @after.register
    def _(self, event: happened.StartAnnounced) -> Self:
        planned = (
            ()
            if self.terms or not event.starts_on or not event.ends_on
            else (Term(event.starts_on, event.ends_on, None),)
        )
        return replace(self, start_announcement=event, terms=(*self.terms, *planned))

    @after.register
    def _(self, event: happened.AnalysisBegun) -> Self:
        return replace(self, began_on=event.began_on)

    @after.register
    def _(self, event: happened.DiscussionAnnounced) -> Self:
        return replace(self, discussion_announcement=event)

    @after.register
    def _(self, event: happened.DiscussionHeld) -> Self:
        return replace(self, discussion=event)

    @after.register
    def _(self, event: happened.AnalysisFinished) -> Self:
        return replace(self, finished_on=event.finished_on)

    @after.register
    def _(self, event: happened.AnalyticalReportSigned) -> Self:
        return replace(self, report=event)

    @after.register
    def _(self, event: happened.ActionPlanApproved) -> Self:
        return replace(self, plan=event)

    @after.register
    def _(self, event: happened.ResultsPublished) -> Self:
        return replace(self, published=event)

    @after.register
    def _(self, event: happened.PublicationWithheld) -> Self:
        return replace(self, withheld=event)

    @after.register
    def _(self, event: happened.ProgressReported) -> Self:
        return replace(self, progress={(event.unit, event.quarter): event, **self.progress})

    @after.register
    def _(self, event: happened.ProgressReviewed) -> Self:
        return replace(self, reviews={(event.unit, event.quarter): event, **self.reviews})

    @after.register
    def _(self, event: happened.MonitoringClosed) -> Self:
        return replace(self, closed_on=event.closed_on)

    @after.register
    def _(self, event: happened.AnalysisCancelled) -> Self:
        return replace(self, cancelled_on=event.cancelled_on)
