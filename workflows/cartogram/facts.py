"""What is known of a cartogram: the results of the analyses, and what stands on the website."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self
from uuid import UUID

from events import cartogram as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.cartogram import consistency, remarks
from workflows.cartogram.comparison import NOTHING, Section, Update, updated, wanting
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class CartogramFacts(Facts):
    """The results by analysis, the newest of each; sections 1 to 3; the report."""

    year: int = 0
    results: Mapping[UUID, happened.AnalysisResultsReceived] = field(default_factory=dict)
    positions: Section = NOTHING
    risks: Section = NOTHING
    risk_map: happened.RiskMapUpdated | None = None
    signed: happened.CartogramReportSigned | None = None
    uploaded: happened.CartogramReportUploaded | None = None
    closed_on: date | None = None

    @property
    def analysed(self) -> frozenset[str]:
        """The bodies with results of this year."""
        return frozenset(result.body for result in self.results.values())

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.CartogramAssigned) -> Self:
        return replace(self, year=event.year)

    @after.register
    def _(self, event: happened.AnalysisResultsReceived) -> Self:
        changed = replace(self, year=event.year, results={**self.results, event.analysis: event})
        version, analysed = event.originator_version, changed.analysed
        return replace(
            changed,
            positions=wanting(self.positions, changed._wanted_positions(), version, analysed),
            risks=wanting(self.risks, changed._wanted_risks(), version, analysed),
        )

    @after.register
    def _(self, event: happened.PositionsUpdated) -> Self:
        update = Update(event.originator_version, event.updated_on, event.address, event.rows)
        return replace(self, positions=updated(self.positions, update, self.analysed))

    @after.register
    def _(self, event: happened.RisksUpdated) -> Self:
        update = Update(event.originator_version, event.updated_on, event.address, event.rows)
        return replace(self, risks=updated(self.risks, update, self.analysed))

    @after.register
    def _(self, event: happened.RiskMapUpdated) -> Self:
        return replace(self, risk_map=event)

    @after.register
    def _(self, event: happened.CartogramReportSigned) -> Self:
        return replace(self, signed=event)

    @after.register
    def _(self, event: happened.CartogramReportUploaded) -> Self:
        return replace(self, uploaded=event)

    @after.register
    def _(self, event: happened.CartogramClosed) -> Self:
        return replace(self, closed_on=event.closed_on)

    @after.register
    def _(self, event: happened.CartogramCancelled) -> Self:
        return replace(self, closed_on=event.cancelled_on)

    def _wanted_positions(self) -> Iterator[happened.PublishedPosition]:
        for result in self.results.values():
            for row in result.positions:
                yield happened.PublishedPosition(result.body, row.title, row.unit)

    def _wanted_risks(self) -> Iterator[happened.PublishedRisk]:
        """Give the risks of approved plans: section 2 shows the plans (l.336)."""
        for result in self.results.values():
            for row in result.risks if result.plan_approved else ():
                yield happened.PublishedRisk(result.body, row.description, row.measures)
