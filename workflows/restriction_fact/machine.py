"""What may happen to a broken restriction, in which order, by whose hand."""

from typing import cast

from statemachine import State

from events import case as any_case
from events import fact
from events import restriction_fact as happened
from events.clearance import Clearance
from events.text import Text, msg
from workflows.actor import Actor
from workflows.fact import FactWorkflow, row_rules
from workflows.machine import each
from workflows.restriction_fact.case import RestrictionFact
from workflows.restriction_fact.facts import RestrictionFacts


class RestrictionFactWorkflow(FactWorkflow):
    """From the finding to the measures of the management (l.454–500, l.732)."""

    WORKFLOW = "restriction_fact"
    TITLE = "Broken restriction"
    CASE = RestrictionFact
    ENDED = frozenset({"closed", "withdrawn"})
    CONSEQUENCES = row_rules(
        happened.IncompatibleActivityFound,
        happened.ConflictOfInterestFound,
        happened.InsiderUseFound,
        happened.BenefitAccepted,
        happened.ForeignAccountFound,
        happened.RelativesFound,
    )

    new = State("New", initial=True)
    registered = State("Registered")
    measured = State("Measures taken")
    closed = State("Closed")
    withdrawn = State("Withdrawn")

    _open, _known = (registered, measured), (registered, measured, closed)

    register_incompatible_activity = new.to(registered, on=happened.IncompatibleActivityFound.record, cond="recorder")
    register_relatives = new.to(registered, on=happened.RelativesFound.record, cond="recorder")
    register_conflict_of_interest = new.to(registered, on=happened.ConflictOfInterestFound.record, cond="recorder")
    register_insider_use = new.to(registered, on=happened.InsiderUseFound.record, cond="recorder")
    register_benefit = new.to(registered, on=happened.BenefitAccepted.record, cond="recorder")
    register_foreign_account = new.to(
        registered, on=happened.ForeignAccountFound.record, cond=["recorder", "sees_tax_secrets"]
    )
    record_measures = registered.to(measured, on=happened.RestrictionMeasuresTaken.record, cond="recorder") | each(
        measured, on=happened.RestrictionMeasuresTaken.record, cond="recorder"
    )
    hand_over_gift = each(*_open, on=happened.GiftHandedOver.record, cond=["recorder", "of_a_gift"])
    record_cure = each(*_open, on=happened.RestrictionCured.record, cond=["recorder", "to_be_cured"])
    close_restriction_fact = measured.to(closed, on=happened.RestrictionFactClosed.record, cond="recorder")
    withdraw_fact = withdrawn.from_(*_known, on=fact.FactWithdrawn.record, cond="recorder")
    link_fact = each(*_known, on=fact.FactLinked.record, cond="recorder")
    _recorded = (*_known, withdrawn)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_open, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_open, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "register_incompatible_activity": "Register incompatible activity",
        "register_relatives": "Register joint service of relatives",
        "register_conflict_of_interest": "Register a conflict of interest",
        "register_insider_use": "Register the use of insider information",
        "register_benefit": "Register a reward, gift or service",
        "register_foreign_account": "Register accounts in foreign banks",
        "record_measures": "Record measures",
        "hand_over_gift": "Record that the gift was handed over",
        "record_cure": "Record that it is cured",
        "close_restriction_fact": "Close the broken restriction",
        "withdraw_fact": "Withdraw the fact",
        "link_fact": "Say that it is the fact of another case",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    def sees_tax_secrets(self, actor: Actor) -> bool:
        """Somebody on the body's list of those who may see tax secrets (l.498)."""
        return self.cleared(actor, Clearance.TAX_SECRECY)

    def of_a_gift(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether it is a gift, which is handed over."""
        return self._facts.is_gift

    def to_be_cured(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether it is of a kind that can be cured."""
        return bool(self._facts.cures)

    def refused_anyway(self) -> frozenset[str]:
        """Name what is recorded once and is recorded already."""
        done = {"hand_over_gift": self._facts.handed_over, "record_cure": self._facts.cured}
        return frozenset(name for name, event in done.items() if event)

    def why_not(self, action: str) -> Text | None:
        """Say what stops an action, to those who may act here."""
        facts = self._facts
        if action == "register_foreign_account":
            return msg("Only people on the approved list of the body work with tax secrets (l.498).")
        if action == "hand_over_gift" and not facts.is_gift:
            return msg("Only a gift is handed over (l.488).")
        if action == "record_cure" and not facts.cures:
            return msg("What was done here is over: nothing cures it. Record the measures.")
        return None

    @property
    def _facts(self) -> RestrictionFacts:
        case = self.model.case
        return cast(RestrictionFacts, case.facts) if case else RestrictionFacts()
