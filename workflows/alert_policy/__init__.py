"""The alert policy: who is told of which deadline and when, as data that supervisors propose and approve."""

from workflows.alert_policy.case import AlertPolicy
from workflows.alert_policy.facts import AlertPolicyFacts
from workflows.alert_policy.machine import AlertPolicyWorkflow
from workflows.alert_policy.steps import Step, steps
from workflows.alert_policy.version import Version, is_quiet, packaged

__all__ = ["AlertPolicy", "AlertPolicyFacts", "AlertPolicyWorkflow", "Step", "Version", "is_quiet", "packaged", "steps"]
