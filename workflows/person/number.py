"""Whose an IIN is, number by number.

Two people entered at the same moment, by processes that do not know of each other, could get one number. So whoever
enters a number also writes its own record, whose first entry the log takes once.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from eventsourcing.utils import register_topic
from statemachine import State

from events.event import CaseEvent
from events.person import NumberFreed, NumberGiven
from events.text import msg
from workflows.case import Case, Facts
from workflows.consequences import Consequence
from workflows.machine import Workflow, each
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.person.case import PersonFacts

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:iin")

TAKEN = msg("This IIN cannot be entered here. Check it; if it is right, ask the anti-corruption body's supervisors.")
"""Says no more than it must: whether somebody is in the register is not everybody's business."""


@dataclass(frozen=True)
class NumberFacts(Facts):
    """Whose a number is: the code of a person, empty for nobody's. `contested` says that it was given twice."""

    person: str = ""
    contested: bool = False

    def after(self, event: CaseEvent) -> Self:
        """Give the facts after one more event."""
        if isinstance(event, NumberGiven):
            return replace(self, person=event.person, contested=self.person not in {"", event.person})
        return replace(self, person="", contested=False)

    def violations(self, _event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Find a number that somebody else has; the field is that of the person's record."""
        return (Violation(("iin",), TAKEN),) if self.contested else ()


class Number(Case):
    """The record of one IIN."""

    NO_FACTS = NumberFacts()

    @staticmethod
    def id_of(iin: str) -> uuid.UUID:
        """Give the id of the one record of a number."""
        return uuid.uuid5(NAMESPACE, iin)


register_topic("case:iin", Number)


class NumberWorkflow(Workflow):
    """Gives numbers to people and frees them; only the system does, as a consequence of what is entered of the people."""

    WORKFLOW = "iin"
    TITLE = "Record of an IIN"
    CASE = Number

    new = State("New", initial=True)
    recorded = State("Recorded")

    give = new.to(recorded, on=NumberGiven.record, cond="system") | each(recorded, on=NumberGiven.record, cond="system")
    free = new.to(recorded, on=NumberFreed.record, cond="system") | each(recorded, on=NumberFreed.record, cond="system")

    ACTIONS = {"give": "Enter the number for a person", "free": "Free the number"}


def numbers(_event: Any, facts: "PersonFacts", _register: Register) -> Iterator[Consequence]:
    """Let what is entered of a person free the number that is theirs no longer, and give them the one that is."""
    if facts.former_iin != facts.iin:
        for number, action in ((facts.former_iin, "free"), (facts.iin, "give")):
            if number:
                yield Consequence("iin", Number.id_of(number), "", action, {"person": facts.code})
