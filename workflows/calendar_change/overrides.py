"""From a proposal to what it does to single days, in the words of the calendar."""

from datetime import date
from typing import Any

from events.calendar_change import (
    Applicability,
    CalendarChangeProposed,
    DayOffProposed,
    FestivalDateProposed,
    HolidayProposed,
    HolidayWithdrawalProposed,
    LegalAct,
    Reach,
    SwapProposed,
    WeekAffected,
)
from workflows.calendar import Act, Calendar, Code, Kind, Override
from workflows.calendar.day import Scope

KURBAN_AIT = "kurban_ait"
_LEVELS = {Reach.NATION: 0, Reach.REGION: 1, Reach.ORGANIZATION: 2}
_WEEKS: dict[WeekAffected, Scope] = {WeekAffected.FIVE: 5, WeekAffected.SIX: 6, WeekAffected.ALL: "all"}


def applicability(proposed: CalendarChangeProposed) -> Applicability:
    """Say for whom a proposal is meant: holidays are the whole nation's."""
    return proposed.applies if isinstance(proposed, SwapProposed | DayOffProposed) else Applicability(Reach.NATION)


def reach(proposed: CalendarChangeProposed) -> Reach:
    """Say whether it concerns the nation, a region or an organisation."""
    return applicability(proposed).reach


def place(proposed: CalendarChangeProposed) -> str:
    """Give the region's or the organisation's code, empty for the nation."""
    found = applicability(proposed)
    return {Reach.NATION: "", Reach.REGION: found.region or "", Reach.ORGANIZATION: proposed.organization}[found.reach]


def overrides(proposed: CalendarChangeProposed, known_from: date) -> tuple[Override, ...]:
    """Give what a proposal does to its days, known from a day on."""
    found = applicability(proposed)
    common: dict[str, Any] = {
        "act": _act(proposed.act), "known_from": known_from, "week": _WEEKS[found.week], "level": _LEVELS[found.reach]
    }  # fmt: skip
    match proposed:
        case SwapProposed():
            return (
                Override(day=proposed.rest, kind=Kind.SWAP_OFF, pair=proposed.work, **common),
                Override(day=proposed.work, kind=Kind.SWAP_WORK, pair=proposed.rest, **common),
            )
        case DayOffProposed():
            return (Override(day=proposed.day, kind=Kind.DECLARED, name=proposed.why, **common),)
        case HolidayProposed():
            return (Override(day=proposed.day, kind=Kind.HOLIDAY, name=proposed.name, **common),)
        case FestivalDateProposed():
            return (
                Override(
                    day=proposed.day, kind=Kind.RELIGIOUS, name=KURBAN_AIT, replaces=proposed.replaces,
                    estimated=proposed.expected, **common,
                ),
            )  # fmt: skip
        case HolidayWithdrawalProposed():
            return (Override(day=proposed.day, kind=Kind.WITHDRAWN, **common),)
        case _:
            raise AssertionError(f"{type(proposed).__name__} does not say what it does")


def holiday_on(day: date, calendar: Calendar) -> str:
    """Give the code of the holiday that a calendar has on a day, also on a day of rest; "" if there is none."""
    reason = calendar.reason(day)
    return reason.name if reason and reason.code in {Code.HOLIDAY, Code.ESTIMATED_HOLIDAY} else ""


def _act(act: LegalAct) -> Act:
    return Act(act.type, act.number or "", act.dated)
