"""What may happen to a reconciliation, in which order, by whose hand (l.370–380)."""

from typing import cast

from statemachine import State

from events import case as any_case
from events import reconciliation as happened
from events.event import CaseEvent
from workflows.actor import Actor
from workflows.fact import FactWorkflow
from workflows.machine import each
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.case import Reconciliation
from workflows.reconciliation.consequences import CONSEQUENCES
from workflows.reconciliation.consolidation import CONSOLIDATING
from workflows.reconciliation.facts import ReconciliationFacts

_RELIED_ON = (
    happened.ActApproved,
    happened.ReconciliationReopened,
    happened.ConsolidationDecided,
    happened.ConsolidationEnded,
    happened.PartHandedOver,
)
"""What other cases rely on: it is taken back and done anew, never written otherwise afterwards."""


class ReconciliationWorkflow(FactWorkflow):
    """From the year's plan to the approved act, or to the part that a body above consolidates."""

    WORKFLOW = "reconciliation"
    TITLE = "Reconciliation of offences"
    CASE = Reconciliation
    SUBTASK = SUBTASK
    CONSEQUENCES = CONSEQUENCES
    TAKING_BACK = frozenset({"reopen_reconciliation"})

    new = State("New", initial=True)
    assigned = State("Assigned")
    at_work = State("Lists being compared")
    covered = State("Covered by a consolidated reconciliation")
    handed_over = State("Handed over to be consolidated")
    act_approved = State("Act approved")
    closed = State("Closed")
    cancelled = State("Cancelled")

    _open = (assigned, at_work, covered, handed_over, act_approved)

    plan = new.to(assigned, on=happened.ReconciliationAssigned.record, cond="planner")
    enter_own_list = at_work.from_(assigned, at_work, on=happened.OwnListEntered.record, cond="recorder") | each(
        covered, on=happened.OwnListEntered.record, cond="recorder"
    )
    receive_registry_list = at_work.from_(
        assigned, at_work, on=happened.RegistryListReceived.record, cond="recorder"
    ) | each(covered, on=happened.RegistryListReceived.record, cond="recorder")
    withdraw_rows = each(at_work, covered, on=happened.RowsWithdrawn.record, cond="recorder")
    resolve_difference = each(at_work, covered, on=happened.DifferenceResolved.record, cond="recorder")
    revoke_resolution = each(
        at_work, covered, on=happened.ResolutionRevoked.record, cond=["recorder", "has_resolutions"]
    )
    approve_act = at_work.to(act_approved, on=happened.ActApproved.record, cond="recorder")
    hand_over_part = covered.to(handed_over, on=happened.PartHandedOver.record, cond="recorder")
    reopen_reconciliation = act_approved.to(
        at_work, on=happened.ReconciliationReopened.record, cond="recorder"
    ) | handed_over.to(covered, on=happened.ReconciliationReopened.record, cond="recorder")
    decide_consolidation = at_work.from_(
        assigned, at_work, on=happened.ConsolidationDecided.record, cond="recorder"
    ) | each(covered, on=happened.ConsolidationDecided.record, cond="recorder")
    end_consolidation = each(
        assigned, at_work, covered, on=happened.ConsolidationEnded.record, cond=["recorder", "covers_others"]
    )
    be_covered = covered.from_(new, *_open, closed, on=happened.CoverageBegun.record, cond="system")
    end_coverage = (
        at_work.from_(covered, handed_over, on=happened.CoverageEnded.record, cond=["system", "has_lists"])
        | assigned.from_(covered, handed_over, on=happened.CoverageEnded.record, cond="system")
        | each(closed, cancelled, on=happened.CoverageEnded.record, cond="system")
    )
    receive_part = each(*_open, closed, cancelled, on=happened.PartReceived.record, cond="system")
    return_part = each(*_open, closed, cancelled, on=happened.PartReturned.record, cond="system")
    close_reconciliation = closed.from_(
        handed_over, act_approved, on=happened.ReconciliationClosed.record, cond="recorder"
    )
    cancel_reconciliation = cancelled.from_(*_open, on=happened.ReconciliationCancelled.record, cond="system")
    restore = (
        act_approved.from_(cancelled, on=happened.ReconciliationRestored.record, cond=["system", "act_stands"])
        | handed_over.from_(cancelled, on=happened.ReconciliationRestored.record, cond=["system", "handed_its_part"])
        | covered.from_(cancelled, on=happened.ReconciliationRestored.record, cond=["system", "is_covered"])
        | at_work.from_(cancelled, on=happened.ReconciliationRestored.record, cond=["system", "has_lists"])
        | assigned.from_(cancelled, on=happened.ReconciliationRestored.record, cond="system")
    )
    _recorded = (*_open, closed, cancelled)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    name_responsible = each(*_open, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "plan": "Plan for the year",
        "enter_own_list": "Enter offences of the body's people",
        "receive_registry_list": "Enter what the registry says",
        "resolve_difference": "Settle a difference",
        "approve_act": "Record the approved act",
        "hand_over_part": "Hand the part over",
        "decide_consolidation": "Reconcile for other bodies",
        "withdraw_rows": "Take rows out of a list",
        "revoke_resolution": "Reopen a difference",
        "end_consolidation": "Give the reconciliation back",
        "reopen_reconciliation": "Take the act or the part back",
        "close_reconciliation": "Close the year's reconciliation",
        "cancel_reconciliation": "Cancel the reconciliation",
        "restore": "Restore",
        "be_covered": "Be covered by a consolidated reconciliation",
        "end_coverage": "Be covered no longer",
        "receive_part": "Take a part over",
        "return_part": "Give a part back",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    def may_record(self, event: CaseEvent, actor: Actor) -> bool:
        """Whether an actor might have recorded an event that can still be put right."""
        return not isinstance(event, _RELIED_ON) and super().may_record(event, actor)

    def refused_anyway(self) -> frozenset[str]:
        """Name what there is nothing for: an act of lists that are missing or differ, rows and differences that there are not.

        A body that never had one below it, or is of no type that consolidates, reconciles for nobody (l.376).
        """
        facts, case = self._facts, self.model.case
        record = self.model.register.organization(case.organization) if case else None
        ready = bool(facts.own_entered_on and facts.registry_received_on) and not facts.unresolved
        needed = {
            "approve_act": ready,
            "hand_over_part": ready,
            "withdraw_rows": bool(facts.lists.own or facts.lists.registry),
            "resolve_difference": bool(facts.differences),
            "decide_consolidation": record is not None
            and bool(self.model.register.linked(record.code))
            and any(kind in CONSOLIDATING for _, kind in record.types.entries),
        }
        return frozenset(name for name, there in needed.items() if not there)

    def has_lists(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether a list was entered."""
        return bool(self._facts.own_entered_on or self._facts.registry_received_on)

    def has_resolutions(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether a difference was settled."""
        return bool(self._facts.resolutions)

    def act_stands(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the act is approved."""
        return self._facts.approved is not None

    def handed_its_part(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the part was handed over."""
        return self._facts.handed_on is not None

    def is_covered(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether another body reconciles for this one."""
        return self._facts.covered is not None

    def covers_others(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the body reconciles for others."""
        return bool(self._facts.covers)

    @property
    def _facts(self) -> ReconciliationFacts:
        case = self.model.case
        return cast(ReconciliationFacts, case.facts) if case else ReconciliationFacts()
