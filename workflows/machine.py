"""The state machine of a kind of work, and carrying out commands with it (design §4).

A transition's action is its event: `sign = finished.to(signed, on=AnalyticalReportSigned.record)`.
The machine decides whether it may happen; the seat makes the event; the case remembers it.
"""

import threading
from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from typing import Any, ClassVar
from uuid import UUID

from statemachine import State, StateChart
from statemachine.transition_list import TransitionList

from events.case import DeadlineExtended, FactCorrected, ResponsibleNamed
from events.event import CaseEvent
from events.text import Text, msg
from workflows.action import Action as Action  # noqa: PLC0414 - offered here, too, beside the machine
from workflows.action import actions as actions  # noqa: PLC0414
from workflows.actor import Actor
from workflows.case import Case
from workflows.compiled import table
from workflows.consequences import Rule, case_id
from workflows.extension import extendable
from workflows.guards import NOW as NOW  # noqa: PLC0414 - offered here, too, beside the machine
from workflows.guards import Guards
from workflows.refusals import NotPermitted, Unknown, WrongOrder
from workflows.register import Register
from workflows.seat import Command, Seat


class Workflow(Guards, StateChart[Seat]):
    """A kind of work. Subclasses name it, draw its states and transitions, and name its case."""

    allow_event_without_transition = False
    catch_errors_as_events = False
    atomic_configuration_update = True

    WORKFLOW: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    CASE: ClassVar[type[Case]]
    ACTIONS: ClassVar[dict[str, str]] = {}
    SUBTASK: ClassVar[str] = ""
    """The subtask of which a body has one case a year, if its cases are of that kind."""
    CONSEQUENCES: ClassVar[Mapping[type[CaseEvent], Rule]] = {}
    PASSING: ClassVar[Mapping[str, Callable[[date], tuple[str, dict[str, Any]]]]] = {}
    """What the service does when the day of a deadline has passed, by the code of its rule: an action and its data."""
    SUPERVISED: ClassVar[bool] = False
    """Whether its cases are begun by those who oversee all organisations, too."""
    ENDED: ClassVar[frozenset[str]] = frozenset({"closed", "cancelled"})
    """States in which the work is over. They are not final to the library, since an entry can be corrected there."""

    BEGUN_BY: ClassVar[Mapping[str, str]] = {}
    """States in which the work is planned and not begun, each with the action by which people begin it."""

    TAKING_BACK: ClassVar[frozenset[str]] = frozenset()
    """Actions that take back what was done: they are possible, but nobody waits for them."""

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the one case that a body has of what an opening action names, None if it may have several."""
        year = data.get("year")
        return case_id(organization, cls.SUBTASK, str(year)) if cls.SUBTASK and isinstance(year, int) else None

    @classmethod
    def reserved(cls, _actor: Actor) -> frozenset[str]:
        """Name the fields of an opening action that this caller leaves to others."""
        return frozenset()

    @classmethod
    def begins_another(cls, _action: str, _state: str) -> bool:
        """Whether an opening action may begin another case beside the one of `only_case`, which is in that state."""
        return False

    def may_record(self, event: CaseEvent, actor: Actor) -> bool:
        """Whether an actor might have recorded an event of the case, by the guards of its transition."""
        steps = (step for group in table(type(self))[event.source].values() for step in group)
        return any(step.event is type(event) and step.is_open(self, actor) for step in steps)

    def why_not_corrected(self, event: CaseEvent, actor: Actor) -> Text | None:
        """Say why an actor may not correct an event of the case as it stands, None if they may."""
        return None if self.may_record(event, actor) else msg("An entry is corrected by those who may make it.")

    def refused_anyway(self) -> frozenset[str]:
        """Name the actions that the case as it stands refuses whatever their data say: they are not offered.

        They are not guarded by it: whoever takes one all the same is told by its checks what is missing.
        """
        return frozenset()

    def concerns(self, _action: str) -> bool:
        """Whether an action is one of the case in the seat at all: one machine may serve several kinds of work."""
        return True

    def why_not(self, _action: str) -> Text | None:
        """Say why an action is refused to a caller whom a guard stops, if there is more to say than that."""
        return None


def each(*states: State, **transition: Any) -> TransitionList:
    """Give a transition that leaves each of these states as it is."""
    # the library's transition builders carry no types
    lists: list[TransitionList] = [state.to.itself(**transition) for state in states]  # type: ignore[no-untyped-call]
    return reduce(TransitionList.__or__, lists)


class _Machines(threading.local):
    """A machine of each kind for each thread: building one per command costs more than the transition."""

    def __init__(self) -> None:
        self.built: dict[type[Workflow], Workflow] = {}

    def of(self, workflow: type[Workflow]) -> Workflow:
        """Give the thread's machine of this kind."""
        if workflow not in self.built:
            self.built[workflow] = workflow(Seat())
        return self.built[workflow]


_machines = _Machines()


def act(workflow: type[Workflow], case: Case, command: Command) -> None:
    """Carry out a command on a case, or raise `Refused`; a refused command leaves the case as it was."""
    if command.action not in actions(workflow):
        raise Unknown(
            msg("There is no action “{action}” in “{workflow}”.", action=command.action, workflow=workflow.WORKFLOW)
        )
    machine = _machines.of(workflow)
    seat = machine.model
    seat.case, seat.command, seat.register = case, command, command.register
    seat.why_not_corrected = lambda event: machine.why_not_corrected(event, command.actor)
    try:
        steps = table(workflow)[case.state].get(command.action, ())
        step = next((step for step in steps if step.is_open(machine, command.actor)), None)
        if step is None:
            raise _refusal(machine, case, command)
        seat.record(step.event, case.state, step.target)
    finally:
        seat.case = seat.command = None


def _refusal(machine: Workflow, case: Case, command: Command) -> WrongOrder | NotPermitted:
    possible, known = table(type(machine))[case.state], actions(type(machine))
    if command.action not in possible:
        names = tuple(name for name in possible if known[name].by_people and machine.concerns(name))
        return WrongOrder(command.action, case.state, names)
    return NotPermitted(
        machine.why_not(command.action)
        or msg(
            "Your role ({role}) does not allow “{action}” on this case.",
            role=command.actor.capacity,
            action=command.action,
        )
    )


def may_correct(workflow: type[Workflow], case: Case, event: CaseEvent, actor: Actor, register: Register) -> bool:
    """Whether this caller might correct an event of the case, were corrections possible now."""
    return event.is_entered() and why_not_corrected(workflow, case, event, actor, register) is None


def why_not_corrected(
    workflow: type[Workflow], case: Case, event: CaseEvent, actor: Actor, register: Register
) -> Text | None:
    """Say why this caller may not correct an event of the case, None if they may."""
    machine = _machines.of(workflow)
    machine.model.case, machine.model.register = case, register
    try:
        return machine.why_not_corrected(event, actor)
    finally:
        machine.model.case = None


def enabled(workflow: type[Workflow], case: Case, actor: Actor, register: Register) -> tuple[Action, ...]:
    """Give the actions that this caller may take now, in the order of their declaration: with the right data each is taken."""
    machine = _machines.of(workflow)
    possible = permitted(workflow, case, actor, register)
    machine.model.case, machine.model.register = case, register
    try:
        refused = machine.refused_anyway()
        offered = [action for action in possible if action.name not in refused]
        return tuple(action for action in offered if _has_an_object(action, machine, case, actor))
    finally:
        machine.model.case = None


def permitted(workflow: type[Workflow], case: Case, actor: Actor, register: Register) -> tuple[Action, ...]:
    """Give the actions that the state of the case allows to this caller, whether or not they could be carried out now."""
    machine = _machines.of(workflow)
    machine.model.case, machine.model.register = case, register
    try:
        steps = table(workflow)[case.state]
        names = {name for name in steps if any(step.is_open(machine, actor) for step in steps[name])}
    finally:
        machine.model.case = None
    return tuple(action for name, action in actions(workflow).items() if name in names)


def _has_an_object(action: Action, machine: Workflow, case: Case, actor: Actor) -> bool:
    """Whether there is anything on the case for an action that any case knows; those of a workflow say so themselves."""
    if action.event is FactCorrected:
        return _something_to_correct(machine, case, actor)
    if action.event is DeadlineExtended:
        return bool(extendable(case))
    return action.event is not ResponsibleNamed or not case.closed


def _something_to_correct(machine: Workflow, case: Case, actor: Actor) -> bool:
    """Whether any entry is one that this caller may correct."""
    return any(event.is_entered() and not machine.why_not_corrected(event, actor) for event in case.history)
