"""What may be entered about a person, and by whom."""

from statemachine import State

from events import case as any_case
from events import person as happened
from workflows.actor import Actor, Role
from workflows.machine import NOW, Workflow, each
from workflows.person.case import Person


class PersonWorkflow(Workflow):
    """The record of a person.

    Entered by the anti-corruption body's supervisors, by the body that keeps the record, by those in which the person now has a
    post, and by bodies above any of them.
    """

    WORKFLOW = "person"
    TITLE = "Record of a person"
    CASE = Person

    new = State("New", initial=True)
    active = State("Active")

    register = new.to(active, on=happened.PersonRegistered.record, cond="keeps")
    rename = each(active, on=happened.PersonRenamed.record, cond="keeps")
    correct = each(active, on=any_case.FactCorrected.record, cond="keeps")

    ACTIONS = {"register": "Enter in the register", "rename": "Change the name", "correct": "Correct an entry"}

    def keeps(self, actor: Actor) -> bool:
        """Somebody who may enter it."""
        if actor.role in {Role.SUPERVISOR, Role.SYSTEM}:
            return True
        case, register = self.model.case, self.model.register
        if case is None or not actor.organization:
            return False
        bodies = {case.organization, *(code for code, _, _ in register.posts_of(case.facts.code, NOW))}
        return any(code and register.within(code, actor.organization, NOW) for code in bodies)
