"""What may be entered about a person, and by whom."""

from collections.abc import Mapping
from typing import Any

from statemachine import State

from events import case as any_case
from events import person as happened
from workflows.actor import Actor, Role
from workflows.machine import NOW, Workflow, each
from workflows.person.case import Person
from workflows.person.number import numbers


class PersonWorkflow(Workflow):
    """The record of a person.

    Entered by the anti-corruption body's supervisors, by the body that keeps the record, and by bodies above it. A body that
    appoints the person gets no right to the record by that: its keeper hands it over, or a body above both does.
    """

    WORKFLOW = "person"
    TITLE = "Record of a person"
    CASE = Person

    new = State("New", initial=True)
    active = State("Active")

    register = new.to(active, on=happened.PersonRegistered.record, cond="keeps")
    rename = each(active, on=happened.PersonRenamed.record, cond="keeps")
    hand_over = each(active, on=happened.PersonHandedOver.record, cond="hands_over")
    correct = each(active, on=any_case.FactCorrected.record, cond="keeps")

    ACTIONS = {
        "register": "Enter in the register",
        "rename": "Change the name",
        "hand_over": "Hand the record over to another body",
        "correct": "Correct an entry",
    }

    CONSEQUENCES = {happened.PersonRegistered: numbers}

    def keeps(self, actor: Actor) -> bool:
        """Somebody who may enter it."""
        if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
            return True
        case = self.model.case
        if case is None or not actor.organization:
            return False
        return self.model.register.within(case.organization, actor.organization, NOW)

    def hands_over(self, actor: Actor) -> bool:
        """The keeper, or a body above the keeper and whoever gets the record."""
        if not self.keeps(actor):
            return False
        case, command = self.model.case, self.model.command
        is_keepers = case is not None and actor.organization == case.organization
        if is_keepers or command is None or actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
            return True
        return self.model.register.within(_keeper(command.data), actor.organization, NOW)


def _keeper(data: Mapping[str, Any]) -> str:
    """Give the new keeper that a payload names, of a correction that of the entry it corrects."""
    inner = data.get("data")
    return str((inner if isinstance(inner, dict) else data).get("keeper"))
