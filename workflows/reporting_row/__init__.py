"""Rows of Appendix 2 of a body in a quarter: facts, a signed nil, or nothing said (A-66, l.707–736)."""

from workflows.reporting_row.case import ReportingRow
from workflows.reporting_row.machine import ReportingRowWorkflow
from workflows.reporting_row.rows import rows

__all__ = ["ReportingRow", "ReportingRowWorkflow", "rows"]
