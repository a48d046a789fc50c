"""Reports of corruption offences to the authorised body (Project 2, subtask 2.1.1, l.356–366)."""

from workflows.offence_report.case import OffenceReport
from workflows.offence_report.machine import OffenceReportWorkflow

__all__ = ["OffenceReport", "OffenceReportWorkflow"]
