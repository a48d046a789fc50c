"""Which subtask a case carries out, and for which period: what its first event says of both."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from events.analysis_schedule import ScheduleApproved, SchedulePlanned
from events.cartogram import AnalysisResultsReceived, CartogramAssigned
from events.event import CaseEvent
from events.fact import FactRegistered, quarter
from events.reconciliation import CoverageBegun, ReconciliationAssigned
from events.risk_analysis import AnalysisOrdered, AnalysisPlanned, AnalysisScheduled, StartAnnounced
from events.subtask import RiskPositionsReceived, SubtaskAssigned

_ANALYSIS = "1.1.2"

_OF_A_YEAR: Mapping[type[CaseEvent], str] = {
    SchedulePlanned: "1.1.1",
    ScheduleApproved: "1.1.1",
    AnalysisPlanned: _ANALYSIS,
    AnalysisScheduled: _ANALYSIS,
    CartogramAssigned: "1.5.1",
    AnalysisResultsReceived: "1.5.1",
    ReconciliationAssigned: "2.2.1",
    CoverageBegun: "2.2.1",
}


def slot(first: type[CaseEvent], data: Mapping[str, Any]) -> tuple[str, str]:
    """Give subtask and period by the class and data (or JSON values) of a case's first event; empty if it says nothing.

    An analysis that nobody planned is for the year in which it starts, or is announced; a fact for the quarter of its day.
    """
    if issubclass(first, FactRegistered):
        return first.ROW, quarter(date.fromisoformat(str(data[first.HAPPENED])))
    if first is SubtaskAssigned:
        return data["subtask"], data["period"]
    if first is RiskPositionsReceived:
        return data["subtask"], str(data["year"])
    if first in _OF_A_YEAR:
        return _OF_A_YEAR[first], str(data["year"])
    if first is AnalysisOrdered or first is StartAnnounced:
        return _ANALYSIS, str(data["starts_on"] or data["published_on"])[:4]
    return "", ""
