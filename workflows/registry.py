"""The kinds of work that exist, by name."""

from events.text import msg
from workflows.machine import Workflow
from workflows.refusals import Unknown
from workflows.risk_analysis import RiskAnalysisWorkflow

WORKFLOWS: dict[str, type[Workflow]] = {workflow.WORKFLOW: workflow for workflow in (RiskAnalysisWorkflow,)}


def workflow(name: str) -> type[Workflow]:
    """Give a workflow by name; raises `Unknown`."""
    if name not in WORKFLOWS:
        raise Unknown(msg("There is no workflow “{name}”.", name=name))
    return WORKFLOWS[name]
