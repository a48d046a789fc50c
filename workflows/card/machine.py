"""Who enters the dates of the Карта: the anti-corruption body's supervisors."""

from statemachine import State

from events.card import CardDatesSet
from workflows.actor import Actor, Role
from workflows.card.case import Card
from workflows.machine import Workflow, each


class CardWorkflow(Workflow):
    """The dates of one year's Карта; entering them again replaces them."""

    WORKFLOW = "card"
    TITLE = "Upload dates of the Карта"
    CASE = Card

    new = State("New", initial=True)
    kept = State("Kept")

    set_dates = new.to(kept, on=CardDatesSet.record, cond="keeps") | each(kept, on=CardDatesSet.record, cond="keeps")

    ACTIONS = {"set_dates": "Set the dates of the Карта"}

    def keeps(self, actor: Actor) -> bool:
        """A supervisor, or the service at the hands of whoever runs it."""
        return actor.role in {Role.SUPERVISOR, Role.SYSTEM}
