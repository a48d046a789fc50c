"""Uploading to the Cross-platform, of whatever case: by when (l.47; D23), by whom, and what was given back."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from events.event import CaseEvent
from events.fields import Name, Quarter, Words
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


class UploadReturned(CaseEvent):
    """The Cross-platform gave back what was uploaded: it is not there any more, until it is uploaded again."""

    TOPIC = "case.upload_returned"
    HAPPENED = "returned_on"
    OF_ANY_CASE = True
    REOPENS = True

    returned_on: Annotated[date, label("Returned on", example="2024-12-19")]
    reason: Annotated[Words, label("Reason", "As the Cross-platform gave it", example="Скан без подписи")]
    returned_by: Annotated[
        Name | None, label("Returned by", "Whom the Cross-platform names", example="Уполномоченный орган")
    ] = None
    subtask: Annotated[
        SubtaskCode | None, label("Subtask", "Only where the case carries out several", example="1.1.2")
    ] = None
    quarter: Annotated[Quarter | None, label("Quarter", "Only for the monitoring of a quarter (1.3.3)")] = None
