"""The record of one person as a case."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.utils import register_topic

from events.event import CaseEvent
from events.person import PersonRegistered, PersonRenamed
from events.text import msg
from workflows.case import Case, Facts
from workflows.refusals import Violation
from workflows.register import PersonRecord, Register

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:person")


@dataclass(frozen=True)
class PersonFacts(PersonRecord, Facts):
    """The record of a person, with its rules."""

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Find a number that somebody else has, a name from before the first."""
        found = []
        if isinstance(event, PersonRegistered):
            if event.iin and register.with_iin(event.iin) - {event.code}:
                found.append(Violation(("iin",), msg("Somebody else in the register has this IIN.")))
            if event.originator_id != Person.id_of(event.code):
                found.append(Violation(("code",), msg("A code never changes.")))
        if isinstance(event, PersonRenamed) and event.since < (first := self.names.entries[0][0]):
            found.append(Violation(("since",), msg("This cannot be before {first}.", first=first)))
        return found


class Person(Case):
    """A person of the register."""

    NO_FACTS = PersonFacts()

    @staticmethod
    def id_of(code: str) -> uuid.UUID:
        """Give the id of the one record that a person has."""
        return uuid.uuid5(NAMESPACE, code)


register_topic("case:person", Person)
