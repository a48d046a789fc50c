"""The internal analysis of corruption risks (Project 1, l.59–181)."""

from workflows.risk_analysis.case import RiskAnalysis
from workflows.risk_analysis.machine import RiskAnalysisWorkflow

__all__ = ["RiskAnalysis", "RiskAnalysisWorkflow"]
