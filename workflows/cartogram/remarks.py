"""What of a cartogram is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from events import cartogram as happened
from events.event import CaseEvent
from events.organization import Post
from workflows.cartogram.comparison import Section
from workflows.register import Register
from workflows.signatories import Paper, verdict
from workflows.signing import has_apparatus

if TYPE_CHECKING:
    from workflows.cartogram.facts import CartogramFacts


def remarks(facts: "CartogramFacts", event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.AnalysisResultsReceived() if facts.closed_on:
            yield "results_after_closing"
        case happened.AnalysisResultsReceived() | happened.AnalysisResultsWithdrawn() if not facts.closed_on:
            if facts.told_news(event.originator_version):
                yield "cartogram_outdated"
        case happened.PositionsUpdated():
            yield from _differences(facts.positions)
        case happened.RisksUpdated():
            yield from _differences(facts.risks)
        case happened.CartogramReportSigned():
            yield from _signature(event, register)
        case happened.CartogramClosed():
            if facts.year and event.closed_on < date(facts.year, 12, 31):
                yield "closed_before_the_year_ended"
            yield from facts.uploads.remarks_of_end(event)
        case _:
            pass


def _differences(section: Section) -> Iterator[str]:
    if section.outdated:
        yield "differs_from_analysis"
    if section.unverified:
        yield "rows_without_analysis_this_year"


def _signature(event: happened.CartogramReportSigned, register: Register) -> Iterator[str]:
    """Judge the post in which the report was signed: Appendix 1 names the head of the apparatus (SG-9)."""
    if event.envelope.role not in set(Post):
        return
    kind = register.type_of(event.organization, event.signed_on)
    apparatus = has_apparatus(event.organization, kind, event.signed_on, register)
    judged = verdict(Paper.APPENDIX_1_2, kind, Post(event.envelope.role), has_apparatus=apparatus)
    if judged.remark:
        yield judged.remark
