"""What follows a fact of Appendix 2: the measures that the management took, and the end of the work on it."""

from datetime import date
from typing import Annotated

from events.event import CaseEvent
from events.fields import FileHash, Name, Words
from events.text import label


class MeasuresTaken(CaseEvent):
    """The management of the body did something about the fact: the form asks what (l.452, l.464, l.470, l.478, l.488, l.500)."""

    HAPPENED = "taken_on"

    taken_on: Annotated[date, label("Taken on", example="2024-05-20")]
    measures: Annotated[Words, label("Measures", "What the management did", example="Проведена служебная проверка")]
    document_no: Annotated[Name | None, label("Number of the document", example="45-Ө")] = None
    file: Annotated[FileHash | None, label("Document")] = None


class MeasuredFactClosed(CaseEvent):
    """Nothing more is to be done about the fact; it stays reported."""

    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-07-01")]
