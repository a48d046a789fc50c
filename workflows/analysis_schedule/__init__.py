"""The schedule of analyses in the whole system of a body (Project 1, subtask 1.1.1, l.83–89)."""

from workflows.analysis_schedule.case import AnalysisSchedule
from workflows.analysis_schedule.machine import AnalysisScheduleWorkflow

__all__ = ["AnalysisSchedule", "AnalysisScheduleWorkflow"]
