"""Which subtask a case carries out or which form it is about, and for which period: what its first event says of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from events.analysis_schedule import ScheduleApproved, SchedulePlanned
from events.cartogram import AnalysisResultsReceived, CartogramAssigned
from events.event import CaseEvent
from events.fact import FactRegistered, quarter
from events.reconciliation import CoverageBegun, ReconciliationAssigned
from events.report import ReportFormed, form_code
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


class Slot(NamedTuple):
    """The subtask of a case and its period; `about` is what it is about where that is no subtask: of a report its form (`form_code`)."""

    subtask: str = ""
    period: str = ""
    about: str = ""


def slot(first: type[CaseEvent], data: Mapping[str, Any]) -> Slot:
    """Give what the class and data (or JSON values) of a case's first event say; empty if it says nothing.

    An analysis that nobody planned is for the year in which it starts, or is announced; a fact for the quarter of its day.
    """
    if issubclass(first, FactRegistered):
        return Slot(first.ROW, quarter(date.fromisoformat(str(data[first.HAPPENED]))))
    if first is SubtaskAssigned or first is RiskPositionsReceived:
        return Slot(data["subtask"], data.get("period") or str(data["year"]))
    if first in _OF_A_YEAR:
        return Slot(_OF_A_YEAR[first], str(data["year"]))
    if first is AnalysisOrdered or first is StartAnnounced:
        return Slot(_ANALYSIS, str(data["starts_on"] or data["published_on"])[:4])
    if first is ReportFormed:
        return Slot(period=data["period"], about=form_code(data["appendix"], consolidated=data["consolidated"]))
    return Slot()
