"""The internal analysis of corruption risks (Project 1, subtasks 1.1.2–1.4.1, l.59–181)."""

from events.risk_analysis.base import RiskAnalysisEvent
from events.risk_analysis.conduct import (
    AnalysisBegun,
    AnalysisCancelled,
    AnalysisFinished,
    AnalysisOrderAmended,
    AnalysisOrdered,
    AnalysisRestored,
    AuthorisedParty,
    Direction,
    DiscussionAnnounced,
    DiscussionHeld,
    PartyKind,
    StartAnnounced,
)
from events.risk_analysis.monitoring import (
    ItemProgress,
    MonitoringClosed,
    ProgressReported,
    ProgressReviewed,
    RecommendationReview,
    RecommendationState,
)
from events.risk_analysis.planning import AnalysisDeferred, AnalysisPlanned, AnalysisScheduled, AnalysisUnscheduled
from events.risk_analysis.positions import PositionListApproved, PositionListForwarded
from events.risk_analysis.results import (
    ActionPlanApproved,
    AnalyticalReportSigned,
    ExposedPosition,
    Extent,
    PlanItem,
    PublicationWithheld,
    Recommendation,
    ResultsPublished,
    Risk,
    SecrecyBasis,
)
from events.risk_analysis.uploads import DocumentsUploaded

__all__ = [
    "ActionPlanApproved",
    "AnalysisBegun",
    "AnalysisCancelled",
    "AnalysisDeferred",
    "AnalysisFinished",
    "AnalysisOrderAmended",
    "AnalysisOrdered",
    "AnalysisPlanned",
    "AnalysisRestored",
    "AnalysisScheduled",
    "AnalysisUnscheduled",
    "AnalyticalReportSigned",
    "AuthorisedParty",
    "Direction",
    "DiscussionAnnounced",
    "DiscussionHeld",
    "DocumentsUploaded",
    "ExposedPosition",
    "Extent",
    "ItemProgress",
    "MonitoringClosed",
    "PartyKind",
    "PlanItem",
    "PositionListApproved",
    "PositionListForwarded",
    "ProgressReported",
    "ProgressReviewed",
    "PublicationWithheld",
    "Recommendation",
    "RecommendationReview",
    "RecommendationState",
    "ResultsPublished",
    "Risk",
    "RiskAnalysisEvent",
    "SecrecyBasis",
    "StartAnnounced",
]
