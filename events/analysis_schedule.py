"""The schedule of internal analyses in the whole system of a body (1.1.1, l.83–89)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from events.event import CaseEvent
from events.fields import FileHash, Name, Uploader, WebAddress, Words, Year
from events.organization import OrganizationCode
from events.text import label
from events.upload import UploadDates


class ScheduleEvent(CaseEvent):
    """An event of the schedule of one body for one year."""

    WORKFLOW: ClassVar[str] = "analysis_schedule"


class SchedulePlanned(ScheduleEvent):
    """The plan of a year asks the body whether its whole system is to be analysed."""

    TOPIC = "analysis_schedule.schedule_planned"
    HAPPENED = "planned_on"
    BY_ABOVE = True

    year: Annotated[Year, label("Year", example=2024)]
    planned_on: Annotated[date, label("Planned on", example="2024-02-15")]
    upload_dates: UploadDates = ()


class Breakdown(StrEnum):
    """Into what kinds of body a schedule is divided (l.87)."""

    CENTRAL = "central"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class ScheduledObject:
    """A body to be analysed, and when (l.85)."""

    organization: Annotated[OrganizationCode, label("Object of the analysis", example="almaty-region.procurement")]
    starts_on: Annotated[date, label("Analysis starts on", example="2024-03-04")]
    ends_on: Annotated[date, label("Analysis ends on", example="2024-03-28")]


class ScheduleApproved(ScheduleEvent):
    """The schedule was approved: it names the objects and the dates in each of them (l.85–89)."""

    TOPIC = "analysis_schedule.schedule_approved"
    HAPPENED = "approved_on"

    year: Annotated[Year, label("Year", example=2024)]
    approved_on: Annotated[date, label("Schedule approved on", example="2024-02-15")]
    schedule_no: Annotated[Name, label("Schedule number", example="3-г")]
    breakdown: Annotated[Breakdown, label("Divided into")]
    objects: Annotated[tuple[ScheduledObject, ...], label("Objects of the analysis", min_length=1)]
    file: Annotated[FileHash | None, label("Signed schedule")] = None


class ScheduleAmended(ScheduleEvent):
    """Objects were added to the schedule, got other dates, or were taken out."""

    TOPIC = "analysis_schedule.schedule_amended"
    HAPPENED = "amended_on"

    amended_on: Annotated[date, label("Amended on", example="2024-02-20")]
    amendment_no: Annotated[Name, label("Number of the amendment", example="7-г")]
    objects: Annotated[tuple[ScheduledObject, ...], label("Objects added or changed", "The others stay as they are")]
    reason: Annotated[Words, label("Reason", example="Создано новое управление")]
    removed: Annotated[
        tuple[OrganizationCode, ...], label("Objects taken out", "They are not analysed by this schedule, one per line")
    ] = ()
    file: Annotated[FileHash | None, label("Signed amendment")] = None


class ScheduleUploaded(ScheduleEvent):
    """The approved schedule is in the Cross-platform: the subtask is carried out (l.41)."""

    TOPIC = "analysis_schedule.schedule_uploaded"
    HAPPENED = "uploaded_on"

    uploaded_on: Annotated[date, label("Uploaded on", example="2024-02-19")]
    address: Annotated[
        WebAddress | None, label("Page in the Cross-platform", example="https://kz2050.gov.kz/tasks/1-1-1")
    ] = None
    uploaded_by: Uploader = None


class ScheduleNotNeeded(ScheduleEvent):
    """The head did not decide for an analysis of the whole system, on which the schedule depends (l.85)."""

    TOPIC = "analysis_schedule.schedule_not_needed"
    HAPPENED = "decided_on"
    CLOSES = True

    decided_on: Annotated[date, label("Decided on", example="2024-01-22")]
    reason: Annotated[Words, label("Reason", example="Анализ проводится только в центральном аппарате")]


class ScheduleClosed(ScheduleEvent):
    """The year of the schedule is over."""

    TOPIC = "analysis_schedule.schedule_closed"
    HAPPENED = "closed_on"
    CLOSES = True

    closed_on: Annotated[date, label("Closed on", example="2024-12-31")]
    conclusion: Annotated[Words, label("Conclusion", example="Анализ проведён на всех объектах")]


class ScheduleRestored(ScheduleEvent):
    """The body owes the schedule after all: by the register it had only seemed not to."""

    TOPIC = "analysis_schedule.schedule_restored"
    HAPPENED = "restored_on"
    REOPENS = True

    restored_on: Annotated[date, label("Restored on", example="2024-03-11")]
    reason: Annotated[Words, label("Reason")]


class ScheduleCancelled(ScheduleEvent):
    """The schedule was called off; the analyses go on unless their own heads call them off."""

    TOPIC = "analysis_schedule.schedule_cancelled"
    HAPPENED = "cancelled_on"
    CLOSES = True

    cancelled_on: Annotated[date, label("Cancelled on", example="2024-03-01")]
    basis_no: Annotated[Name, label("Document", "Number of the order that cancels it", example="19-Ө")]
    reason: Annotated[Words, label("Reason", example="Реорганизация системы")]
