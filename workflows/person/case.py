"""The record of one person as a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from eventsourcing.utils import register_topic

from events.event import CaseEvent
from events.person import PersonHandedOver, PersonRegistered, PersonRenamed
from events.text import Body, msg
from workflows.case import Case, Facts
from workflows.person.number import TAKEN
from workflows.refusals import Violation
from workflows.register import PersonRecord, Register

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:person")


@dataclass(frozen=True)
class PersonFacts(PersonRecord, Facts):
    """The record of a person, with its rules; `former_iin` is the number before the newest entry."""

    former_iin: str = ""

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Find a number that somebody else has, a name from before the first, a keeper that there is not."""
        found = []
        if isinstance(event, PersonRegistered):
            if event.iin and register.with_iin(event.iin) - {event.code}:
                found.append(Violation(("iin",), TAKEN))
            if event.originator_id != Person.id_of(event.code):
                found.append(Violation(("code",), msg("A code never changes.")))
        if isinstance(event, PersonRenamed) and event.since < (first := self.names.entries[0][0]):
            found.append(Violation(("since",), msg("This cannot be before {first}.", first=first)))
        if isinstance(event, PersonHandedOver) and not register.exists(event.keeper, event.handed_on):
            text = msg("There was no organisation {code} on {day}.", code=Body(event.keeper), day=event.handed_on)
            found.append(Violation(("keeper",), text))
        return found


class Person(Case):
    """A person of the register."""

    NO_FACTS = PersonFacts()
    KNOWS_FORMER = True

    @staticmethod
    def id_of(code: str) -> uuid.UUID:
        """Give the id of the one record that a person has."""
        return uuid.uuid5(NAMESPACE, code)

    def evolve(self, event: CaseEvent, facts: Facts | None = None) -> None:
        """Remember an event; the record is that of the body which keeps it now."""
        former = self.facts.iin
        super().evolve(event, facts)
        self.__dict__.update(facts=replace(self.facts, former_iin=former), organization=self.facts.keeper)


register_topic("case:person", Person)
