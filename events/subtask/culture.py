"""What is reported for the culture: sittings, social order, training, prevention, explanations (Project 4, l.587–687)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from events.fields import Count, FileHash, Name, Tenge, WebAddress, Words
from events.subtask.base import Entry
from events.text import label

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day, "14:30"."""


class SittingHeld(Entry):
    """A sitting of the anti-corruption commission under an akim (4.1.1, l.591–595)."""

    TOPIC = "subtask.sitting_held"
    HAPPENED = "held_on"

    held_on: Annotated[date, label("Held on", "Within the quarter", example="2024-05-30")]
    number: Annotated[Name, label("Number of the sitting", example="2")]
    agenda: Annotated[tuple[Name, ...], label("Agenda", "One matter per line", min_length=1)]
    recommendations: Annotated[tuple[Name, ...], label("Recommendations", "One per line")] = ()


@dataclass(frozen=True, slots=True)
class SocialOrder:
    """Part of the social order for anti-corruption topics (Appendix 4)."""

    unit: Annotated[Name, label("Department, city or district", example="Управление внутренней политики")]
    amount: Annotated[Tenge, label("Amount, tenge", example=12_000_000)]
    note: Annotated[str, label("Technical specification", "Where it is kept", max_length=1000)] = ""


class SocialOrderReported(Entry):
    """The state social order on anti-corruption topics in the region (4.1.2, l.597–603, Appendix 4)."""

    TOPIC = "subtask.social_order_reported"
    HAPPENED = "reported_on"
    REPLACES = True

    reported_on: Annotated[date, label("As of", example="2024-12-02")]
    total: Annotated[Tenge, label("Social order in the region, tenge", example=900_000_000)]
    anticorruption: Annotated[Tenge, label("Of it on anti-corruption topics, tenge", example=30_000_000)]
    breakdown: Annotated[tuple[SocialOrder, ...], label("By department, city, district", min_length=1)]
    total_of_year: Annotated[Tenge, label("In all for the year of the report, tenge", example=900_000_000)]
    anticorruption_of_year: Annotated[Tenge, label("Of it on anti-corruption topics, tenge", example=30_000_000)]
    total_of_next_year: Annotated[Tenge, label("In all for the next year, tenge", example=950_000_000)]
    anticorruption_of_next_year: Annotated[Tenge, label("Of it on anti-corruption topics, tenge", example=35_000_000)]


@dataclass(frozen=True, slots=True)
class Trainee:
    """A civil servant who was sent to anti-corruption training."""

    name: Annotated[Name, label("Surname, name, patronymic")]
    position: Annotated[Name, label("Position")]
    provider: Annotated[Name, label("Organisation that trained", example="Академия государственного управления")]
    course: Annotated[Name, label("Course")]
    began_on: Annotated[date, label("From", example="2024-04-08")]
    ended_on: Annotated[date, label("To", example="2024-04-12")]
    certificate_no: Annotated[Name, label("Certificate number")]
    personnel_no: Annotated[
        Name | None, label("Personnel number", "Tells people of the same name apart", example="00731")
    ] = None
    certificate: Annotated[FileHash | None, label("Scan of the certificate")] = None


class TraineesReported(Entry):
    """Civil servants sent to anti-corruption training, at least 5 % a year (4.2.1, l.609–616)."""

    TOPIC = "subtask.trainees_reported"
    HAPPENED = "reported_on"
    PAST = ("trainees.ended_on",)

    reported_on: Annotated[date, label("Reported on", example="2024-12-02")]
    staff: Annotated[Count, label("Civil servants in all", "On 1 January; leave other days to the note", example=118)]
    trainees: Annotated[tuple[Trainee, ...], label("Trained", min_length=1)]


class Format(StrEnum):
    """How an event is held (4.2.3, l.667)."""

    ONLINE = "online"
    OFFLINE = "offline"


class Topic(StrEnum):
    """Topics that the Instruction names (4.2.3, l.667)."""

    PROGRAMMES = "programmes"
    NEW_LEGISLATION = "new_legislation"
    RESTRICTIONS = "restrictions"
    SURVEYS = "surveys"
    STATISTICS = "statistics"
    ACCOUNTABILITY = "accountability"
    OTHER = "other"


class AudienceBasis(StrEnum):
    """On what the ethics officer chose the audience (4.2.3, l.669)."""

    APPEALS = "appeals"
    SOCIAL_MEDIA = "social_media"
    SURVEYS = "surveys"


class EthicsEventHeld(Entry):
    """A monthly explanatory event for civil servants with the ethics officer (4.2.3, l.665–669, Appendix 5)."""

    TOPIC = "subtask.ethics_event_held"
    HAPPENED = "held_on"

    held_on: Annotated[date, label("Held on", "Within the month", example="2024-05-22")]
    format: Annotated[Format, label("Format")]
    topics: Annotated[tuple[Topic, ...], label("Topics", min_length=1)]
    units: Annotated[tuple[Name, ...], label("Audience", "Units, one per line", min_length=1)]
    participants: Annotated[int, label("Participants", example=57, ge=1, le=1_000_000)]
    work_done: Annotated[Words, label("What was done", example="Разобраны типичные случаи конфликта интересов")]
    with_civil_society: Annotated[bool, label("Together with civil society")] = False
    basis: Annotated[tuple[AudienceBasis, ...], label("Audience chosen by")] = ()


class PreventionDone(Entry):
    """The ethics officer worked with the holder of an exposed position (4.2.4, l.671–675, Appendix 5)."""

    TOPIC = "subtask.prevention_done"
    HAPPENED = "done_on"

    done_on: Annotated[date, label("Done on", example="2024-06-05")]
    name: Annotated[Name, label("Surname, name, patronymic")]
    position: Annotated[Name, label("Position", "As in the list of exposed positions (1.4.1)")]
    work_done: Annotated[Words, label("What was done", example="Индивидуальная беседа о подарках")]


class PropagandaKind(StrEnum):
    """What is explained (4.3.1, l.681–687)."""

    LEGAL_ACT = "legal_act"
    LIFE_SITUATION = "life_situation"


class PropagandaForm(StrEnum):
    """How it is explained (4.3.1, l.683)."""

    MEDIA = "media"
    PUBLIC_EVENT = "public_event"
    OTHER = "other"


class PropagandaHeld(Entry):
    """An act or the procedure in a life situation was explained (4.3.1, l.679–687, Appendix 6)."""

    TOPIC = "subtask.propaganda_held"
    HAPPENED = "held_on"
    PAST = ("act_approved_on",)

    kind: Annotated[PropagandaKind, label("What was explained")]
    subject: Annotated[Words, label("Act or life situation", example="Получение разрешения на строительство")]
    measure: Annotated[Words, label("What was done", example="Встреча с предпринимателями")]
    held_on: Annotated[date, label("Held on", example="2024-09-18")]
    held_at: Annotated[ClockTime, label("Time", example="15:00")]
    evidence_address: Annotated[
        WebAddress, label("Page with the evidence in the Cross-platform", example="https://kz2050.gov.kz/tasks/4-3-1")
    ]
    act_approved_on: Annotated[
        date | None, label("Act approved on", "For acts: in the year of the report (l.687)", example="2024-02-20")
    ] = None
    form: Annotated[PropagandaForm | None, label("Form")] = None
    other_address: Annotated[WebAddress | None, label("Other link", "If it was in the news")] = None
