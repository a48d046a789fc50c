"""The dates by which the documents of a case are to be uploaded, where it carries out several subtasks (l.47; D23)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from events.event import CaseEvent
from events.fields import Name
from events.subtask.base import Period, SubtaskCode
from events.text import label


@dataclass(frozen=True, slots=True)
class UploadDate:
    """The date that the Карта sets for a subtask and a period."""

    subtask: Annotated[SubtaskCode, label("Subtask", example="1.1.2")]
    period: Annotated[Period, label("Period", "A year, a quarter or a month", example="2024")]
    upload_by: Annotated[date, label("Upload by", example="2024-12-20")]

    @property
    def key(self) -> str:
        """What tells the dates of a case apart: the subtask, and a period shorter than the year."""
        return self.subtask if self.period.isdigit() else f"{self.subtask}/{self.period}"


UploadDates = Annotated[
    tuple[UploadDate, ...], label("Upload dates", "Those that the Карта sets, if they are known (l.47)")
]
"""The field with the dates that are known when a case begins."""


class UploadDatesSet(CaseEvent):
    """The Карта set, moved or withdrew dates of a case: these are all that it has now (l.47)."""

    TOPIC = "case.upload_dates_set"
    HAPPENED = "set_on"

    set_on: Annotated[date, label("Set on", example="2024-02-01")]
    dates: Annotated[tuple[UploadDate, ...], label("Upload dates", "All; a subtask without one has none any more")]
    basis: Annotated[Name, label("Basis", example="Карта реализации ТБН-4 на 2024 год")]
