"""The corruption cartogram of a region on the website of its akimat (1.5.1, l.183–344)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from events.event import CaseEvent
from events.fields import Code, Count, FileHash, Name, Uploader, WebAddress, Words, Year
from events.organization import OrganizationCode
from events.text import label
from events.upload import UploadDates


class CartogramEvent(CaseEvent):
    """An event of the cartogram of one region in one year."""

    WORKFLOW: ClassVar[str] = "cartogram"


class CartogramAssigned(CartogramEvent):
    """The plan of a year gave the akimat its cartogram."""

    TOPIC = "cartogram.cartogram_assigned"
    HAPPENED = "assigned_on"
    BY_ABOVE = True

    year: Annotated[Year, label("Year", example=2024)]
    assigned_on: Annotated[date, label("Assigned on", example="2024-02-15")]
    upload_dates: UploadDates = ()


@dataclass(frozen=True, slots=True)
class FoundPosition:
    """A position that an analysis found exposed to risk."""

    title: Annotated[Name, label("Position", example="Главный специалист")]
    unit: Annotated[Name, label("Unit", example="Отдел строительства")]
    risk: Annotated[Code, label("Risk", "Code of the risk", example="R1")]


@dataclass(frozen=True, slots=True)
class FoundRisk:
    """A risk that an analysis found, and how many measures of the plan answer it."""

    code: Annotated[Code, label("Code", example="R1")]
    description: Annotated[Words, label("Risk", example="Приёмка работ без комиссии")]
    measures: Annotated[Count, label("Measures in the plan", example=1)]


class AnalysisResultsReceived(CartogramEvent):
    """An analysis of a body of the region came to results, or to others than before (l.340; RU-10)."""

    TOPIC = "cartogram.analysis_results_received"

    year: Annotated[Year, label("Year", example=2024)]
    analysis: Annotated[UUID, label("Analysis", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]
    body: Annotated[OrganizationCode, label("Body analysed", example="almaty-region.education")]
    report_no: Annotated[Name, label("Report number", example="5")]
    positions: Annotated[tuple[FoundPosition, ...], label("Positions exposed to risk")]
    risks: Annotated[tuple[FoundRisk, ...], label("Risks")]
    plan_approved: Annotated[bool, label("The plan of measures is approved", "Only then the risks are published")]


class AnalysisResultsWithdrawn(CartogramEvent):
    """The results of an analysis turned out to belong to another year or region."""

    TOPIC = "cartogram.analysis_results_withdrawn"

    analysis: Annotated[UUID, label("Analysis", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]


@dataclass(frozen=True, slots=True)
class PublishedPosition:
    """A row of section 1 as it stands on the website."""

    organization: Annotated[OrganizationCode, label("Body", example="almaty-region.education")]
    title: Annotated[Name, label("Position", example="Главный специалист")]
    unit: Annotated[Name, label("Unit", example="Отдел строительства")]


class PositionsUpdated(CartogramEvent):
    """The akimat brought section 1, positions exposed to risk, up to date (l.333–334)."""

    TOPIC = "cartogram.positions_updated"
    HAPPENED = "updated_on"

    updated_on: Annotated[date, label("Updated on", example="2024-05-14")]
    address: Annotated[WebAddress, label("Link to the section", example="https://example.kz/kartogramma/1")]
    rows: Annotated[
        tuple[PublishedPosition, ...],
        label("What stands there", "All rows; they are compared with the analyses (l.340)"),
    ] = ()


@dataclass(frozen=True, slots=True)
class PublishedRisk:
    """A row of section 2 as it stands on the website."""

    organization: Annotated[OrganizationCode, label("Body", example="almaty-region.education")]
    description: Annotated[Words, label("Risk", example="Приёмка работ без комиссии")]
    measures: Annotated[Count, label("Measures in the plan", example=1)]


class RisksUpdated(CartogramEvent):
    """The akimat brought section 2, the risks with the approved plans, up to date (l.336)."""

    TOPIC = "cartogram.risks_updated"
    HAPPENED = "updated_on"

    updated_on: Annotated[date, label("Updated on", example="2024-05-14")]
    address: Annotated[WebAddress, label("Link to the section", example="https://example.kz/kartogramma/2")]
    rows: Annotated[
        tuple[PublishedRisk, ...], label("What stands there", "All rows; they are compared with the analyses (l.340)")
    ] = ()


class RiskSource(StrEnum):
    """From what the anti-corruption body draws the risks of a region (l.338)."""

    EXTERNAL_ANALYSIS = "external_analysis"
    APPEALS = "appeals"
    MEDIA = "media"


class RiskMapUpdated(CartogramEvent):
    """The territorial department of the anti-corruption body brought section 3 up to date (l.338, l.342)."""

    TOPIC = "cartogram.risk_map_updated"
    HAPPENED = "updated_on"
    BY_ABOVE = True

    updated_on: Annotated[date, label("Updated on", example="2024-05-20")]
    address: Annotated[WebAddress, label("Link to the section", example="https://example.kz/kartogramma/3")]
    risks: Annotated[
        tuple[Name, ...],
        label("Risks of the region", "One per line", example=["Земельные отношения"], min_length=1),
    ]
    sources: Annotated[tuple[RiskSource, ...], label("Drawn from", min_length=1)]


class CartogramReportSigned(CartogramEvent):
    """The report on bringing the cartogram up to date was signed (Appendix 1, l.344, l.689–705)."""

    TOPIC = "cartogram.cartogram_report_signed"
    HAPPENED = "signed_on"

    signed_on: Annotated[date, label("Signed on", example="2024-12-10")]
    positions_note: Annotated[Words, label("Section 1: what was done", example="Раздел обновлён по 12 органам")]
    risks_note: Annotated[Words, label("Section 2: what was done", example="Размещены планы 12 органов")]
    report_no: Annotated[Name | None, label("Report number", example="14-2/77")] = None
    file: Annotated[FileHash | None, label("Signed report")] = None


class CartogramReportUploaded(CartogramEvent):
    """The signed report is in the Cross-platform (l.41, l.47)."""

    TOPIC = "cartogram.cartogram_report_uploaded"
    HAPPENED = "uploaded_on"

    uploaded_on: Annotated[date, label("Uploaded on", example="2024-12-12")]
    address: Annotated[
        WebAddress | None, label("Page in the Cross-platform", example="https://kz2050.gov.kz/tasks/1-5-1")
    ] = None
    uploaded_by: Uploader = None


class CartogramClosed(CartogramEvent):
    """The year's work on the cartogram is over."""

    TOPIC = "cartogram.cartogram_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-12-31")]


class CartogramReopened(CartogramEvent):
    """Results that came in the year of the closed cartogram are to be published, too (l.340): the year's work goes on."""

    TOPIC = "cartogram.cartogram_reopened"
    HAPPENED = "reopened_on"
    REOPENS = True

    reopened_on: Annotated[date, label("Reopened on", example="2024-12-05")]


class CartogramRestored(CartogramEvent):
    """The akimat owes the cartogram after all: by the register it had only seemed not to."""

    TOPIC = "cartogram.cartogram_restored"
    HAPPENED = "restored_on"
    REOPENS = True

    restored_on: Annotated[date, label("Restored on", example="2024-07-15")]
    reason: Annotated[Words, label("Reason")]


class CartogramCancelled(CartogramEvent):
    """The akimat owes no cartogram of the year any longer: it was closed, or is of another type now."""

    TOPIC = "cartogram.cartogram_cancelled"
    HAPPENED = "cancelled_on"
    CLOSES = True

    cancelled_on: Annotated[date, label("Cancelled on", example="2024-07-01")]
    basis_no: Annotated[Name, label("Document", "Number of the order that cancels it", example="19-Ө")]
    reason: Annotated[Words, label("Reason", example="Акимат упразднён")]
