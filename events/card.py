"""The upload dates of a year's Карта реализации ТБН-4 (l.47): not in the Instruction, entered from the Карта itself."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from events.event import CaseEvent
from events.fields import Name, Year
from events.subtask.base import Period, SubtaskCode
from events.text import label


@dataclass(frozen=True, slots=True)
class CardDate:
    """The date by which the evidence of a subtask is to be uploaded; without a period it holds for each of the year."""

    subtask: Annotated[SubtaskCode, label("Subtask", example="3.1.1")]
    upload_by: Annotated[date, label("Upload by", example="2024-04-05")]
    period: Annotated[Period | None, label("Period", "A year, a quarter or a month", example="2024Q1")] = None


class CardDatesSet(CaseEvent):
    """The dates of a year's Карта were entered, all of them: what is not among them has no date."""

    TOPIC = "card.dates_set"
    WORKFLOW: ClassVar[str] = "card"
    WORK: ClassVar[bool] = False
    HAPPENED = "set_on"

    year: Annotated[Year, label("Year", example=2024)]
    set_on: Annotated[date, label("Set on", example="2024-02-01")]
    basis: Annotated[Name, label("Basis", "The Карта, or the file with its dates", example="karta-2024.xlsx")]
    rows: Annotated[tuple[CardDate, ...], label("Dates", max_length=2000)]
