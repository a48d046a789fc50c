"""Corruption offences, as the forms of Project 2 describe them (l.362, l.380, l.392–394)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Name, Tenge, Words
from events.text import label


class OffenceCategory(StrEnum):
    """What somebody did: offences by law, or a misdemeanour that discredits the civil service."""

    ADMINISTRATIVE = "administrative"
    CRIMINAL = "criminal"
    DISCREDITING = "discrediting"


@dataclass(frozen=True, slots=True)
class Offence:
    """The event of an offence: when, where, who, in which post, with which damage (l.362). Nobody who told of it."""

    category: Annotated[OffenceCategory, label("Category")]
    happened_on: Annotated[date, label("Date of the event", "Of one that lasted, its first day", example="2024-02-12")]
    place: Annotated[Words, label("Place of the event", example="г. Қонаев, здание управления")]
    position: Annotated[Name, label("Position of the offender", example="Главный специалист отдела закупок")]
    offender: Annotated[Name, label("Offender", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    happened_until: Annotated[date | None, label("Last day of the event", "If it lasted")] = None
    damage: Annotated[Tenge | None, label("Damage, tenge", "If there is any", example=350_000)] = None

    @property
    def last_day(self) -> date:
        """The last day of the offence, of one that did not last the only one."""
        return self.happened_until or self.happened_on


class Instance(StrEnum):
    """Where a judicial act was changed."""

    APPEAL = "appeal"
    CASSATION = "cassation"


@dataclass(frozen=True, slots=True)
class JudicialAct:
    """The court, its act, and since when it is in force (l.393)."""

    court: Annotated[Name, label("Court", example="Қонаевский городской суд")]
    dated_on: Annotated[date, label("Date of the act", example="2024-05-20")]
    in_force_on: Annotated[date, label("In force since", example="2024-06-05")]
    number: Annotated[Name | None, label("Number of the act", example="1-117/2024")] = None


CrimeNumber = Annotated[
    Name, label("Number in the Unified Register (ЕРДР)", "Usually 15 digits (A-30)", example="241903031000123")
]
"""The number of a criminal case in the Unified Register of Pre-trial Investigations."""
