"""What may happen to the record of a crime, in which order, by whose hand."""

from statemachine import State

from events import case as any_case
from events import conviction as happened
from events.fact import FactWithdrawn
from workflows.conviction.case import Conviction
from workflows.conviction.consequences import CONSEQUENCES
from workflows.fact import FactWorkflow
from workflows.machine import each


class ConvictionWorkflow(FactWorkflow):
    """From the act that became final to its last review (l.386, l.393)."""

    WORKFLOW = "conviction"
    TITLE = "Crime of a subordinate"
    CASE = Conviction
    ENDED = frozenset({"withdrawn"})
    CONSEQUENCES = CONSEQUENCES

    new = State("New", initial=True)
    final = State("Final")
    withdrawn = State("Withdrawn")

    register_conviction = new.to(final, on=happened.ConvictionRegistered.record, cond="recorder")
    record_appeal = each(final, on=happened.AppealRecorded.record, cond="recorder")
    withdraw_fact = final.to(withdrawn, on=FactWithdrawn.record, cond="recorder")
    follow_check = each(final, withdrawn, on=happened.CheckFollowed.record, cond="system")
    _recorded = (final, withdrawn)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    name_responsible = each(final, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "register_conviction": "Register the crime",
        "record_appeal": "Record the decision of a higher instance",
        "withdraw_fact": "Withdraw the fact",
        "follow_check": "Follow the check of a superior",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
