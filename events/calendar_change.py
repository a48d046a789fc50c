"""Changes of the working-day calendar that are not in the package: proposed by one person, approved by another (Labour Code arts. 84, 85)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from events.event import CaseEvent
from events.fields import Name, WebAddress, Words
from events.text import label

ActNumber = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^:\x00-\x1f]{1,60}$")]
"""The number of an act; the colon parts it from the rest in the act's code."""

RegionCode = Annotated[str, StringConstraints(pattern=r"^KZ-\d\d$")]
"""A region by its ISO 3166-2 code."""


class ActType(StrEnum):
    """Who made an act that changes working days."""

    LAW = "law"
    PRESIDENT_DECREE = "president_decree"
    GOVERNMENT_DECREE = "government_decree"
    MINISTRY_ORDER = "ministry_order"
    MINISTRY_STATEMENT = "ministry_statement"
    MUFTIATE_STATEMENT = "muftiate_statement"
    AKIMAT_DECISION = "akimat_decision"
    BODY_ORDER = "body_order"


class Reach(StrEnum):
    """For whom a change holds."""

    NATION = "nation"
    REGION = "region"
    ORGANIZATION = "organization"


class WeekAffected(StrEnum):
    """For which working week a change holds: a Saturday is an ordinary working day in a week of six days."""

    FIVE = "five_days"
    SIX = "six_days"
    ALL = "both"


@dataclass(frozen=True, slots=True)
class LegalAct:
    """The act by which days change."""

    type: Annotated[ActType, label("Kind of act")]
    dated: Annotated[date, label("Dated", example="2024-07-15")]
    published_on: Annotated[date, label("Published on", "The day from which it was known", example="2024-07-15")]
    number: Annotated[ActNumber | None, label("Number of the act", example="109")] = None
    address: Annotated[
        WebAddress | None, label("Address of the act", example="https://adilet.zan.kz/rus/docs/V2400034258")
    ] = None


@dataclass(frozen=True, slots=True)
class Applicability:
    """For whom, and in which week, a change holds."""

    reach: Annotated[Reach, label("Holds for", "An organisation: the one whose record this is")]
    week: Annotated[WeekAffected, label("Working week")] = WeekAffected.ALL
    region: Annotated[RegionCode | None, label("Region", "Only for a region", example="KZ-19")] = None


class CalendarChangeEvent(CaseEvent):
    """Something that happened to a change of the calendar."""

    WORKFLOW: ClassVar[str] = "calendar_change"
    WORK: ClassVar[bool] = False


class CalendarChangeProposed(CalendarChangeEvent):
    """Somebody proposed to change days."""

    act: Annotated[LegalAct, label("Act")]


class SwapProposed(CalendarChangeProposed):
    """A day of rest is to be moved to a working day (Labour Code art. 85(3))."""

    TOPIC = "calendar.swap_proposed"

    rest: Annotated[date, label("Day that becomes a day off", example="2024-09-06")]
    work: Annotated[date, label("Day that is worked instead", example="2024-09-08")]
    applies: Annotated[Applicability, label("Validity")]


class DayOffProposed(CalendarChangeProposed):
    """A working day is not to be one: an emergency, an election, a quarantine. No other day takes its place."""

    TOPIC = "calendar.day_off_proposed"

    day: Annotated[date, label("Day off", example="2024-09-12")]
    why: Annotated[
        Name, label("Why it is off", "Shown beside the day", example="Чрезвычайная ситуация природного характера")
    ]
    applies: Annotated[Applicability, label("Validity")]


class HolidayProposed(CalendarChangeProposed):
    """A law or decree makes a day a national holiday; on a day of rest it has a substitute (holidays law art. 5)."""

    TOPIC = "calendar.holiday_proposed"

    day: Annotated[date, label("Holiday on", example="2024-09-10")]
    name: Annotated[Name, label("Name of the holiday", example="День семьи")]


class FestivalDateProposed(CalendarChangeProposed):
    """The first day of Kurban Ait was named, or named anew; it has no substitute (Labour Code art. 84(5))."""

    TOPIC = "calendar.festival_date_proposed"

    day: Annotated[date, label("First day of Kurban Ait", example="2024-06-17")]
    replaces: Annotated[
        date, label("Day that was expected so far", "The same day if it is only confirmed", example="2024-06-16")
    ]
    expected: Annotated[bool, label("Still expected", "Whether the day may yet change")]


class HolidayWithdrawalProposed(CalendarChangeProposed):
    """A holiday is no longer one on a day."""

    TOPIC = "calendar.holiday_withdrawal_proposed"

    day: Annotated[date, label("No holiday on", example="2024-08-30")]


class CalendarChangeApproved(CalendarChangeEvent):
    """Another person than the proposer approved the change: it holds from this day on."""

    TOPIC = "calendar.change_approved"

    effects_seen: Annotated[
        Literal[True],
        label("Effects seen", "You looked at which open deadlines it moves, and compared it with the act"),
    ]


class CalendarChangeRejected(CalendarChangeEvent):
    """The change was rejected, or taken back by the proposer."""

    TOPIC = "calendar.change_rejected"
    CLOSES = True

    reason: Annotated[Words, label("Reason", example="Приказ не подписан")]


class RevocationProposed(CalendarChangeEvent):
    """Somebody proposed to revoke an approved change."""

    TOPIC = "calendar.revocation_proposed"

    reason: Annotated[Words, label("Reason", example="Приказ отменён")]


class RevocationRejected(CalendarChangeEvent):
    """An approved change is not revoked after all."""

    TOPIC = "calendar.revocation_rejected"

    reason: Annotated[Words, label("Reason", example="Приказ действует")]


class CalendarChangeRevoked(CalendarChangeEvent):
    """Another person than the one who proposed it revoked the change: it holds no longer from this day on."""

    TOPIC = "calendar.change_revoked"
    CLOSES = True

    effects_seen: Annotated[
        Literal[True],
        label("Effects seen", "Deadlines that the change moved keep their dates: nobody is held to an earlier one"),
    ]
