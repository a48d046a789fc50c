"""The actions of a workflow, read from its machine."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from events.event import CaseEvent
from workflows.case import INITIAL
from workflows.compiled import event_of

if TYPE_CHECKING:
    from workflows.machine import Workflow

_SERVICE = frozenset({"system", "filled_in"})
"""The guards of what the service alone does, or prepares for whoever does it."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action as outsiders see it: its name, title (message id), event and transitions.

    `by_people` says whether people take it with data of their own, without the service.
    """

    name: str
    title: str
    event: type[CaseEvent]
    transitions: tuple[tuple[str, str], ...]
    by_people: bool

    @property
    def opens(self) -> bool:
        """Whether somebody can begin a case with it."""
        return self.by_people and any(source == INITIAL for source, _ in self.transitions)


@cache
def actions(workflow: "type[Workflow]") -> dict[str, Action]:
    """Give the actions of a workflow by name, in the order in which they are declared."""
    found: dict[str, Action] = {}
    for state in workflow.states:
        for transition in state.transitions:
            event_class = event_of(transition)
            for name in (str(event.id) for event in transition.events):
                known = found.get(name)
                pairs = (*(known.transitions if known else ()), (state.id, transition.target.id))
                by_people = (known is not None and known.by_people) or not _is_services(transition)
                found[name] = Action(name, workflow.ACTIONS.get(name, name), event_class, pairs, by_people)
    return {name: found[name] for name in (*workflow.ACTIONS, *found) if name in found}


def _is_services(transition: Any) -> bool:
    return any(spec.attr_name in _SERVICE for spec in transition.cond)
