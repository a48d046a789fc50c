"""A form of the Instruction that a body reports: formed from the record, checked, signed, submitted (Appendices 1–6, l.689–809)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from events.event import CaseEvent
from events.fields import FOUND_OUT, SIGNS, Count, FileHash, Name, WebAddress, Words
from events.signature import Signature
from events.subtask import Period
from events.text import label

Appendix = Annotated[int, Field(ge=1, le=6)]
"""The number of an Appendix of the Instruction."""

Instant = Annotated[str, StringConstraints(pattern=r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+\d\d:\d\d$")]
"""An instant with its offset, "2024-07-03T10:15:00+00:00"."""

Proof = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def form_code(appendix: int, *, consolidated: bool) -> str:
    """Name a form, and that it tells of the bodies below, too: "appendix_4", "appendix_4/consolidated"."""
    return f"appendix_{appendix}{'/consolidated' if consolidated else ''}"


class FormLikeness(StrEnum):
    """How the file of a signed form stands to the form as it was frozen."""

    SAME = "same"
    SUPPLEMENTED = "supplemented"
    SCAN = "scan"
    DIFFERENT = "different"
    NOT_COMPARED = "not_compared"


@dataclass(frozen=True, slots=True)
class FormComparison:
    """What the service found when it held the file of a signed form to the form as it was frozen.

    `page`, `stands` and `form_says` are of the first place where their texts differ; None where one of them says nothing more. Of a file
    that has all of the form in it, `stands` is what stands there besides.
    """

    likeness: Annotated[FormLikeness, label("Beside the form as it was formed")]
    signed_inside: Annotated[bool, label("A signature is in the file")] = False
    page: Annotated[int | None, label("Page of the file", example=2, ge=1)] = None
    stands: Annotated[Name | None, label("There stands", example="Фактов не выявлено.")] = None
    form_says: Annotated[Name | None, label("The form says", example="14.05.2024. Доля в ТОО")] = None


class ReportEvent(CaseEvent):
    """An event of the report of one body on one form for one period."""

    WORKFLOW: ClassVar[str] = "report"


class ReportFormed(ReportEvent):
    """The form was filled in from the record, and what stands in it was frozen: later facts change nothing of it.

    `snapshot` is the file with what stands in the form; `proof` is made by the service over all the rest, so that nobody enters
    a form that the service did not fill in.
    """

    TOPIC = "report.formed"
    HAPPENED = "formed_on"
    FIXED = ("appendix", "period", "consolidated")

    appendix: Annotated[Appendix, label("Appendix", example=2)]
    period: Annotated[Period, label("Period", "A year, a quarter or a month", example="2024Q2")]
    consolidated: Annotated[bool, label("With the bodies below", "It tells of all bodies below this one, too")]
    formed_on: Annotated[date, label("Formed on", example="2024-07-03")]
    known_at: Annotated[Instant, label("Of the record as at", example="2024-07-03T10:15:00+05:00")]
    position: Annotated[int, label("Position in the log", "How far the record had gone", example=1204, ge=0)]
    snapshot: Annotated[FileHash, label("What stands in it")]
    lines: Annotated[Count, label("Lines", example=12)]
    blanks: Annotated[Count, label("Blanks", "What nobody has reported", example=0)]
    proof: Annotated[
        Proof,
        label(
            "Mark of the service",
            "Made by the service when it fills in the form",
            example="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ),
    ]
    true_on: Annotated[date | None, label("Of what had happened by", example="2024-06-30")] = None


class ReportChecked(ReportEvent):
    """Somebody looked the form through and found it right."""

    TOPIC = "report.checked"
    HAPPENED = "checked_on"

    checked_on: Annotated[date, label("Checked on", example="2024-07-04")]
    note: Annotated[Words | None, label("Note", example="Сверено с кадровой службой")] = None


class ReportSigned(ReportEvent):
    """The form was signed as it was formed (SG-9 to SG-12).

    `comparison` is found out by the service whenever a file is named, and kept: what was found then does not hang on how forms are
    printed later. Whatever is sent for it is replaced.
    """

    TOPIC = "report.signed"
    HAPPENED = "signed_on"

    signed_on: Annotated[date, label("Signed on", example="2024-07-05")]
    signature: Annotated[Signature, label("Signature")]
    file: Annotated[FileHash | None, label("Signed form", "PDF with the signature in it, or the scan of the paper")] = (
        None
    )
    detached: Annotated[
        FileHash | None,
        label("Detached signature", "Of the file above (P7S, CMS)", json_schema_extra={SIGNS: "file"}),
    ] = None
    comparison: Annotated[
        FormComparison | None, label("The file and the form", "Found out by the service", json_schema_extra=FOUND_OUT)
    ] = None


class ReportSubmitted(ReportEvent):
    """The form was handed in: to the body above, or in the Cross-platform (l.41, l.53)."""

    TOPIC = "report.submitted"
    HAPPENED = "submitted_on"

    submitted_on: Annotated[date, label("Submitted on", example="2024-07-05")]
    address: Annotated[
        WebAddress | None, label("Page in the Cross-platform", example="https://kz2050.gov.kz/tasks/2-1-1")
    ] = None
    submitted_by: Annotated[
        Name | None,
        label(
            "Submitted by",
            "Only if somebody else submitted it than who records it",
            example="Асанова Айгерим Сериковна",
        ),
    ] = None


class ReportReturned(ReportEvent):
    """Whoever received the form gave it back."""

    TOPIC = "report.returned"
    HAPPENED = "returned_on"
    BY_ABOVE = True

    returned_on: Annotated[date, label("Returned on", example="2024-07-08")]
    reason: Annotated[Words, label("Reason", example="Не указаны принятые меры")]


class ReportReopened(ReportEvent):
    """The form is to be formed anew: what was signed before stays as it is, as an earlier version."""

    TOPIC = "report.reopened"
    HAPPENED = "reopened_on"

    reopened_on: Annotated[date, label("Reopened on", example="2024-07-09")]
    reason: Annotated[Words, label("Reason", example="Зарегистрирован ещё один факт")]
