"""Rows of the two lists that are held against each other."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Code, Name, Words
from events.identification import Identification
from events.offence import CrimeNumber, Offence, OffenceCategory
from events.text import label


class ListSide(StrEnum):
    """Whose list it is: the body's own, or that of the registry of legal statistics."""

    OWN = "own"
    REGISTRY = "registry"


RowCode = Annotated[Code, label("Row", "Its code in the list; rows keep theirs for ever", example="1")]
InForce = Annotated[
    date | None, label("In force since", "The sentence or decision, of administrative and criminal offences (l.378)")
]
Decided = Annotated[date | None, label("Disciplinary decision", "Its date, of offences discrediting the service")]
ActNumber = Annotated[Name | None, label("Number of the act", "Of the court or of the decision", example="1-117/2024")]
CrimeNo = Annotated[
    CrimeNumber | None,
    label("Number in the Unified Register (ЕРДР)", "Usually 15 digits (A-30)", example="241903031000123"),
]


@dataclass(frozen=True, slots=True)
class OwnRow:
    """An offence of one of the body's people, as Appendix 3 tells it (l.380, l.755)."""

    code: RowCode
    offence: Annotated[Offence, label("Offence")]
    fabula: Annotated[Words, label("Facts of the offence", example="Принял вознаграждение за подписание акта приёмки")]
    actions_taken: Annotated[Words, label("Actions taken by the body", example="Уволен, проведено собрание")]
    status: Annotated[Words, label("Status", example="Приговор вступил в законную силу, наказание исполняется")]
    in_force_on: InForce = None
    decision_on: Decided = None
    act_no: ActNumber = None
    crime_no: CrimeNo = None

    @property
    def counts_on(self) -> date | None:
        """The day by whose year it is reconciled: a discrediting offence has no court act (D20)."""
        discrediting = self.offence.category is OffenceCategory.DISCREDITING
        return self.decision_on if discrediting else self.in_force_on


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """An offence as the registry tells it, which knows less."""

    code: RowCode
    offender: Annotated[Name, label("Offender", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    category: Annotated[OffenceCategory, label("Category")]
    iin: Annotated[Identification | None, label("IIN of the offender", example="850101300018")] = None
    happened_on: Annotated[date | None, label("Date of the event", example="2024-02-12")] = None
    in_force_on: InForce = None
    decision_on: Decided = None
    act_no: ActNumber = None
    crime_no: CrimeNo = None

    @property
    def counts_on(self) -> date | None:
        """The day by whose year it is reconciled."""
        return self.decision_on if self.category is OffenceCategory.DISCREDITING else self.in_force_on
