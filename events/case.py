"""Facts that any case can have, whatever its workflow."""

from datetime import date
from typing import Annotated, Any

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


class FactCorrected(CaseEvent):
    """An earlier event of the case said something wrong; `data` is what it should have said.

    The earlier event stays: both are shown.
    """

    TOPIC = "case.fact_corrected"

    corrects: Annotated[int, label("Event to correct", "The number of the event in the history", example=2, ge=1)]
    data: Annotated[dict[str, Any], label("Corrected data", "All fields of that event, as they should have been")]
    reason: Annotated[Words, label("Reason", "Why the record was wrong")]
