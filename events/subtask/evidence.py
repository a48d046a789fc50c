"""Evidence: files and links that prove a subtask done (l.41, l.43)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from events.fields import Channel, FileHash, Name, WebAddress, Words
from events.subtask.base import SubtaskEvent
from events.text import label


class EvidenceKind(StrEnum):
    """Kinds of evidence that the Instruction names for Projects 3 and 4."""

    INFO = "info"
    NOTE = "note"
    PROTOCOL = "protocol"
    SCHEDULE = "schedule"
    URL = "url"
    DOC = "doc"
    FAMILIARISATION = "familiarisation"
    CERTIFICATE = "certificate"
    APPENDIX = "appendix"
    TECH_SPECS = "tech_specs"
    ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Publication:
    """Something that was published, with a copy in case the page goes."""

    address: Annotated[WebAddress, label("Link", example="https://example.kz/novosti/12")]
    channel: Annotated[Channel, label("Where")]
    published_on: Annotated[date, label("Published on", example="2024-11-20")]
    copy: Annotated[FileHash | None, label("Copy of the page", "As it looked on the day")] = None


class EvidenceAttached(SubtaskEvent):
    """A document or a link was attached to the subtask."""

    TOPIC = "subtask.evidence_attached"
    HAPPENED = "attached_on"
    PAST = ("document_date", "publication.published_on")

    kind: Annotated[EvidenceKind, label("Kind of evidence")]
    title: Annotated[Name, label("Title", example="Протокол обучения № 4")]
    attached_on: Annotated[date, label("Attached on", example="2024-12-02")]
    no_state_secrets: Annotated[
        Literal[True], label("It contains no state secrets", "Such data are not allowed in this system (l.364)")
    ]
    file: Annotated[FileHash | None, label("File")] = None
    publication: Annotated[Publication | None, label("Publication")] = None
    document_no: Annotated[Name | None, label("Number of the document", example="4")] = None
    document_date: Annotated[date | None, label("Date of the document", example="2024-11-29")] = None


class EvidenceWithdrawn(SubtaskEvent):
    """A piece of evidence no longer counts; it stays in the history."""

    TOPIC = "subtask.evidence_withdrawn"
    HAPPENED = "withdrawn_on"

    withdraws: Annotated[int, label("Evidence", "The number of its event in the history", example=4, ge=2)]
    withdrawn_on: Annotated[date, label("Withdrawn on", example="2024-12-03")]
    reason: Annotated[Words, label("Reason", example="Приложен не тот файл")]
