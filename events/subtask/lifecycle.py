"""From the assignment of a subtask to its acceptance, and the ways out of it (l.41–57, requirements §13)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from events.fields import Name, Uploader, WebAddress, Words
from events.organization import OrganizationCode
from events.signature import Signature
from events.subtask.base import Period, SubtaskCode, SubtaskEvent
from events.text import label


class SubtaskAssigned(SubtaskEvent):
    """The plan of a year gave a body a subtask for a period."""

    TOPIC = "subtask.assigned"
    HAPPENED = "assigned_on"
    BY_ABOVE = True
    FIXED = ("subtask", "period")

    subtask: Annotated[SubtaskCode, label("Subtask", example="3.2.1")]
    period: Annotated[Period, label("Period", "A year, a quarter or a month", example="2024")]
    assigned_on: Annotated[date, label("Assigned on", example="2024-01-15")]
    upload_by: Annotated[
        date | None, label("Upload by", "The date that the Карта sets, if it is known (l.47)", example="2024-12-20")
    ] = None


class UploadDateSet(SubtaskEvent):
    """The Карта set, moved or withdrew the date by which the evidence is to be uploaded (l.47)."""

    TOPIC = "subtask.upload_date_set"
    HAPPENED = "set_on"
    BY_ABOVE = True

    set_on: Annotated[date, label("Set on", example="2024-02-01")]
    upload_by: Annotated[
        date | None, label("Upload by", "Empty if the Карта sets no date any more", example="2024-12-20")
    ]
    basis: Annotated[Name, label("Basis", example="Карта реализации ТБН-4 на 2024 год")]


class WorkBegun(SubtaskEvent):
    """Somebody took the subtask in hand."""

    TOPIC = "subtask.work_begun"
    HAPPENED = "begun_on"

    begun_on: Annotated[date, label("Begun on", example="2024-02-05")]
    responsible: Annotated[Name, label("Responsible", "Post and name", example="Комплаенс-офицер Сериков Б. А.")]


class NilDeclared(SubtaskEvent):
    """There is nothing to report for the period, which is said explicitly (A-66)."""

    TOPIC = "subtask.nil_declared"
    HAPPENED = "declared_on"

    declared_on: Annotated[date, label("Declared on", example="2024-12-10")]
    explanation: Annotated[Words, label("Explanation", example="В отчётном году сертификат не получался")]


class EntryWithdrawn(SubtaskEvent):
    """A report of work no longer counts: it belongs elsewhere, or nothing of the kind was done; it stays in the history."""

    TOPIC = "subtask.entry_withdrawn"
    HAPPENED = "withdrawn_on"

    withdraws: Annotated[int, label("Report", "The number of its event in the history", example=3, ge=2)]
    withdrawn_on: Annotated[date, label("Withdrawn on", example="2024-12-03")]
    reason: Annotated[Words, label("Reason", example="Внесено не в ту подзадачу")]


class SubtaskSigned(SubtaskEvent):
    """Somebody entitled signed the evidence (l.41, l.45)."""

    TOPIC = "subtask.signed"
    HAPPENED = "signed_on"
    PAST = ()

    signed_on: Annotated[date, label("Signed on", example="2024-12-16")]
    signature: Annotated[Signature, label("Signature")]
    document_no: Annotated[Name | None, label("Number of the document", example="12-4/310")] = None


class SubtaskUploaded(SubtaskEvent):
    """The evidence is in the Cross-platform: the subtask is carried out (l.41)."""

    TOPIC = "subtask.uploaded"
    HAPPENED = "uploaded_on"

    uploaded_on: Annotated[date, label("Uploaded on", example="2024-12-18")]
    address: Annotated[
        WebAddress | None, label("Page in the Cross-platform", example="https://kz2050.gov.kz/tasks/3-2-1")
    ] = None
    uploaded_by: Uploader = None


class SubtaskReturned(SubtaskEvent):
    """The body above found the evidence wanting."""

    TOPIC = "subtask.returned"
    HAPPENED = "returned_on"
    BY_ABOVE = True
    REOPENS = True

    returned_on: Annotated[date, label("Returned on", example="2024-12-19")]
    reason: Annotated[Words, label("What is to be mended", example="Скан без подписи")]


class SubtaskAccepted(SubtaskEvent):
    """The body above found the evidence in order."""

    TOPIC = "subtask.accepted"
    HAPPENED = "accepted_on"
    BY_ABOVE = True
    CLOSES = True

    accepted_on: Annotated[date, label("Accepted on", example="2024-12-20")]
    comment: Annotated[str, label("Comment", max_length=4000)] = ""


class SubtaskConfirmed(SubtaskEvent):
    """The officer of the anti-corruption body who oversees the course confirmed it (4.2.2, l.663)."""

    TOPIC = "subtask.confirmed"
    HAPPENED = "confirmed_on"
    BY_ABOVE = True
    CLOSES = True

    confirmed_on: Annotated[date, label("Confirmed on", example="2024-11-29")]
    servants: Annotated[int, label("Civil servants who passed the course", example=42, ge=1, le=1_000_000)]
    newly_hired: Annotated[int, label("Of these, new to the civil service", example=5, ge=0, le=1_000_000)] = 0


class DeclaredNotApplicable(SubtaskEvent):
    """The subtask does not concern the body in this period."""

    TOPIC = "subtask.not_applicable"
    HAPPENED = "declared_on"
    BY_ABOVE = True
    CLOSES = True

    declared_on: Annotated[date, label("Declared on", example="2024-03-01")]
    reason: Annotated[Words, label("Reason", example="Организация ликвидирована")]


class SubtaskDeferred(SubtaskEvent):
    """The work waits for something until a day; its time limits do not wait: the Instruction lets nobody move them."""

    TOPIC = "subtask.deferred"
    HAPPENED = "deferred_on"

    deferred_on: Annotated[date, label("Deferred on", example="2024-03-01")]
    until: Annotated[date, label("Until", "Taken up again after that day; time limits stay", example="2024-09-01")]
    reason: Annotated[Words, label("Reason", example="Идёт внешний анализ коррупционных рисков")]


class SubtaskWaived(SubtaskEvent):
    """A body above released the performer from the subtask."""

    TOPIC = "subtask.waived"
    HAPPENED = "waived_on"
    BY_ABOVE = True
    CLOSES = True

    waived_on: Annotated[date, label("Waived on", example="2024-03-01")]
    decision_no: Annotated[Name, label("Number of the decision", example="45-Ө")]
    reason: Annotated[Words, label("Reason")]


class SubtaskReopened(SubtaskEvent):
    """What had been put aside is to be done after all."""

    TOPIC = "subtask.reopened"
    HAPPENED = "reopened_on"
    BY_ABOVE = True
    REOPENS = True

    reopened_on: Annotated[date, label("Reopened on", example="2024-09-02")]
    reason: Annotated[Words, label("Reason")]


class RenewalBegun(SubtaskEvent):
    """A document that is still in force is to be replaced; it counts until the evidence of the new one is uploaded (3.2.x)."""

    TOPIC = "subtask.renewal_begun"
    HAPPENED = "begun_on"
    REOPENS = True

    begun_on: Annotated[date, label("Begun on", example="2024-11-05")]
    reason: Annotated[Words, label("Reason", example="Утверждена новая редакция")]


class DocumentLapsed(SubtaskEvent):
    """A document that is to be maintained is no longer in force (3.2.x)."""

    TOPIC = "subtask.document_lapsed"
    HAPPENED = "lapsed_on"
    REOPENS = True

    lapsed_on: Annotated[date, label("Lapsed on", example="2025-01-01")]
    reason: Annotated[Words, label("Reason", example="Истёк срок действия")]


@dataclass(frozen=True, slots=True)
class RiskPosition:
    """A position that an analysis found exposed to corruption risks (1.4.1).

    `organization` is the body whose list names it, where the list was forwarded to be consolidated (l.177).
    """

    title: Annotated[Name, label("Position")]
    unit: Annotated[Name, label("Unit")]
    risk: Annotated[Name, label("Risk")]
    organization: Annotated[OrganizationCode | None, label("Body")] = None


class RiskPositionsReceived(SubtaskEvent):
    """An analysis named the positions whose holders the ethics officer is to work with (1.4.1 → 4.2.4, l.179, l.671)."""

    TOPIC = "subtask.risk_positions_received"
    FIXED = ("subtask", "year")

    subtask: Annotated[SubtaskCode, label("Subtask", example="4.2.4")]
    year: Annotated[int, label("Year", example=2024, ge=2000, le=2099)]
    analysis: Annotated[UUID, label("Analysis", "Its case", example="5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")]
    report_no: Annotated[Name, label("Report number", example="5")]
    positions: Annotated[tuple[RiskPosition, ...], label("Positions exposed to risk")]
