"""The liability of superiors for corruption crimes of their subordinates (2.3.1, l.384–419)."""

from workflows.liability_check.case import LiabilityCheck
from workflows.liability_check.machine import LiabilityCheckWorkflow

__all__ = ["LiabilityCheck", "LiabilityCheckWorkflow"]
