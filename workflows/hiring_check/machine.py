"""What may happen to a check of candidates, in which order, by whose hand."""

from statemachine import State

from events import case as any_case
from events import hiring_check as happened
from workflows.fact import FactWorkflow
from workflows.hiring_check.case import HiringCheck
from workflows.machine import each


class HiringCheckWorkflow(FactWorkflow):
    """From the candidates to their admission (l.439–445); recorded by the same people as facts are."""

    WORKFLOW = "hiring_check"
    TITLE = "Check of candidates"
    CASE = HiringCheck

    new = State("New", initial=True)
    check_begun = State("Check begun")
    looked_up = State("Looked up")
    admission_decided = State("Admission decided")
    closed = State("Closed")
    cancelled = State("Cancelled")

    _open = (check_begun, looked_up, admission_decided)

    begin_check = new.to(check_begun, on=happened.HiringCheckBegun.record, cond="recorder")
    record_lookup = check_begun.to(looked_up, on=happened.CandidatesLookedUp.record, cond="recorder") | each(
        looked_up, admission_decided, on=happened.CandidatesLookedUp.record, cond="recorder"
    )
    decide_admission = admission_decided.from_(
        check_begun, looked_up, on=happened.AdmissionDecided.record, cond="recorder"
    )
    close_check = admission_decided.to(closed, on=happened.HiringCheckClosed.record, cond="recorder")
    cancel_check = cancelled.from_(*_open, on=happened.HiringCheckCancelled.record, cond="recorder")
    _recorded = (*_open, closed, cancelled)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_open, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_open, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "begin_check": "Begin the check of candidates",
        "record_lookup": "Record a look-up",
        "decide_admission": "Decide on admission",
        "close_check": "Close the check",
        "cancel_check": "Cancel the check",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
