"""Facts that any case can have, whatever its workflow, and what corrections make of a history."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import msgspec

from events.event import CaseEvent
from events.fields import Words
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
    for version, past in enumerate(history, 1):
        if not isinstance(past, FactCorrected):
            yield corrected(past, known[version].data) if version in known else past
