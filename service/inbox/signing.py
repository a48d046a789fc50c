"""Which cases wait for a signature, and whether it is this signatory's (l.41, l.45; requirements §4)."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from service.web.next_steps import moves
from workflows.actor import Actor
from workflows.case import Case
from workflows.compiled import table
from workflows.machine import Action, Workflow, actions
from workflows.register import Register
from workflows.registry import WORKFLOWS
from workflows.signatories import Paper
from workflows.signing import posts
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.signing import paper

_SIGNATORIES = frozenset({"signatory", "signs_schedule", "signs_report"})
"""Guards that let only those through who sign there: what they open is a signature itself."""

_RECORDED: Mapping[str, Callable[[Case], Paper | None]] = {
    "sign_evidence": lambda case: paper(case.facts) if isinstance(case.facts, SubtaskFacts) else None,
    "approve_act": lambda _case: Paper.RECONCILIATION_ACT,
}
"""Actions that record a signature, and anybody at work may take them: each with the paper that is signed."""


@cache
def signed_states() -> frozenset[str]:
    """Name the states ("workflow/state") in which something may wait for a signature."""
    return frozenset(
        f"{name}/{state}"
        for name, kind in WORKFLOWS.items()
        for state in table(kind)
        for action in actions(kind).values()
        if _signs(kind, action) and moves(kind, action, state)
    )


def waits_for(actor: Actor, kind: type[Workflow], case: Case, action: Action, register: Register, on: date) -> bool:
    """Whether an action that the actor may take now is their own signature."""
    if action.name in _RECORDED:
        signed = _RECORDED[action.name](case)
        return signed is not None and actor.post in posts(signed, case.organization, on, register)
    return _signs(kind, action)


@cache
def _signs(kind: type[Workflow], action: Action) -> bool:
    if action.name in _RECORDED:
        return True
    steps = (step for group in table(kind).values() for step in group.get(action.name, ()))
    return any(name in _SIGNATORIES for step in steps for name, _ in step.guards)
