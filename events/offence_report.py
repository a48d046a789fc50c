"""Reports of corruption offences that a body sends to the authorised one, and what comes of them (2.1.1, l.356–366).

Nothing here says who told the body of the offence: they must come to no harm (l.366; A-64).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from events.event import CaseEvent
from events.fact import Another, FactRegistered, identity
from events.fields import Code, FileHash, Name, Words
from events.offence import CrimeNumber, Offence
from events.text import label


class OffenceReportEvent(CaseEvent):
    """An event of one report of a body."""

    WORKFLOW: ClassVar[str] = "offence_report"


class OffenceRegistered(FactRegistered, OffenceReportEvent):
    """The body found a corruption offence (l.362)."""

    TOPIC = "offence_report.offence_registered"
    HAPPENED = "found_on"
    ROW = "2.1.1"

    found_on: Annotated[date, label("Found on", "It is reported in the quarter of this day", example="2024-05-14")]
    offence: Annotated[Offence, label("Offence")]
    no_state_secrets: Annotated[
        Literal[True], label("It contains no state secrets", "Such data are not allowed in this system (l.364)")
    ]
    crime_no: Annotated[
        CrimeNumber | None,
        label(
            "Number in the Unified Register (ЕРДР)",
            "If there is a criminal case; usually 15 digits (A-30)",
            example="241903031000123",
        ),
    ] = None
    another: Another = None

    @property
    def identity(self) -> str:
        """The same category, criminal case, offender and day are the same fact (requirements §3)."""
        offence = self.offence
        return identity(offence.category, [offence.offender], offence.happened_on, self.crime_no)


class ReportVia(StrEnum):
    """How the body reports: the form wants the letter, or the slip given to those who come in person (l.362)."""

    LETTER = "letter"
    TALON = "talon"


class OffenceReported(OffenceReportEvent):
    """The body told the authorised body of the offence, or told it more (l.362)."""

    TOPIC = "offence_report.offence_reported"
    HAPPENED = "sent_on"
    REOPENS = True

    sent_on: Annotated[date, label("Sent on", "Of a slip, the day of the visit", example="2024-05-16")]
    via: Annotated[ReportVia, label("By")]
    number: Annotated[Name, label("Number of the letter or slip", example="03-12/415")]
    sent_to: Annotated[Name, label("Sent to", example="Антикоррупционная служба по Алматинской области")]
    file: Annotated[FileHash, label("Letter or slip")]


@dataclass(frozen=True, slots=True)
class ReportRecommendation:
    """What the authorised body recommends in its reply."""

    code: Annotated[Code, label("Code", example="R1")]
    text: Annotated[Words, label("Recommendation", example="Пересмотреть порядок приёмки работ")]


class ReplyReceived(OffenceReportEvent):
    """The authorised body answered (l.362)."""

    TOPIC = "offence_report.reply_received"
    HAPPENED = "received_on"
    REOPENS = True

    received_on: Annotated[date, label("Received on", example="2024-06-03")]
    number: Annotated[Name, label("Number of the reply", example="11-4/902")]
    file: Annotated[FileHash, label("Reply")]
    recommendations: Annotated[tuple[ReportRecommendation, ...], label("Recommendations", "If the reply has any")] = ()


class RecommendationExecuted(OffenceReportEvent):
    """The body did what a reply recommends (l.362)."""

    TOPIC = "offence_report.recommendation_executed"
    HAPPENED = "executed_on"

    recommendation: Annotated[Code, label("Recommendation", "Its code in the reply", example="R1")]
    executed_on: Annotated[date, label("Executed on", example="2024-06-20")]
    done: Annotated[Words, label("What was done", example="Приёмка поручена комиссии")]
    file: Annotated[FileHash | None, label("Proof")] = None


@dataclass(frozen=True, slots=True)
class Unexecuted:
    """Why a recommendation is not carried out."""

    recommendation: Annotated[Code, label("Recommendation", "Its code in the reply", example="R2")]
    reason: Annotated[Words, label("Reason", example="Должность упразднена")]


class ReportClosed(OffenceReportEvent):
    """Nothing more is to come of the report."""

    TOPIC = "offence_report.report_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-07-01")]
    without_reply: Annotated[
        Words | None,
        label(
            "Why no reply is awaited",
            "Only if none came",
            example="Дело передано в другой регион, ответ не направляется",
        ),
    ] = None
    unexecuted: Annotated[tuple[Unexecuted, ...], label("Recommendations not carried out", "Each with the reason")] = ()
