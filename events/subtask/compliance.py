"""What quasi-state entities report: training, the nine documents, certificates (Project 3, l.502–585)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Count, FileHash, Name, WebAddress, Words
from events.subtask.base import Entry, SubtaskCode
from events.text import label


class Invited(StrEnum):
    """Who may be invited to an explanatory event (3.1.1, l.508)."""

    MANAGEMENT = "management"
    ETHICS_OFFICER = "ethics_officer"
    PUBLIC = "public"


class TrainingHeld(Entry):
    """An explanatory or training event in a KGS (3.1.1, l.506–510)."""

    TOPIC = "subtask.training_held"
    HAPPENED = "held_on"

    held_on: Annotated[date, label("Held on", "Within the quarter", example="2024-05-16")]
    topic: Annotated[Words, label("Topic", example="Конфликт интересов при закупках")]
    participants: Annotated[int, label("Participants", example=34, ge=1, le=1_000_000)]
    invited: Annotated[tuple[Invited, ...], label("Invited")] = ()
    published_at: Annotated[WebAddress | None, label("Link", "If it was published")] = None


class PolicyPart(StrEnum):
    """What the internal policy must set (3.2.2, l.520–533)."""

    GOALS = "goals"
    PRINCIPLES = "principles"
    MEASURES = "measures"
    LIABILITY = "liability"


class DocumentConfirmed(Entry):
    """The document that a KGS must have is there and in force (3.2.1–3.2.8, l.514–571)."""

    TOPIC = "subtask.document_confirmed"
    HAPPENED = "approved_on"

    title: Annotated[Name, label("Title of the document", example="Антикоррупционный стандарт")]
    document_no: Annotated[Name, label("Number", example="18-П")]
    approved_on: Annotated[date, label("Approved on", example="2024-03-12")]
    valid_until: Annotated[date | None, label("Valid until", "If it is limited", example="2026-12-31")] = None
    contents: Annotated[
        tuple[PolicyPart, ...], label("It sets", "The internal policy must set all four (l.522–533)")
    ] = ()
    public_took_part: Annotated[bool, label("The public took part", "In drawing up the standard (l.551)")] = False


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """Where one of the documents 3.2.1–3.2.8 is published."""

    document: Annotated[SubtaskCode, label("Document", "Number of its subtask", example="3.2.1")]
    address: Annotated[WebAddress, label("Link", example="https://example.kz/compliance/regulation")]
    published_on: Annotated[date, label("Published on", example="2024-04-02")]


class DocumentsPublished(Entry):
    """The documents are on the organisation's site, or, where it has none, the employees know them (3.2.9, l.573–577)."""

    TOPIC = "subtask.documents_published"
    HAPPENED = "reported_on"
    PAST = ("documents.published_on", "familiarised_on")

    reported_on: Annotated[date, label("As of", example="2024-04-05")]
    documents: Annotated[tuple[DocumentLink, ...], label("Published documents")] = ()
    familiarised_on: Annotated[
        date | None, label("Employees familiarised on", "Only where the organisation has no site of its own")
    ] = None
    employees: Annotated[Count, label("Employees familiarised", example=120)] = 0


class Standard(StrEnum):
    """Standards whose certificates count (3.3.1, l.581–583, A-42)."""

    ST_RK_ISO_37001 = "st_rk_iso_37001"
    ISO_37001 = "iso_37001"
    ST_RK_3049 = "st_rk_3049_2017"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of an anti-bribery management system."""

    standard: Annotated[Standard, label("Standard")]
    number: Annotated[Name, label("Number", example="KZ.Q.01.0123")]
    issued_on: Annotated[date, label("Issued on", "In the year of the report (l.585)", example="2024-06-14")]
    body: Annotated[Name, label("Certifying body", example="ТОО «Серт»")]
    valid_to: Annotated[date | None, label("Valid to", example="2027-06-13")] = None
    file: Annotated[FileHash | None, label("Electronic certificate")] = None


class CertificatesReported(Entry):
    """Certificates that the organisation received this year (3.3.1, l.583–585)."""

    TOPIC = "subtask.certificates_reported"
    HAPPENED = "reported_on"
    PAST = ("certificates.issued_on",)

    reported_on: Annotated[date, label("Reported on", example="2024-12-02")]
    certificates: Annotated[tuple[Certificate, ...], label("Certificates", min_length=1)]
