"""Calculating scores: as often as one likes; each calculation stays in the history."""

from statemachine import State

from events.score import ScoreCalculated
from workflows.compliance_score.case import ComplianceScore
from workflows.machine import Workflow, each


class ComplianceScoreWorkflow(Workflow):
    """Scores are counted by the service alone, when somebody entitled asks for it."""

    WORKFLOW = "compliance_score"
    TITLE = "Scores of compliance documents"
    CASE = ComplianceScore

    new = State("New", initial=True)
    calculated = State("Calculated")

    calculate = new.to(calculated, on=ScoreCalculated.record, cond="system") | each(
        calculated, on=ScoreCalculated.record, cond="system"
    )

    ACTIONS = {"calculate": "Calculate the scores"}
