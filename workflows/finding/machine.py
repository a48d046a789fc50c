"""Who dismisses findings and takes them up again: those above the body, since nobody judges their own work."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from statemachine import State

from events.finding import FindingDismissed, FindingReopened, finding_id
from events.text import Text, msg
from workflows.actor import Actor, Role
from workflows.finding.case import Finding
from workflows.machine import NOW, Workflow, each


class FindingWorkflow(Workflow):
    """A finding that was dismissed; it is dismissed again when it came back with other evidence."""

    WORKFLOW = "finding"
    TITLE = "Inconsistency"
    CASE = Finding
    SUPERVISED = True
    ENDED = frozenset({"dismissed"})

    new = State("New", initial=True)
    dismissed = State("Set aside")
    reopened = State("Taken up again")

    dismiss_finding = dismissed.from_(new, reopened, on=FindingDismissed.record, cond="oversees") | each(
        dismissed, on=FindingDismissed.record, cond="oversees"
    )
    reopen_finding = dismissed.to(reopened, on=FindingReopened.record, cond="oversees")

    ACTIONS = {"dismiss_finding": "Dismiss the finding", "reopen_finding": "Take the finding up again"}

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the identity of the finding."""
        return finding_id(organization, str(data.get("rule", "")), str(data.get("subject", "")))

    def oversees(self, actor: Actor) -> bool:
        """A supervisor of the anti-corruption body, or an official of a body above the one concerned."""
        if actor.role is Role.SUPERVISOR:
            return True
        case = self.model.case
        if case is None or actor.role not in {Role.OFFICER, Role.SIGNATORY}:
            return False
        return actor.organization in self.model.register.ancestors(case.organization, NOW)

    def why_not(self, _action: str) -> Text | None:
        """Say who judges findings."""
        return msg("Findings are dismissed, and taken up again, by the bodies above and by supervisors.")
