"""What is to be done on a case next, of what somebody may do there."""

from collections.abc import Sequence
from datetime import date

from service.i18n import Translator
from service.web.lookup import Names
from service.web.subtask_case import SubtaskPage
from workflows.case import Case
from workflows.machine import Action
from workflows.register import Register
from workflows.subtask.facts import SubtaskFacts

EARLY_ENDS = frozenset({"cancelled", "withdrawn"})
"""States in which work ends before it is done."""

QUARTERLY = frozenset({"report_progress", "review_progress"})
"""Actions that bring a case on its way though it stays in its state."""


def divided(possible: Sequence[Action], case: Case) -> tuple[list[Action], list[Action]]:
    """Divide what may be done now: what brings the case on its way, and the rest."""
    forth = [action for action in possible if moves(action, case.state)]
    return forth, [action for action in possible if action not in forth and action.name != "correct"]


def moves(action: Action, state: str) -> bool:
    """Whether it brings a case in that state on its way: another state, other than an early end, or a quarter's information."""
    targets = {target for source, target in action.transitions if source == state}
    return bool(targets) and (action.name in QUARTERLY or bool(targets - {state, *EARLY_ENDS}))


def next_steps(case: Case, possible: Sequence[Action], register: Register, t: Translator, today: date) -> list[Action]:
    """Give those of the possible actions that bring the case on its way, the first step first."""
    if isinstance(case.facts, SubtaskFacts):
        return SubtaskPage(case, case.facts, register, Names(t), t, today).next(possible)[0]
    return divided(possible, case)[0]
