"""A corruption crime became final: a judgment in force, or a case terminated on a non-rehabilitating ground (l.386)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from events.event import CaseEvent
from events.fact import Another
from events.fields import Words
from events.offence import CrimeNumber, Instance, JudicialAct, Offence
from events.organization import OrganizationCode, PostReference
from events.person import PersonCode
from events.text import label

CRIME = {
    "category": "criminal",
    "happened_on": "2024-02-12",
    "place": "г. Қонаев, здание управления",
    "position": "Главный специалист отдела закупок",
    "offender": "Сериков Ерлан Болатович",
}
"""An offence for the examples of forms."""

TERMINATED = {"kind": "terminated_pretrial", "terminated_on": "2024-03-15"}
"""An outcome for the examples of forms."""


class FinalKind(StrEnum):
    """How a criminal case ended: all three are grounds for a superior's liability (l.386)."""

    JUDGMENT = "judgment"
    TERMINATED_PRETRIAL = "terminated_pretrial"
    TERMINATED_COURT = "terminated_court"


@dataclass(frozen=True, slots=True)
class FinalOutcome:
    """The end of a criminal case: a court's act, or the termination by the body of pre-trial investigation."""

    kind: Annotated[FinalKind, label("How the case ended")]
    judicial_act: Annotated[JudicialAct | None, label("Judicial act", "Unless it was terminated before trial")] = None
    terminated_on: Annotated[
        date | None, label("Terminated on", "If the body of pre-trial investigation did (A-27)", example="2024-03-15")
    ] = None

    @property
    def final_on(self) -> date | None:
        """The day from which terms run and by whose law the superior is judged: entry into force, or the termination (A-27)."""
        if self.kind is FinalKind.TERMINATED_PRETRIAL:
            return self.terminated_on
        return self.judicial_act.in_force_on if self.judicial_act else None


class ConvictionEvent(CaseEvent):
    """An event of the case of one subordinate's crime."""

    WORKFLOW: ClassVar[str] = "conviction"


class ConvictionRegistered(ConvictionEvent):
    """It became known that a subordinate's corruption crime is final; the superiors of that time are to be checked (l.386)."""

    TOPIC = "conviction.conviction_registered"
    HAPPENED = "found_on"

    found_on: Annotated[date, label("Found on", "The day on which the body learnt of it", example="2024-03-20")]
    offence: Annotated[Offence, label("Offence", example=CRIME)]
    outcome: Annotated[FinalOutcome, label("Outcome", example=TERMINATED)]
    crime_number: CrimeNumber
    aggravated: Annotated[
        bool,
        label("Large, repeated, or two or more", "In the law from 1 July 2026 discipline is then mandatory (para 6)"),
    ] = False
    person: Annotated[PersonCode | None, label("Person", "Code in the register of people", example="p-000123")] = None
    post: Annotated[PostReference | None, label("Post of the offender", "Held at the time, if the register has it")] = (
        None
    )
    not_in_register: Annotated[
        Words | None,
        label("Why not by the register", "Where neither person nor post is given", example="Уволен до ведения реестра"),
    ] = None
    another: Another = None


class AppealOutcome(StrEnum):
    """What a higher instance did with a judicial act."""

    UPHELD = "upheld"
    CHANGED = "changed"
    OVERTURNED = "overturned"


class AppealRecorded(ConvictionEvent):
    """A higher instance decided on the judicial act (l.393)."""

    TOPIC = "conviction.appeal_recorded"
    HAPPENED = "decided_on"

    instance: Annotated[Instance, label("Instance")]
    decided_on: Annotated[date, label("Decided on", example="2024-08-14")]
    outcome: Annotated[AppealOutcome, label("Decision")]
    text: Annotated[Words, label("What was decided", example="Срок лишения права занимать должности сокращён")]


class CheckFollowed(ConvictionEvent):
    """The liability of a superior is being checked because of this crime."""

    TOPIC = "conviction.check_followed"

    check: Annotated[UUID, label("Liability check", "Case of 2.3.1", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]
    body: Annotated[OrganizationCode, label("Body that checks", example="almaty-region")]
    by_hand: Annotated[bool, label("Opened by hand", "Not by the service from the register")]
    dropped: Annotated[bool, label("Dropped", "By what is known now somebody else was the superior")] = False
