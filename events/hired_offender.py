"""Somebody was hired who had committed a corruption offence before (2.4.1, l.447–452)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from events.event import CaseEvent
from events.fact import Another, FactRegistered, identity
from events.fields import Code, Name
from events.measures import MeasuredFactClosed, MeasuresTaken
from events.text import label


class HiredOffenderEvent(CaseEvent):
    """An event of one fact of such hiring."""

    WORKFLOW: ClassVar[str] = "hired_offender"


class HiredWhen(StrEnum):
    """On which side of the amendment that forbids such hiring (l.451)."""

    BEFORE_BAN = "before_ban"
    AFTER_BAN = "after_ban"


class OffenderFoundHired(FactRegistered, HiredOffenderEvent):
    """The body found that it had hired an offender; all that the form asks for but the measures (l.447–451)."""

    TOPIC = "hired_offender.offender_found_hired"
    HAPPENED = "found_on"
    PAST = ("hired_on", "in_force_on", "checked_on")
    ROW = "2.4.1"

    found_on: Annotated[date, label("Found on", "It is reported in the quarter of this day", example="2024-05-14")]
    name: Annotated[Name, label("Who was hired", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    position: Annotated[Name, label("Position", "In which they were hired", example="Главный специалист")]
    offence_on: Annotated[date, label("Date of the offence", example="2021-02-12")]
    act_on: Annotated[date, label("Date of the judicial act", example="2021-05-20")]
    in_force_on: Annotated[date, label("In force since", "The judicial act", example="2021-06-05")]
    hired_on: Annotated[date, label("Hired on", example="2024-02-01")]
    checker: Annotated[
        Name, label("Who had to check", "Surname, name, patronymic", example="Ахметова Айгуль Кайратовна")
    ]
    checker_position: Annotated[
        Name, label("Position of whoever had to check", example="Руководитель службы управления персоналом")
    ]
    hired: Annotated[
        HiredWhen, label("Hired before or after the ban", "The amendment that forbids to hire such people (l.451)")
    ]
    checked_on: Annotated[date | None, label("Checked on", "If it was checked", example="2024-01-25")] = None
    ban_in_force_on: Annotated[
        date | None,
        label("Ban in force since", "Day of the amendment, if you know it: it then decides", example="2016-01-01"),
    ] = None
    check: Annotated[
        UUID | None,
        label(
            "Check",
            "Case of the check of the candidates, if there was one",
            example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11",
        ),
    ] = None
    candidate: Annotated[Code | None, label("Candidate", "The code in that check", example="C1")] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same person hired on the same day is the same fact (requirements §3)."""
        return identity(self.ROW, [self.name], self.hired_on)


class HiringMeasuresTaken(MeasuresTaken, HiredOffenderEvent):
    """The management did something about the hiring (l.452)."""

    TOPIC = "hired_offender.measures_taken"


class HiredOffenderClosed(MeasuredFactClosed, HiredOffenderEvent):
    """Nothing more is to be done about the hiring."""

    TOPIC = "hired_offender.fact_closed"
