"""A superior moved to another post, so that liability for a subordinate's corruption was not considered (2.3.2, l.421–433)."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from events.conviction import CRIME
from events.event import CaseEvent
from events.fact import Another, FactRegistered, identity
from events.fields import Name, Words
from events.offence import CrimeNumber, JudicialAct, Offence
from events.text import label


class SuperiorMoveRegistered(FactRegistered):
    """The fact of the move; the offence may be administrative or discrediting too (A-29)."""

    TOPIC = "superior_move.move_registered"
    WORKFLOW = "superior_move"
    HAPPENED = "found_on"
    PAST = ("new_appointed_on",)
    ROW = "2.3.2"

    found_on: Annotated[date, label("Found on", example="2024-04-02")]
    offence: Annotated[Offence, label("Offence", example=CRIME)]
    superior: Annotated[Name, label("Superior", "Surname, name, patronymic", example="Жумабеков Асхат Нурланович")]
    position: Annotated[Name, label("Position of the superior", "Held then", example="Начальник управления")]
    new_organization: Annotated[Name, label("Where the superior moved", example="Министерство юстиции")]
    new_position: Annotated[Name, label("New position", example="Директор департамента")]
    new_appointed_on: Annotated[date, label("Appointed there on", example="2024-04-01")]
    measures_before: Annotated[Words, label("Measures before the move", example="Затребовано объяснение")]
    not_finished_reason: Annotated[Words, label("Why they were not finished", example="Перевод состоялся до заседания")]
    crime_number: Annotated[
        CrimeNumber | None,
        label("Number in the Unified Register (ЕРДР)", "If it is known", example="241903031000123"),
    ] = None
    judicial_act: Annotated[JudicialAct | None, label("Judicial act", "If there is any")] = None
    changes: Annotated[
        Words | None, label("Changes by higher instances", "If there are any", example="Апелляция: без изменения")
    ] = None
    check: Annotated[UUID | None, label("Liability check", "Case of 2.3.1 that the move ended")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same offence of the same person under the same superior."""
        people = [self.offence.offender, self.superior]
        return identity(self.ROW, people, self.offence.happened_on, self.crime_number)


class SuperiorMoveClosed(CaseEvent):
    """What became of it at the new place."""

    TOPIC = "superior_move.move_closed"
    WORKFLOW: ClassVar[str] = "superior_move"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-05-20")]
    result: Annotated[Words, label("Result", example="Материалы переданы по новому месту службы")]
