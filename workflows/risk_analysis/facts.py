"""What is known of an analysis: the facts its guards, deadlines and forms ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce, singledispatchmethod
from typing import Self
from uuid import UUID

from events import risk_analysis as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.upload import UploadDatesSet, UploadReturned
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.risk_analysis import consistency, documents, positions, remarks, signatures
from workflows.risk_analysis.quarters import ONE_DAY, add_years
from workflows.uploads import Uploads

Key = tuple[str, str]
"""A unit and a quarter."""


@dataclass(frozen=True, slots=True)
class Term:
    """The start and end of the analysis as fixed by an announcement (`since` None) or an order."""

    starts_on: date
    ends_on: date
    since: date | None


def _amended(order: happened.AnalysisOrdered, amendment: happened.AnalysisOrderAmended) -> happened.AnalysisOrdered:
    changed = {name: getattr(amendment, name) for name in ("authorised", "objects", "public_members")}
    return replace(order, **{name: value for name, value in changed.items() if value})


@dataclass(frozen=True, slots=True)
class AnalysisFacts(Facts):
    """The latest of each event, and the terms in the order of their dates.

    `order` says what the order comes to with its `amendments`, `ordered` what it said itself.
    `year` is that of the plan or schedule that asked for the analysis, 0 if neither did.
    """

    year: int = 0
    scheduled: happened.AnalysisScheduled | None = None
    deferral: happened.AnalysisDeferred | None = None
    terms: tuple[Term, ...] = ()
    order: happened.AnalysisOrdered | None = None
    ordered: happened.AnalysisOrdered | None = None
    amendments: tuple[happened.AnalysisOrderAmended, ...] = ()
    start_announcement: happened.StartAnnounced | None = None
    began_on: date | None = None
    discussion_announcement: happened.DiscussionAnnounced | None = None
    discussion: happened.DiscussionHeld | None = None
    finished_on: date | None = None
    report: happened.AnalyticalReportSigned | None = None
    position_list: happened.PositionListApproved | None = None
    forwarded: happened.PositionListForwarded | None = None
    plan: happened.ActionPlanApproved | None = None
    published: happened.ResultsPublished | None = None
    withheld: happened.PublicationWithheld | None = None
    progress: Mapping[Key, happened.ProgressReported] = field(default_factory=dict)
    reviews: Mapping[Key, happened.ProgressReviewed] = field(default_factory=dict)
    uploads: Uploads = field(default_factory=Uploads)
    closed: happened.MonitoringClosed | None = None
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

    @property
    def term_ahead(self) -> Term | None:
        """The term in force, else the one that the schedule of a body above names (1.1.1), unless the analysis is put off."""
        named = self.scheduled if self.deferral is None else None
        return self.term or (Term(named.starts_on, named.ends_on, None) if named else None)

    @property
    def external_analysis_ended_on(self) -> date | None:
        """When the external analysis ended that this one waits for; None if there was none, or it goes on."""
        by_order = self.order.external_analysis_ended_on if self.order else None
        return by_order or (self.deferral.external_analysis_ended_on if self.deferral else None)

    def duty_suspended(self, year: int) -> bool:
        """Whether an external analysis leaves no day of the year for the internal one: then the wait wins (l.75, A-10)."""
        if ended := self.external_analysis_ended_on:
            return add_years(ended, 1) + ONE_DAY > date(year, 12, 31)
        return self.deferral is not None

    def is_scheduled_by(self, schedule: UUID) -> bool:
        """Whether the dates of the analysis are those of this schedule."""
        return self.scheduled is not None and self.scheduled.schedule == schedule

    @property
    def positions(self) -> tuple[happened.ExposedPosition, ...]:
        """The positions exposed to risk: those of the approved list, else those of the report."""
        if self.position_list and self.position_list.positions:
            return self.position_list.positions
        return self.report.positions if self.report else ()

    def recommendation_states(self) -> dict[str, happened.RecommendationState]:
        """The status of each recommendation by the latest review that mentions it."""
        states = {
            r.code: happened.RecommendationState.NOT_STARTED
            for r in (self.report.recommendations if self.report else ())
        }
        for review in sorted(self.reviews.values(), key=lambda event: (event.quarter, event.reviewed_on)):
            states |= {r.recommendation: r.state for r in review.recommendations}
        return states

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`, `positions`, `signatures`, `documents`)."""
        return [
            *consistency.violations(self, event),
            *positions.violations(self, event, register),
            *signatures.violations(event, register),
            *documents.violations(self, event),
        ]

    def remarks(self, event: CaseEvent, changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`, `positions`, `signatures`)."""
        return [
            *remarks.remarks(self, event, changed),
            *positions.remarks(self, event, register),
            *signatures.remarks(event, register),
        ]

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact (a missed deadline) leave them."""
        return self

    @after.register
    def _(self, event: happened.AnalysisPlanned) -> Self:
        return replace(self, year=event.year, uploads=self.uploads.dated(event.upload_dates))

    @after.register
    def _(self, event: UploadDatesSet | happened.DocumentsUploaded | UploadReturned) -> Self:
        return replace(self, uploads=self.uploads.after(event))

    @after.register
    def _(self, event: happened.AnalysisScheduled) -> Self:
        return replace(self, year=self.year or event.year, scheduled=event)

    @after.register
    def _(self, event: happened.AnalysisUnscheduled) -> Self:
        return replace(self, scheduled=None) if self.is_scheduled_by(event.schedule) else self

    @after.register
    def _(self, event: happened.AnalysisDeferred) -> Self:
        return replace(self, deferral=event)

    @after.register
    def _(self, event: happened.AnalysisOrdered) -> Self:
        term = Term(event.starts_on, event.ends_on, event.ordered_on)
        return replace(self, order=event, ordered=event, terms=(*self.terms, term))

    @after.register
    def _(self, event: happened.AnalysisOrderAmended) -> Self:
        # The later order counts, whichever was recorded first.
        amendments = sorted((*self.amendments, event), key=lambda amendment: amendment.amended_on)
        term = Term(event.starts_on, event.ends_on, event.amended_on)
        terms = sorted((*self.terms, term), key=lambda term: term.since or date.min)
        order = self.ordered and reduce(_amended, amendments, self.ordered)
        return replace(self, terms=tuple(terms), order=order, amendments=tuple(amendments))

    @after.register
    def _(self, event: happened.StartAnnounced) -> Self:
        if self.terms or not event.starts_on or not event.ends_on:
            return replace(self, start_announcement=event)
        return replace(self, start_announcement=event, terms=(Term(event.starts_on, event.ends_on, None),))

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
    def _(self, event: happened.PositionListApproved) -> Self:
        return replace(self, position_list=event)

    @after.register
    def _(self, event: happened.PositionListForwarded) -> Self:
        return replace(self, forwarded=event)

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
        # Of an analysis that a returned upload opened again, and that is closed anew, the monitoring ended the first time.
        return replace(self, closed=event, closed_on=self.closed_on or event.closed_on)

    @after.register
    def _(self, event: happened.AnalysisCancelled) -> Self:
        return replace(self, cancelled_on=event.cancelled_on)

    @after.register
    def _(self, _event: happened.AnalysisRestored) -> Self:
        return replace(self, cancelled_on=None)
