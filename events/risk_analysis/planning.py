"""The yearly duty, the body's schedule, and what puts the duty off (1.1.1, 1.1.2, l.75–89; A-10)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from events.fields import Name, Year
from events.organization import OrganizationCode
from events.risk_analysis.base import RiskAnalysisEvent
from events.text import label
from events.upload import UploadDates


class AnalysisPlanned(RiskAnalysisEvent):
    """The plan of a year gave the body its analysis of that year (D02, l.75)."""

    TOPIC = "risk_analysis.analysis_planned"
    HAPPENED = "planned_on"
    BY_ABOVE = True

    year: Annotated[Year, label("Year", example=2024)]
    planned_on: Annotated[date, label("Planned on", example="2024-01-15")]
    upload_dates: UploadDates = ()


class AnalysisScheduled(RiskAnalysisEvent):
    """The schedule of a body above, for its whole system, named the dates of the analysis here (1.1.1, l.85–87)."""

    TOPIC = "risk_analysis.analysis_scheduled"
    HAPPENED = "scheduled_on"

    year: Annotated[Year, label("Year", example=2024)]
    schedule: Annotated[UUID, label("Schedule", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]
    body: Annotated[OrganizationCode, label("Body that drew up the schedule", example="almaty-region")]
    starts_on: Annotated[date, label("Analysis starts on", example="2024-03-04")]
    ends_on: Annotated[date, label("Analysis ends on", example="2024-03-28")]
    scheduled_on: Annotated[date, label("Schedule approved or amended on", example="2024-01-25")]


class AnalysisUnscheduled(RiskAnalysisEvent):
    """The schedule of a body above names the analysis no longer: its dates do not hold."""

    TOPIC = "risk_analysis.analysis_unscheduled"

    schedule: Annotated[UUID, label("Schedule", "Its case", example="6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11")]


class AnalysisDeferred(RiskAnalysisEvent):
    """An external analysis puts the internal one off: it waits for a year after its end (l.75, A-10)."""

    TOPIC = "risk_analysis.analysis_deferred"
    HAPPENED = "deferred_on"
    PAST = ("external_analysis_ended_on",)

    deferred_on: Annotated[date, label("Put off on", example="2024-02-01")]
    external_analysis_ended_on: Annotated[
        date | None, label("External analysis ended on", "Empty while it goes on", example="2024-01-20")
    ] = None
    document_no: Annotated[Name | None, label("Document", "That tells of the external analysis", example="12-3/45")] = (
        None
    )
