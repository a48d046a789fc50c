"""What people say of findings: dismissed with a reason, taken up again. What is found follows from the events themselves."""

from workflows.finding.case import Finding
from workflows.finding.facts import FindingFacts
from workflows.finding.machine import FindingWorkflow

__all__ = ["Finding", "FindingFacts", "FindingWorkflow"]
