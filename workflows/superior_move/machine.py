"""What may happen to the fact of a move, in which order, by whose hand."""

from statemachine import State

from events import case as any_case
from events import superior_move as happened
from events.fact import FactLinked, FactWithdrawn
from workflows.fact import FactWorkflow, row_rules
from workflows.machine import each
from workflows.superior_move.case import SuperiorMove


class SuperiorMoveWorkflow(FactWorkflow):
    """From the move that ended a check, or was found by hand, to its result (l.421–433)."""

    WORKFLOW = "superior_move"
    TITLE = "Move of a superior"
    CASE = SuperiorMove
    ENDED = frozenset({"closed", "withdrawn"})
    CONSEQUENCES = row_rules(happened.SuperiorMoveRegistered)

    new = State("New", initial=True)
    registered = State("Registered")
    closed = State("Closed")
    withdrawn = State("Withdrawn")

    register_move = new.to(registered, on=happened.SuperiorMoveRegistered.record, cond="recorder")
    take_over = new.to(registered, on=happened.SuperiorMoveRegistered.record, cond="system")
    close_move = registered.to(closed, on=happened.SuperiorMoveClosed.record, cond="recorder")
    withdraw_fact = withdrawn.from_(registered, closed, on=FactWithdrawn.record, cond="recorder")
    link_fact = each(registered, closed, on=FactLinked.record, cond="recorder")
    _recorded = (registered, closed, withdrawn)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="corrector") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    name_responsible = each(registered, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "register_move": "Register the move of a superior",
        "take_over": "Take over the move from a check",
        "close_move": "Record the result and close",
        "withdraw_fact": "Withdraw the fact",
        "link_fact": "Say that it is the fact of another case",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
