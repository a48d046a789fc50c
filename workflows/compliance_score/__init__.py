"""The scores of supervising bodies, recorded with what they were counted from (3.2, l.579)."""

from workflows.compliance_score.case import ComplianceScore, case_of
from workflows.compliance_score.machine import ComplianceScoreWorkflow

__all__ = ["ComplianceScore", "ComplianceScoreWorkflow", "case_of"]
