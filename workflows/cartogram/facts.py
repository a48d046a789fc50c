"""What is known of a cartogram: the results of the analyses, and what stands on the website."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, singledispatchmethod
from typing import Any, Self
from uuid import UUID

from events import cartogram as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.upload import UploadDatesSet, UploadReturned
from workflows.cartogram import consistency, remarks
from workflows.cartogram.comparison import Row, Section, Update, compared, differ
from workflows.cartogram.consistency import SUBTASK
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.uploads import Uploads

Result = happened.AnalysisResultsReceived


@dataclass(frozen=True)  # without slots: a section is compared when somebody asks for it, and kept
class CartogramFacts(Facts):
    """The results by analysis, the newest of each; what stands on the website; the report.

    A region has hundreds of bodies, so that the sections are not held against the analyses at every event. `…_since` is the
    number of the event that last changed what the analyses want there.
    """

    year: int = 0
    results: Mapping[UUID, Result] = field(default_factory=dict)
    positions_update: Update | None = None
    positions_since: int = 0
    risks_update: Update | None = None
    risks_since: int = 0
    risk_map: happened.RiskMapUpdated | None = None
    signed: happened.CartogramReportSigned | None = None
    uploaded: happened.CartogramReportUploaded | None = None
    uploads: Uploads = field(default_factory=Uploads)
    closed_on: date | None = None

    @property
    def analysed(self) -> frozenset[str]:
        """The bodies with results of this year."""
        return frozenset(result.body for result in self.results.values())

    @cached_property
    def positions(self) -> Section:
        """Section 1 beside what the analyses want there."""
        return compared(self.positions_update, _rows(self.results.values(), _positions), self.analysed)

    @cached_property
    def risks(self) -> Section:
        """Section 2 beside what the analyses want there."""
        return compared(self.risks_update, _rows(self.results.values(), _risks), self.analysed)

    def shown(self) -> dict[str, Any]:
        """Show the sections instead of what they are compared from."""
        sections = {"positions": self.positions, "risks": self.risks}
        return sections | {name: fact for name, fact in super().shown().items() if name not in _COMPARED}

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
        return replace(self, year=event.year, uploads=self.uploads.dated(event.upload_dates))

    @after.register
    def _(self, event: UploadDatesSet) -> Self:
        return replace(self, uploads=self.uploads.after(event, SUBTASK))

    @after.register
    def _(self, event: UploadReturned) -> Self:
        return replace(self, uploads=self.uploads.after(event, SUBTASK), closed_on=None)

    @after.register
    def _(self, event: happened.AnalysisResultsReceived) -> Self:
        now = {**self.results, event.analysis: event}
        return replace(self, year=event.year, **self._wanting(now, event.analysis, event.originator_version))

    @after.register
    def _(self, event: happened.AnalysisResultsWithdrawn) -> Self:
        return self.without(event.analysis, event.originator_version)

    @after.register
    def _(self, event: happened.PositionsUpdated) -> Self:
        update = Update(event.originator_version, event.updated_on, event.address, event.rows)
        return replace(self, positions_update=update)

    @after.register
    def _(self, event: happened.RisksUpdated) -> Self:
        update = Update(event.originator_version, event.updated_on, event.address, event.rows)
        return replace(self, risks_update=update)

    @after.register
    def _(self, event: happened.RiskMapUpdated) -> Self:
        return replace(self, risk_map=event)

    @after.register
    def _(self, event: happened.CartogramReportSigned) -> Self:
        return replace(self, signed=event)

    @after.register
    def _(self, event: happened.CartogramReportUploaded) -> Self:
        return replace(self, uploaded=event, uploads=self.uploads.after(event, SUBTASK))

    @after.register
    def _(self, event: happened.CartogramClosed) -> Self:
        return replace(self, closed_on=event.closed_on)

    @after.register
    def _(self, _event: happened.CartogramReopened) -> Self:
        return replace(self, closed_on=None)

    @after.register
    def _(self, event: happened.CartogramCancelled) -> Self:
        return replace(self, closed_on=event.cancelled_on)

    @after.register
    def _(self, _event: happened.CartogramRestored) -> Self:
        return replace(self, closed_on=None)

    def told_news(self, version: int) -> bool:
        """Whether the event of that number changed what the analyses want, and left a section that is to be brought up to date."""
        sections = ((self.positions_since, self.positions), (self.risks_since, self.risks))
        return any(since == version and section.outdated for since, section in sections)

    def without(self, analysis: UUID, version: int) -> Self:
        """Give the facts without the results of an analysis, which the event of that number withdraws."""
        now = {one: result for one, result in self.results.items() if one != analysis}
        return replace(self, **self._wanting(now, analysis, version))

    def _wanting(self, now: Mapping[UUID, Result], analysis: UUID, version: int) -> dict[str, Any]:
        """Give what changes when an analysis wants something else than before, by the event of that number."""
        return {
            "results": now,
            "positions_since": version if self._news(now, analysis, _positions) else self.positions_since,
            "risks_since": version if self._news(now, analysis, _risks) else self.risks_since,
        }

    def _news(self, now: Mapping[UUID, Result], analysis: UUID, rows: Callable[[Result], Iterator[Row]]) -> bool:
        """Whether an analysis wants other rows of a section than were wanted before."""
        old, new = ([known[analysis]] if analysis in known else [] for known in (self.results, now))
        bodies = {result.body for result in (*old, *new)}
        others = (one for one in now.values() if one.body in bodies and one.analysis != analysis)
        return differ(_rows(old, rows), _rows(new, rows), _rows(others, rows))


_COMPARED = frozenset({"positions_update", "positions_since", "risks_update", "risks_since"})


def _rows(results: Iterable[Result], rows: Callable[[Result], Iterator[Row]]) -> Iterator[Row]:
    return (row for result in results for row in rows(result))


def _positions(result: Result) -> Iterator[Row]:
    for row in result.positions:
        yield happened.PublishedPosition(result.body, row.title, row.unit)


def _risks(result: Result) -> Iterator[Row]:
    """Give the risks of an approved plan: section 2 shows the plans (l.336)."""
    for row in result.risks if result.plan_approved else ():
        yield happened.PublishedRisk(result.body, row.description, row.measures)
