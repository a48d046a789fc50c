"""What of a report is recorded though it is not as it should be: codes that pages and API put into words."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import offence_report as happened
from events.event import CaseEvent

if TYPE_CHECKING:
    from workflows.offence_report.facts import OffenceReportFacts

_USUAL = re.compile(r"\d{15}", re.ASCII)
"""The number of a criminal case as it usually is (A-30)."""


def remarks(facts: "OffenceReportFacts", event: CaseEvent) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.OffenceRegistered() if event.crime_no and not _USUAL.fullmatch(event.crime_no):
            yield "crime_number_unusual"
        case happened.RecommendationExecuted():
            reply = facts.recommendations.get(event.recommendation)
            if reply and event.executed_on < reply.received_on:
                yield "executed_before_the_reply"
        case happened.ReportClosed():
            if event.without_reply:
                yield "closed_without_reply"
            if event.unexecuted:
                yield "closed_with_recommendations_not_carried_out"
        case _:
            pass
