"""Checks of candidates for corruption offences that they committed before, and their admission (2.4.1, l.439–445)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from events.event import CaseEvent
from events.fields import Code, Name, Words
from events.identification import Identification
from events.person import PersonCode
from events.text import label


class HiringCheckEvent(CaseEvent):
    """An event of the check of the candidates for one post."""

    WORKFLOW: ClassVar[str] = "hiring_check"


class HiringProcedure(StrEnum):
    """How somebody comes into a post: by competition or without one (l.439), or as quasi-state entities do it (l.445)."""

    COMPETITION = "competition"
    APPOINTMENT = "appointment"
    QUASI_STATE = "quasi_state"


@dataclass(frozen=True, slots=True)
class HiringCandidate:
    """Somebody who wants the post."""

    code: Annotated[Code, label("Code", "By which the answers name the candidate", example="C1")]
    name: Annotated[Name, label("Candidate", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]
    iin: Annotated[Identification | None, label("IIN", "If it is known", example="850101300015")] = None


class HiringCheckBegun(HiringCheckEvent):
    """The check of the candidates for a post began."""

    TOPIC = "hiring_check.check_begun"
    HAPPENED = "begun_on"

    begun_on: Annotated[date, label("Begun on", example="2024-05-13")]
    post: Annotated[Name, label("Post", "For which the candidates are checked", example="Главный специалист")]
    procedure: Annotated[
        HiringProcedure,
        label(
            "Procedure", "Competitions are those of the civil service, at state bodies (l.439)", example="appointment"
        ),
    ]
    candidates: Annotated[tuple[HiringCandidate, ...], label("Candidates", min_length=1)]
    intake_ended_on: Annotated[
        date | None,
        label(
            "End of the intake of documents",
            "Of a competition: admission is decided by it (l.439)",
            example="2024-05-13",
        ),
    ] = None


class LookupRegister(StrEnum):
    """Where it can be looked up whether somebody committed an offence (l.443–445)."""

    SPECIAL_RECORDS = "special_records"
    KPSISU_REQUEST = "kpsisu_request"
    OWN_DATABASE = "own_database"
    INTERNAL_SECURITY = "internal_security"
    ALGORITHM = "algorithm"


class LookupAnswer(StrEnum):
    """What a register says of a candidate."""

    CLEAN = "clean"
    CONVICTED = "convicted"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True)
class CandidateAnswer:
    """What a register said of one candidate."""

    candidate: Annotated[Code, label("Candidate", "The code", example="C1")]
    answer: Annotated[LookupAnswer, label("Answer")]
    offence: Annotated[
        Words | None,
        label("Offence", "Of somebody convicted: of what, by which act", example="Ст. 366 УК, приговор от 05.06.2021"),
    ] = None


class CandidatesLookedUp(HiringCheckEvent):
    """Somebody looked the candidates up in a register, or the answer to a request came (l.443–445)."""

    TOPIC = "hiring_check.candidates_looked_up"
    HAPPENED = "looked_up_on"

    looked_up_on: Annotated[date, label("Looked up on", "Of a request, when the answer came", example="2024-05-14")]
    looked_in: Annotated[LookupRegister, label("Register")]
    answers: Annotated[tuple[CandidateAnswer, ...], label("Answers", min_length=1)]
    person: Annotated[
        PersonCode | None, label("Who looked", "The code in the register of people", example="p-000123")
    ] = None
    checker: Annotated[Name | None, label("Name", "Of one who has no code", example="Ахметова Айгуль Кайратовна")] = (
        None
    )
    checker_position: Annotated[
        Name | None, label("Position", "Of one who has no code", example="Руководитель службы управления персоналом")
    ] = None
    request_no: Annotated[Name | None, label("Number of the request", example="03-5/118")] = None
    through_supervisor: Annotated[
        bool, label("Through the supervising body", "A quasi-state entity may ask through the body above it (l.445)")
    ] = False


@dataclass(frozen=True, slots=True)
class AdmissionDecision:
    """Whether one candidate is admitted."""

    candidate: Annotated[Code, label("Candidate", "The code", example="C1")]
    admitted: Annotated[bool, label("Admitted")]
    reason: Annotated[
        Words | None, label("Reason", "Of one who is not admitted", example="Ранее совершил коррупционное преступление")
    ] = None


class AdmissionDecided(HiringCheckEvent):
    """It was decided who is admitted to the interview, or to the post (l.439, D15)."""

    TOPIC = "hiring_check.admission_decided"
    HAPPENED = "decided_on"

    decided_on: Annotated[date, label("Decided on", example="2024-05-15")]
    decisions: Annotated[tuple[AdmissionDecision, ...], label("Decisions", "One for each candidate", min_length=1)]
    document_no: Annotated[Name | None, label("Number of the document", example="7")] = None


class HiringCheckClosed(HiringCheckEvent):
    """Nothing more is to be checked."""

    TOPIC = "hiring_check.check_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-05-31")]


class HiringCheckCancelled(HiringCheckEvent):
    """The competition did not take place, or nobody is appointed."""

    TOPIC = "hiring_check.check_cancelled"
    HAPPENED = "cancelled_on"
    CLOSES = True

    cancelled_on: Annotated[date, label("Cancelled on", example="2024-05-16")]
    reason: Annotated[Words, label("Reason", example="Конкурс признан несостоявшимся")]
