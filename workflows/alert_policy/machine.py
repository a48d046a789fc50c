"""Who decides on the alert policy: supervisors of the anti-corruption body, two for each change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from statemachine import State

from events.alert_policy import AlertPolicyApproved, AlertPolicyProposed, AlertPolicyRejected
from events.text import Text, msg
from workflows.actor import Actor, Role
from workflows.alert_policy.case import ID, AlertPolicy
from workflows.machine import Workflow


class AlertPolicyWorkflow(Workflow):
    """From one policy to the next.

    An entry is not corrected: what people were told by a policy is told; another policy is proposed.
    """

    WORKFLOW = "alert_policy"
    TITLE = "Alert policy"
    CASE = AlertPolicy

    new = State("New", initial=True)
    policy_proposed = State("Another policy proposed")
    policy_kept = State("Policy in force")

    propose_policy = policy_proposed.from_(new, policy_kept, on=AlertPolicyProposed.record, cond="supervisor")
    approve_policy = policy_proposed.to(policy_kept, on=AlertPolicyApproved.record, cond="another_supervisor")
    reject_policy = policy_proposed.to(policy_kept, on=AlertPolicyRejected.record, cond="supervisor")

    ACTIONS = {
        "propose_policy": "Propose another policy",
        "approve_policy": "Approve the proposed policy",
        "reject_policy": "Reject the proposed policy",
    }

    @classmethod
    def only_case(cls, _organization: str, _data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the one policy there is."""
        return ID

    def supervisor(self, actor: Actor) -> bool:
        """A supervisor of the anti-corruption body."""
        return actor.role is Role.SUPERVISOR

    def another_supervisor(self, actor: Actor) -> bool:
        """A supervisor other than whoever proposed the policy."""
        case = self.model.case
        proposer = case.facts.proposer if case else None
        return actor.role is Role.SUPERVISOR and proposer is not None and not proposer.is_of(actor)

    def why_not(self, action: str) -> Text | None:
        """Say why a proposer may not approve."""
        if action == "approve_policy":
            return msg("A policy is approved by a supervisor other than the one who proposed it.")
        return None
