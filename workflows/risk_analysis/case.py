"""The case of one internal analysis."""

from eventsourcing.utils import register_topic

from workflows.case import Case
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.risk_analysis.rules import RULES


class RiskAnalysis(Case):
    """An internal analysis of corruption risks of one subject (Project 1)."""

    RULES = RULES
    NO_FACTS = AnalysisFacts()


register_topic("case:risk_analysis", RiskAnalysis)
