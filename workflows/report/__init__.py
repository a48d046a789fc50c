"""Reports on the forms of the Instruction: frozen, signed, submitted, formed anew (Appendices 1–6)."""

from workflows.report.case import Report
from workflows.report.facts import ReportFacts
from workflows.report.identity import report_case
from workflows.report.machine import ReportWorkflow

__all__ = ["Report", "ReportFacts", "ReportWorkflow", "report_case"]
