"""What may happen to a check, in which order, by whose hand (l.384–433)."""

from typing import cast

from statemachine import State

from events import case as any_case
from events import liability_check as happened
from events.fact import FactLinked, FactWithdrawn
from events.resignation import Ruling
from workflows.actor import Actor
from workflows.fact import FactWorkflow
from workflows.liability_check.case import LiabilityCheck
from workflows.liability_check.consequences import CONSEQUENCES
from workflows.liability_check.facts import LiabilityFacts
from workflows.machine import each


class LiabilityGuards(FactWorkflow):
    """What the table says, as the machine asks it: each guard takes the actor, whoever it is."""

    @property
    def facts(self) -> LiabilityFacts:
        """What is known of the check."""
        if self.model.case is None:
            raise AssertionError("nobody sits here")
        return cast(LiabilityFacts, self.model.case.facts)

    def must_resign(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the superior is to resign."""
        return self.facts.rules(Ruling.RESIGNS)

    def may_be_disciplined(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether discipline is considered."""
        return self.facts.rules(Ruling.DISCIPLINE)

    def owes_nothing(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether there is no ground for liability."""
        return self.facts.rules(Ruling.NO_DUTY)

    def needs_a_hand(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether an official decides, because the table has a gap or does not speak of the superior."""
        return self.facts.rules(Ruling.BY_HAND) or self.facts.rules(Ruling.OUTSIDE)

    def nothing_done(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether nothing was done yet by the verdict."""
        return not self.facts.reached

    def had_filed(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether a resignation was filed, and not decided on."""
        return self.facts.reached == "resignation_filed"

    def had_not_filed(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether it was noted that none was filed, and nothing decided."""
        return self.facts.reached == "resignation_not_filed"

    def had_been_refused(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the resignation was not accepted, and nothing decided on discipline."""
        return self.facts.reached == "resignation_refused"

    def had_decided(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether there was a decision."""
        return self.facts.reached == "decided"


class LiabilityCheckWorkflow(LiabilityGuards):
    """From the ground of the check to the decision on the superior."""

    WORKFLOW = "liability_check"
    TITLE = "Liability of a superior"
    CASE = LiabilityCheck
    ENDED = frozenset({"closed", "moved_on", "no_basis_left", "withdrawn"})
    CONSEQUENCES = CONSEQUENCES

    new = State("New", initial=True)
    superior_sought = State("Superior to be named")
    resignation_awaited = State("Resignation awaited")
    discipline_awaited = State("Discipline to be considered")
    hand_awaited = State("To be decided by hand")
    no_duty = State("No ground for liability")
    resignation_filed = State("Resignation filed")
    resignation_not_filed = State("Resignation not filed")
    resignation_refused = State("Resignation not accepted")
    decided = State("Decided")
    closed = State("Closed")
    moved_on = State("Superior moved")
    no_basis_left = State("Ground gone")
    withdrawn = State("Withdrawn")

    _judged = (superior_sought, resignation_awaited, discipline_awaited, hand_awaited, no_duty)
    _acted_upon = (resignation_filed, resignation_not_filed, resignation_refused, decided)
    _open = (*_judged, *_acted_upon)
    _ended = (closed, moved_on, no_basis_left, withdrawn)

    open_check = new.to(superior_sought, on=happened.LiabilityCheckOpened.record, cond="system")
    open_by_hand = new.to(superior_sought, on=happened.LiabilityCheckOpened.record, cond="recorder")
    name_superior = each(superior_sought, on=happened.SuperiorNamed.record, cond="recorder")
    record_verdict = (
        resignation_awaited.from_(*_judged, on=happened.VerdictReached.record, cond=["system", "must_resign"])
        | discipline_awaited.from_(*_judged, on=happened.VerdictReached.record, cond=["system", "may_be_disciplined"])
        | no_duty.from_(*_judged, on=happened.VerdictReached.record, cond=["system", "owes_nothing"])
        | hand_awaited.from_(*_judged, on=happened.VerdictReached.record, cond=["system", "needs_a_hand"])
        | each(*_acted_upon, *_ended, on=happened.VerdictReached.record, cond="system")
    )
    decide_by_hand = each(hand_awaited, on=happened.DecidedByHand.record, cond="recorder")
    file_resignation = resignation_filed.from_(
        resignation_awaited, resignation_not_filed, on=happened.ResignationFiled.record, cond="recorder"
    )
    record_not_filed = resignation_awaited.to(
        resignation_not_filed, on=happened.ResignationNotFiled.record, cond="recorder"
    )
    accept_resignation = resignation_filed.to(decided, on=happened.ResignationAccepted.record, cond="recorder")
    refuse_resignation = resignation_filed.to(
        resignation_refused, on=happened.ResignationRefused.record, cond="recorder"
    )
    decide_discipline = decided.from_(
        discipline_awaited,
        resignation_not_filed,
        resignation_refused,
        on=happened.DisciplineDecided.record,
        cond="recorder",
    )
    superior_moved = moved_on.from_(
        resignation_awaited,
        discipline_awaited,
        hand_awaited,
        resignation_filed,
        resignation_not_filed,
        resignation_refused,
        on=happened.SuperiorMoved.record,
        cond="recorder",
    )
    close_check = closed.from_(decided, no_duty, resignation_not_filed, on=happened.CheckClosed.record, cond="recorder")
    note_appeal = each(*_open, *_ended, on=happened.AppealNoted.record, cond="system")
    lose_basis = no_basis_left.from_(*_open, on=happened.NoBasisLeft.record, cond="system") | each(
        *_ended, on=happened.NoBasisLeft.record, cond="system"
    )
    regain_basis = each(*_open, *_ended, on=happened.BasisRegained.record, cond="system")
    resume = (
        no_basis_left.to(superior_sought, on=happened.CheckResumed.record, cond=["system", "nothing_done"])
        | no_basis_left.to(resignation_filed, on=happened.CheckResumed.record, cond=["system", "had_filed"])
        | no_basis_left.to(resignation_not_filed, on=happened.CheckResumed.record, cond=["system", "had_not_filed"])
        | no_basis_left.to(resignation_refused, on=happened.CheckResumed.record, cond=["system", "had_been_refused"])
        | no_basis_left.to(decided, on=happened.CheckResumed.record, cond=["system", "had_decided"])
    )
    withdraw_fact = withdrawn.from_(*_open, closed, moved_on, no_basis_left, on=FactWithdrawn.record, cond="recorder")
    link_fact = each(*_open, closed, moved_on, no_basis_left, on=FactLinked.record, cond="recorder")
    _recorded = (*_open, *_ended)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="corrector") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_open, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_open, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "open_check": "Open the check of a superior",
        "open_by_hand": "Open a check by hand",
        "name_superior": "Name the superior",
        "record_verdict": "Reach the verdict of the table",
        "decide_by_hand": "Decide by hand",
        "file_resignation": "Record the application for resignation",
        "record_not_filed": "Record that no application was filed",
        "accept_resignation": "Record that the resignation was accepted",
        "refuse_resignation": "Record that the resignation was not accepted",
        "decide_discipline": "Record the decision on discipline",
        "superior_moved": "Record that the superior moved",
        "close_check": "Close the check",
        "note_appeal": "Note the decision of a higher instance",
        "lose_basis": "End the check without a ground",
        "regain_basis": "Find that the superior answers after all",
        "resume": "Go on with the check",
        "withdraw_fact": "Withdraw the fact",
        "link_fact": "Say that it is the fact of another case",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
