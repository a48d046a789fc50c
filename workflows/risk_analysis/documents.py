"""The documents of an analysis, step by step, and what their upload may not contradict (l.41; catalogue, evidence)."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from events import risk_analysis as happened
from events.event import CaseEvent
from events.text import msg
from events.upload import UploadReturned
from workflows.refusals import Violation
from workflows.uploads import key_of, without_paper

if TYPE_CHECKING:
    from workflows.risk_analysis.facts import AnalysisFacts

MONITORING = "1.3.3"

_ENTRIES: Mapping[str, Callable[["AnalysisFacts"], CaseEvent | None]] = {
    "1.1.2": lambda facts: facts.ordered,
    "1.1.3": lambda facts: facts.start_announcement,
    "1.2.1": lambda facts: facts.discussion_announcement,
    "1.2.2": lambda facts: facts.discussion,
    "1.2.3": lambda facts: facts.report,
    "1.3.1": lambda facts: facts.plan,
    "1.3.2": lambda facts: facts.published or facts.withheld,
    MONITORING: lambda facts: facts.closed,
    "1.4.1": lambda facts: facts.position_list,
}
"""The entry that stands for the documents of a step; those of the monitoring are uploaded quarter by quarter, and its report at the end."""


def violations(facts: "AnalysisFacts", event: CaseEvent) -> Iterator[Violation]:
    """Say what an upload, or its return, contradicts."""
    if isinstance(event, UploadReturned):
        yield from _was_uploaded(facts, event)
    if not isinstance(event, happened.DocumentsUploaded):
        return
    if event.quarter and event.subtask != MONITORING:
        yield Violation(("quarter",), msg("Only the monitoring (1.3.3) is uploaded by quarters."))
        return
    entry = _entry(facts, event)
    if entry is None:
        yield Violation(
            ("subtask",), msg("There are no documents of subtask {subtask} here yet.", subtask=event.subtask)
        )
        return
    if event.uploaded_on < (first := _complete_on(entry)):
        yield Violation(("uploaded_on",), msg("This cannot be before {first}.", first=first))
    # where the evidence is a link, the entry has no place for a file; reviews of a quarter had none at first
    if event.quarter is None and getattr(entry, "file", "") is None:
        yield without_paper(("subtask",), entry)


def _was_uploaded(facts: "AnalysisFacts", event: UploadReturned) -> Iterator[Violation]:
    if event.subtask is None:
        yield Violation(("subtask",), msg("Say of which subtask: the analysis carries out several."))
    else:
        yield from facts.uploads.contradictions(event, key_of(event))


def _complete_on(entry: CaseEvent) -> date:
    """Give the day on which all documents of a step were there: minutes are approved, and results published, after the discussion."""
    if isinstance(entry, happened.DiscussionHeld):
        return max(entry.protocol_approved_on, entry.results_published_on)
    return entry.occurred_on


def _entry(facts: "AnalysisFacts", upload: happened.DocumentsUploaded) -> CaseEvent | None:
    if upload.quarter:
        quarters = [review for (_, quarter), review in facts.reviews.items() if quarter == upload.quarter]
        return min(quarters, key=lambda review: review.reviewed_on, default=None)
    entry = _ENTRIES.get(upload.subtask)
    return entry(facts) if entry else None
