"""Facts that any case can have, whatever its workflow, and what corrections make of a history."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec

from events.event import CaseEvent
from events.fields import FileHash, Name, WebAddress, Words
from events.text import label


class DeadlineMissed(CaseEvent):
    """The scheduler found the due date passed and the act not recorded."""

    TOPIC = "case.deadline_missed"
    HAPPENED = "missed_on"

    key: str
    due: date
    missed_on: date


class DeadlinePostponed(CaseEvent):
    """The calendar, as it is known now, gives a deadline a later date: found when it passed, or because of a change.

    `due` is the date that was shown, `postponed_to` the one in `deadlines`, `cause` the record of the change.
    """

    TOPIC = "case.deadline_postponed"

    key: str
    due: date
    postponed_to: date
    cause: UUID | None = None


class ExtensionDocument(StrEnum):
    """Documents by which a deadline is extended; the calendar's sentences name them by these codes."""

    ORDER = "order"
    RESOLUTION = "resolution"
    INSTRUCTION = "instruction"
    LETTER = "letter"
    MINUTES = "minutes"


class DeadlineExtended(CaseEvent):
    """Somebody above whoever does the work gave a deadline a later date, by a document."""

    TOPIC = "case.deadline_extended"
    BY_ABOVE = True
    HAPPENED = "document_dated"
    FIXED = ("key",)
    OF_ANY_CASE = True

    key: Annotated[Name, label("Deadline", "What is to be done later; its key in the list of the case", example="D07")]
    extended_to: Annotated[
        date, label("New date", "Later than the present one, and a working day", example="2024-04-30")
    ]
    document: Annotated[ExtensionDocument, label("Kind of document")]
    document_no: Annotated[Name, label("Number of the document", example="17-Ө")]
    document_dated: Annotated[date, label("Date of the document", example="2024-03-01")]
    reason: Annotated[Words, label("Reason", "Why more time is given")]
    file: Annotated[FileHash | None, label("The document", "The file, or the address where it is published")] = None
    address: Annotated[WebAddress | None, label("Address of the document")] = None
    taken_back: Annotated[
        bool | None,
        label(
            "Taken back",
            "Only when this entry is corrected: the deadline has the date from before, or the next working day if that has passed",
        ),
    ] = None

    @property
    def act(self) -> str:
        """The document as one language-neutral string, as acts of the calendar are."""
        return f"{self.document}:{self.document_no}:{self.document_dated.isoformat()}"


class ResponsibleNamed(CaseEvent):
    """An account of the body became responsible for the case there; whoever was before no longer is."""

    TOPIC = "case.responsible_named"
    BY_ABOVE = True
    OF_ANY_CASE = True

    account: Annotated[
        UUID, label("Responsible", "An account of the body", example="5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")
    ]
    note: Annotated[Words | None, label("Note", "What is handed over, or why")] = None


class FactCorrected(CaseEvent):
    """An earlier event of the case said something wrong; `data` is what it should have said.

    The earlier event stays: both are shown.
    """

    TOPIC = "case.fact_corrected"

    corrects: Annotated[int, label("Event to correct", "The number of the event in the history", example=2, ge=1)]
    data: Annotated[dict[str, Any], label("Corrected data", "All fields of that event, as they should have been")]
    reason: Annotated[Words, label("Reason", "Why the record was wrong")]


def corrections(history: Sequence[CaseEvent]) -> dict[int, FactCorrected]:
    """Give the last correction of each event that was corrected, by its number."""
    return {event.corrects: event for event in history if isinstance(event, FactCorrected)}


def corrected(event: CaseEvent, data: dict[str, Any]) -> CaseEvent:
    """Give the event with all its own data replaced (JSON values, complete and validated before)."""
    return msgspec.convert(msgspec.to_builtins(event) | data, type(event))


def as_known(history: Sequence[CaseEvent]) -> Iterator[CaseEvent]:
    """Give the events of a case as they are known now: corrected, and without the corrections."""
    known = corrections(history)
    for past in history:
        if not isinstance(past, FactCorrected):
            version = past.originator_version
            yield corrected(past, known[version].data) if version in known else past


def days_of(history: Sequence[CaseEvent]) -> dict[int, date]:
    """Give the day on which each event happened, as is known now, by its number; a correction counts for the day of what it corrects."""
    days = {event.originator_version: event.occurred_on for event in as_known(history)}
    return days | {e.originator_version: days[e.corrects] for e in history if isinstance(e, FactCorrected)}


def happened_by(history: Sequence[CaseEvent], day: date) -> list[CaseEvent]:
    """Give the events, corrections among them, that are known now to have happened by a day, in the order of their recording."""
    days = days_of(history)
    return [event for event in history if days[event.originator_version] <= day]
