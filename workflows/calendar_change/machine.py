"""The machine of a change: nobody approves or revokes alone."""

from statemachine import State

from events import calendar_change as happened
from events.calendar_change import Reach
from events.text import Text, msg
from workflows.actor import Actor, Role
from workflows.calendar_change.case import CalendarChange
from workflows.calendar_change.facts import CalendarChangeFacts
from workflows.calendar_change.overrides import reach
from workflows.machine import NOW, Workflow


class CalendarChangeWorkflow(Workflow):
    """From a proposal to the change that holds, and to its revocation."""

    WORKFLOW = "calendar_change"
    TITLE = "Change of the working-day calendar"
    CASE = CalendarChange
    SUPERVISED = True
    ENDED = frozenset({"rejected", "revoked"})

    new = State("New", initial=True)
    proposed = State("Proposed")
    approved = State("Approved")
    revocation_proposed = State("Revocation proposed")
    rejected = State("Rejected", final=True)
    revoked = State("Revoked", final=True)

    propose_swap = new.to(proposed, on=happened.SwapProposed.record, cond="proposes")
    propose_day_off = new.to(proposed, on=happened.DayOffProposed.record, cond="proposes")
    propose_holiday = new.to(proposed, on=happened.HolidayProposed.record, cond="proposes")
    propose_festival_date = new.to(proposed, on=happened.FestivalDateProposed.record, cond="proposes")
    propose_holiday_withdrawal = new.to(proposed, on=happened.HolidayWithdrawalProposed.record, cond="proposes")
    approve_change = proposed.to(approved, on=happened.CalendarChangeApproved.record, cond=["proposes", "is_another"])
    reject_change = proposed.to(rejected, on=happened.CalendarChangeRejected.record, cond="proposes")
    propose_revocation = approved.to(revocation_proposed, on=happened.RevocationProposed.record, cond="proposes")
    reject_revocation = revocation_proposed.to(approved, on=happened.RevocationRejected.record, cond="proposes")
    revoke_change = revocation_proposed.to(
        revoked, on=happened.CalendarChangeRevoked.record, cond=["proposes", "is_another"]
    )

    ACTIONS = {
        "propose_swap": "Propose to move a day of rest",
        "propose_day_off": "Propose a day off",
        "propose_holiday": "Propose a holiday",
        "propose_festival_date": "Propose the day of Kurban Ait",
        "propose_holiday_withdrawal": "Propose to withdraw a holiday",
        "approve_change": "Approve the change",
        "reject_change": "Reject the change",
        "propose_revocation": "Propose the revocation",
        "reject_revocation": "Reject the revocation",
        "revoke_change": "Revoke the change",
    }

    def proposes(self, actor: Actor) -> bool:
        """A supervisor, the service at the hands of whoever runs it, or somebody of a body above the one concerned.

        What was proposed for the nation or a region is for supervisors alone, whatever the body under which it is kept.
        """
        if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
            return True
        case = self.model.case
        if case is None or actor.organization == case.organization:
            return False
        proposed = case.facts.proposed
        if proposed is not None and reach(proposed) is not Reach.ORGANIZATION:
            return False
        return self.model.register.within(case.organization, actor.organization, NOW)

    def is_another(self, actor: Actor) -> bool:
        """Somebody else than the one who proposed what is to be decided."""
        case = self.model.case
        if case is None:
            return False
        facts: CalendarChangeFacts = case.facts
        decided = facts.proposer if case.state == "proposed" else facts.revoker
        return decided is not None and not decided.is_of(actor)

    def why_not(self, action: str) -> Text | None:
        """Say that two people are needed."""
        if action in {"approve_change", "revoke_change"}:
            return msg("Another person than the one who proposed it decides, of those who may change this calendar.")
        return None
