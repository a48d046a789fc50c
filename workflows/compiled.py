"""A machine read as a table: which steps an action can take from a state, in the order in which they are tried.

python-statemachine's engine can do more than our machines ask for, and takes twice as long for a transition as everything
else a command does together. The table is read from the machine's own definition, refuses what it cannot
hold, and is held equal to the engine by a test.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from statemachine import StateChart

from events.event import CaseEvent

Machine = type[StateChart[Any]]


class NotATable(TypeError):  # noqa: N818 - named as what is the case
    """The machine uses what a table does not hold; the message says what, and where."""


@dataclass(frozen=True, slots=True)
class Step:
    """One transition: where it leads, the event it records, and its guards by name with the answers that open it."""

    target: str
    event: type[CaseEvent]
    guards: tuple[tuple[str, bool], ...]

    def is_open(self, machine: StateChart[Any], actor: Any) -> bool:
        """Whether all guards of a machine, whose seat is taken, let an actor through."""
        return all(bool(getattr(machine, name)(actor)) is wanted for name, wanted in self.guards)


Table = Mapping[str, Mapping[str, tuple[Step, ...]]]
"""State, action, steps."""


@cache
def table(machine: Machine) -> Table:
    """Read a machine; raises `NotATable`."""
    read: dict[str, dict[str, tuple[Step, ...]]] = {}
    for state in machine.states:
        if state.states or state.parallel or state.history or _callbacks(machine, state.enter, state.exit):
            raise NotATable(f"state {state.id} of {machine.__name__} is more than a name")
        actions = read[state.id] = {}
        for transition in state.transitions:
            step = _step(machine, transition)
            for event in transition.events:
                actions[str(event.id)] = (*actions.get(str(event.id), ()), step)
    return read


def _step(machine: Machine, transition: Any) -> Step:
    targets, where = transition.targets, f"{transition.source.id} of {machine.__name__}"
    if len(targets) != 1 or transition.internal or transition.is_eventless:
        raise NotATable(f"a transition from {where} needs an action and one target")
    if len(_callbacks(machine, transition.validators, transition.before, transition.on, transition.after)) != 1:
        raise NotATable(f"a transition from {where} has callbacks beside its event and guards")
    guards = tuple((_guard(machine, spec), bool(spec.expected_value)) for spec in transition.cond)
    return Step(targets[0].id, event_of(transition), guards)


def event_of(transition: Any) -> type[CaseEvent]:
    """Give the event that a transition records; raises `NotATable` if it does anything else."""
    done = [getattr(spec.func, "__self__", None) for spec in transition.on if not spec.is_convention]
    if len(done) != 1 or not (isinstance(done[0], type) and issubclass(done[0], CaseEvent)):
        raise NotATable(f"a transition from {transition.source.id} must record one event and do nothing else")
    return done[0]


def _guard(machine: Machine, spec: Any) -> str:
    name = str(spec.attr_name)
    found = getattr(machine, name, None)
    if not inspect.isfunction(found) or list(inspect.signature(found).parameters) != ["self", "actor"]:
        raise NotATable(f"guard “{spec}” of {machine.__name__} must be one of its methods that takes the actor")
    return name


def _callbacks(machine: Machine, *groups: Any) -> list[Any]:
    """List what the engine would call: what is named in the definition, and methods that are found by their names."""
    return [spec for group in groups for spec in group if not spec.is_convention or hasattr(machine, spec.attr_name)]
