"""The report, the plan and their publication (1.2.3–1.3.2, 1.4.1, l.123–155, l.173–181)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from events.fields import Code, FileHash, Name, WebAddress, Words
from events.risk_analysis.base import Confirmed, RiskAnalysisEvent
from events.signature import Signature
from events.text import label


@dataclass(frozen=True, slots=True)
class Risk:
    """A corruption risk that the analysis found (l.125)."""

    code: Annotated[Code, label("Code", example="R1")]
    description: Annotated[Words, label("Risk", example="Приёмка работ без комиссии")]
    area: Annotated[Name, label("Unit or activity", example="Отдел строительства")]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """How to remove a risk, with the four-point checklist of l.129."""

    code: Annotated[Code, label("Code", example="1")]
    risk: Annotated[Code, label("Risk", "Code of the risk it removes", example="R1")]
    text: Annotated[Words, label("Recommendation", example="Утвердить порядок приёмки комиссией")]
    lawful: Annotated[Confirmed, label("Lawful", example=True)]
    effective: Annotated[Confirmed, label("Effective", example=True)]
    feasible: Annotated[Confirmed, label("Feasible", example=True)]
    targeted: Annotated[Confirmed, label("Aimed at removing the risk", example=True)]


@dataclass(frozen=True, slots=True)
class ExposedPosition:
    """A position exposed to corruption risks (1.4.1, l.173–181)."""

    title: Annotated[Name, label("Position", example="Главный специалист")]
    unit: Annotated[Name, label("Unit", example="Отдел строительства")]
    powers: Annotated[Words, label("Powers that carry the risk", example="Подписание актов приёмки")]
    risk: Annotated[Code, label("Risk", "Code of the risk", example="R1")]


class AnalyticalReportSigned(RiskAnalysisEvent):
    """The head of the subject signed the analytical report (1.2.3, l.123–131)."""

    TOPIC = "risk_analysis.analytical_report_signed"
    HAPPENED = "signed_on"
    FIRST_HEAD_SIGNS = True

    report_no: Annotated[Name, label("Report number", example="5")]
    signed_on: Annotated[
        date, label("Signed on", "Within 10 working days from the end of the analysis (l.131)", example="2024-04-05")
    ]
    risks: Annotated[tuple[Risk, ...], label("Risks", min_length=1)]
    recommendations: Annotated[
        tuple[Recommendation, ...], label("Recommendations", "Every risk needs at least one", min_length=1)
    ]
    positions: Annotated[tuple[ExposedPosition, ...], label("Positions exposed to risk")] = ()
    file: Annotated[FileHash | None, label("Signed report")] = None
    signature: Annotated[
        Signature | None, label("Signature", "Only when you record it for a body that has no account")
    ] = None


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A measure of the action plan with its form of completion (l.143, l.167)."""

    code: Annotated[Code, label("Code", example="1")]
    recommendations: Annotated[
        tuple[Code, ...],
        label("Recommendations", "Codes of those it carries out, one per line", example=["1"], min_length=1),
    ]
    measure: Annotated[Words, label("Measure", example="Издать приказ о комиссии по приёмке")]
    completion_form: Annotated[Name, label("Form of completion", "What proves it done (l.167)", example="Приказ")]
    due_on: Annotated[date, label("Term", example="2024-06-28")]
    unit: Annotated[Name, label("Responsible unit", example="Отдел строительства")]


class ActionPlanApproved(RiskAnalysisEvent):
    """The head approved the plan of measures (1.3.1, l.135–143, l.151)."""

    TOPIC = "risk_analysis.action_plan_approved"
    HAPPENED = "approved_on"
    FIRST_HEAD_SIGNS = True

    plan_no: Annotated[Name, label("Plan number", example="6")]
    approved_on: Annotated[
        date,
        label("Approved on", "Within 10 working days from the signing of the report (l.137)", example="2024-04-19"),
    ]
    items: Annotated[tuple[PlanItem, ...], label("Measures", "Together they cover every recommendation", min_length=1)]
    file: Annotated[FileHash | None, label("Signed plan")] = None
    signature: Annotated[
        Signature | None, label("Signature", "Only when you record it for a body that has no account")
    ] = None


class ResultsPublished(RiskAnalysisEvent):
    """Report and plan are on the website (1.3.2, l.145–153)."""

    TOPIC = "risk_analysis.results_published"
    HAPPENED = "published_on"

    published_on: Annotated[
        date, label("Published on", "Within 3 working days from the approval of the plan (l.147)", example="2024-04-24")
    ]
    report_address: Annotated[WebAddress, label("Link to the report", example="https://example.kz/spravka")]
    plan_address: Annotated[WebAddress, label("Link to the plan", example="https://example.kz/plan")]


class SecrecyBasis(StrEnum):
    """What forbids publication (l.147, l.155)."""

    STATE_SECRET = "state_secret"  # noqa: S105 (a kind of secret, not one)
    OFFICIAL_SECRET = "official_secret"  # noqa: S105 (a kind of secret, not one)
    COMMERCIAL_SECRET = "commercial_secret"  # noqa: S105 (a kind of secret, not one)
    OTHER_PROTECTED = "other_protected"


class Extent(StrEnum):
    """How much is withheld."""

    FULL = "full"
    PARTIAL = "partial"


class PublicationWithheld(RiskAnalysisEvent):
    """A note with the justification was approved by the head of the apparatus (1.3.2, l.155)."""

    TOPIC = "risk_analysis.publication_withheld"
    HAPPENED = "approved_on"
    PAST = ("published_on",)

    approved_on: Annotated[
        date,
        label("Note approved on", "Within 3 working days from the approval of the plan (l.147)", example="2024-04-23"),
    ]
    note_no: Annotated[Name, label("Note number", example="7-дсп")]
    basis: Annotated[SecrecyBasis, label("Basis")]
    justification: Annotated[Words, label("Justification", "Without the protected data themselves")]
    extent: Annotated[Extent, label("Extent")] = Extent.FULL
    report_address: Annotated[WebAddress | None, label("Link to the report", "Needed when withheld in part")] = None
    plan_address: Annotated[WebAddress | None, label("Link to the plan", "Needed when withheld in part")] = None
    published_on: Annotated[date | None, label("Published on", "Needed when withheld in part")] = None
    file: Annotated[FileHash | None, label("Approved note")] = None
    signature: Annotated[
        Signature | None, label("Signature", "Only when you record it for a body that has no account")
    ] = None
