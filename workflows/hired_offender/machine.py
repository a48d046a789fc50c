"""What may happen to the fact that an offender was hired, in which order, by whose hand."""

from statemachine import State

from events import case as any_case
from events import fact
from events import hired_offender as happened
from workflows.fact import FactWorkflow, row_rules
from workflows.hired_offender.case import HiredOffender
from workflows.machine import each


class HiredOffenderWorkflow(FactWorkflow):
    """From the finding to the measures of the management (l.447–452)."""

    WORKFLOW = "hired_offender"
    TITLE = "Hiring of an offender"
    CASE = HiredOffender
    ENDED = frozenset({"closed", "withdrawn"})
    CONSEQUENCES = row_rules(happened.OffenderFoundHired)

    new = State("New", initial=True)
    registered = State("Registered")
    measured = State("Measures taken")
    closed = State("Closed")
    withdrawn = State("Withdrawn")

    _known = (registered, measured, closed)

    register_hired_offender = new.to(registered, on=happened.OffenderFoundHired.record, cond="recorder")
    record_hiring_measures = registered.to(measured, on=happened.HiringMeasuresTaken.record, cond="recorder") | each(
        measured, on=happened.HiringMeasuresTaken.record, cond="recorder"
    )
    close_hiring_fact = measured.to(closed, on=happened.HiredOffenderClosed.record, cond="recorder")
    withdraw_fact = withdrawn.from_(*_known, on=fact.FactWithdrawn.record, cond="recorder")
    link_fact = each(*_known, on=fact.FactLinked.record, cond="recorder")
    _recorded = (*_known, withdrawn)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    name_responsible = each(registered, measured, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "register_hired_offender": "Register that an offender was hired",
        "record_hiring_measures": "Record measures about the hiring",
        "close_hiring_fact": "Close the fact of hiring",
        "withdraw_fact": "Withdraw the fact",
        "link_fact": "Say that it is the fact of another case",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
