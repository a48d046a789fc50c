"""Monitoring how the recommendations are carried out (1.3.3, l.157–169)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Code, FileHash, Name, Quarter, Words
from events.risk_analysis.base import RiskAnalysisEvent
from events.signature import Signature
from events.text import label


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """What a unit did on one measure of the plan."""

    item: Annotated[Code, label("Measure", "Code of the measure in the plan", example="1")]
    progress: Annotated[Words, label("Progress", example="Приказ издан")]
    documents: Annotated[
        tuple[Name, ...], label("Documents", "One per line", example=["Приказ № 44 от 20.05.2024"])
    ] = ()


class ProgressReported(RiskAnalysisEvent):
    """A unit sent its quarterly information (1.3.3, l.163)."""

    TOPIC = "risk_analysis.progress_reported"
    HAPPENED = "received_on"

    unit: Annotated[Name, label("Unit", example="Отдел строительства")]
    quarter: Annotated[Quarter, label("Quarter", example="2024Q2")]
    received_on: Annotated[
        date, label("Received on", "By the 5th of the month after the quarter (l.163)", example="2024-07-04")
    ]
    items: Annotated[tuple[ItemProgress, ...], label("Progress by measure", min_length=1)]


class RecommendationState(StrEnum):
    """Status of a recommendation after a review (l.167)."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RecommendationReview:
    """What the authorised party found on one recommendation."""

    recommendation: Annotated[Code, label("Recommendation", example="1")]
    state: Annotated[RecommendationState, label("Status")]
    completion_form_reached: Annotated[
        bool, label("Form of completion reached", "Only then is it carried out in full (l.167)", example=True)
    ] = False
    comment: Annotated[str, label("Comment", max_length=4000)] = ""


class ProgressReviewed(RiskAnalysisEvent):
    """The authorised party reviewed a unit's information (1.3.3, l.165–167)."""

    TOPIC = "risk_analysis.progress_reviewed"
    HAPPENED = "reviewed_on"

    unit: Annotated[Name, label("Unit", example="Отдел строительства")]
    quarter: Annotated[Quarter, label("Quarter", example="2024Q2")]
    reviewed_on: Annotated[
        date, label("Reviewed on", "Within 5 working days from receipt (l.165)", example="2024-07-10")
    ]
    recommendations: Annotated[tuple[RecommendationReview, ...], label("Status of recommendations", min_length=1)]
    file: Annotated[FileHash | None, label("Signed monitoring note")] = None


class MonitoringClosed(RiskAnalysisEvent):
    """The monitoring ended with a report of its results (1.3.3, l.161, l.169)."""

    TOPIC = "risk_analysis.monitoring_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[
        date, label("Closed on", "Recommended: a year after the report was signed (l.161)", example="2025-04-14")
    ]
    report_no: Annotated[Name, label("Monitoring report number", example="9")]
    conclusion: Annotated[Words, label("Conclusion", example="Все рекомендации исполнены")]
    signature: Annotated[
        Signature | None,
        label(
            "Signature under the monitoring report",
            "Needed: who approved it, since recording it is no signature (l.41, l.45)",
        ),
    ] = None
    file: Annotated[FileHash | None, label("Signed monitoring report")] = None
    reason: Annotated[
        Words | None,
        label("Reason", "Needed before the year is over (l.161), and while a recommendation is not carried out"),
    ] = None
