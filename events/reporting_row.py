"""Rows of Appendix 2: for each body and quarter a row has facts, or a declaration that there are none, or is blank (A-66)."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import StringConstraints

from events.event import CaseEvent
from events.fields import FileHash, Name, Quarter, Words
from events.signature import Signature
from events.text import label

RowCode = Annotated[str, StringConstraints(pattern=r"^2\.[1-5]\.[1-9R]$")]
"""The subtask of a row of Appendix 2; "2.5.R" is the row of relatives, which has no subtask (A-01)."""

_ROW = label("Row of Appendix 2", "Its subtask; 2.5.R is the row of relatives", example="2.5.1")
_PERIOD = label("Quarter reported", example="2024Q2")


class RowEvent(CaseEvent):
    """An event of a row of one body in one quarter. It says what is reported: it is no work of its own."""

    WORKFLOW: ClassVar[str] = "reporting_row"
    WORK: ClassVar[bool] = False


class FactEntered(RowEvent):
    """A fact was found in the quarter: the row is neither blank nor nil."""

    TOPIC = "reporting_row.fact_entered"
    HAPPENED = "on"

    row: Annotated[RowCode, _ROW]
    period: Annotated[Quarter, _PERIOD]
    fact: Annotated[UUID, label("Fact", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]
    on: Annotated[date, label("On", "When the fact was found", example="2024-05-14")]


class FactLeft(RowEvent):
    """The fact turned out to be none, or to belong to another quarter."""

    TOPIC = "reporting_row.fact_left"
    HAPPENED = "on"

    row: Annotated[RowCode, _ROW]
    period: Annotated[Quarter, _PERIOD]
    fact: Annotated[UUID, label("Fact", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]
    on: Annotated[date, label("On", "When that was found", example="2024-07-02")]


class RowNilDeclared(RowEvent):
    """There is nothing to report in the row: it is said explicitly and signed, for a blank row says nothing (A-66)."""

    TOPIC = "reporting_row.nil_declared"
    HAPPENED = "declared_on"

    row: Annotated[RowCode, _ROW]
    period: Annotated[Quarter, _PERIOD]
    declared_on: Annotated[date, label("Declared on", example="2024-07-03")]
    signature: Annotated[Signature, label("Signature")]
    document_no: Annotated[Name | None, label("Number of the document", example="05-2/118")] = None
    file: Annotated[FileHash | None, label("Signed declaration")] = None


class RowNilRevoked(RowEvent):
    """The declaration was made by mistake: the row is blank again."""

    TOPIC = "reporting_row.nil_revoked"
    HAPPENED = "revoked_on"

    revoked_on: Annotated[date, label("Revoked on", example="2024-07-10")]
    reason: Annotated[Words, label("Reason", example="Сведения отдела ещё не получены")]
