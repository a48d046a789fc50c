"""What follows a broken restriction: measures, the cure, the end."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import FileHash, Name, Words
from events.measures import MeasuredFactClosed, MeasuresTaken
from events.restriction_fact.base import RestrictionEvent
from events.text import label


class RestrictionMeasuresTaken(MeasuresTaken, RestrictionEvent):
    """The management did something about the broken restriction."""

    TOPIC = "restriction_fact.measures_taken"


class Cure(StrEnum):
    """How a broken restriction ends (Law 410-V, arts. 13–15)."""

    TRUST_AGREEMENT = "trust_agreement"
    ACTIVITY_ENDED = "activity_ended"
    CONFLICT_SETTLED = "conflict_settled"
    ACCOUNTS_CLOSED = "accounts_closed"
    TRANSFERRED = "transferred"
    DISMISSED = "dismissed"
    RELATION_ENDED = "relation_ended"


class RestrictionCured(RestrictionEvent):
    """Nothing contradicts the restriction any longer: of several people, of none of them."""

    TOPIC = "restriction_fact.restriction_cured"
    HAPPENED = "cured_on"

    cured_on: Annotated[
        date, label("Cured on", "The day on which it held for everybody concerned", example="2024-06-10")
    ]
    how: Annotated[Cure, label("How")]
    details: Annotated[Words | None, label("Details", example="Переведён в отдел другого управления")] = None
    document_no: Annotated[Name | None, label("Number of the document", example="52-Ө")] = None
    file: Annotated[FileHash | None, label("Document")] = None


class RestrictionFactClosed(MeasuredFactClosed, RestrictionEvent):
    """Nothing more is to be done about the broken restriction."""

    TOPIC = "restriction_fact.fact_closed"

    not_handed_over: Annotated[
        Words | None,
        label(
            "Why the gift is not handed over",
            "Only of a gift that was not",
            example="Подарок возвращён дарителю под расписку",
        ),
    ] = None
