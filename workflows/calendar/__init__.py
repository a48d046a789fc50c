"""The working-day calendar of Kazakhstan and the arithmetic of terms; pure: no clock, no network, no database."""

from events.calendar_change import ActType
from workflows.calendar.arithmetic import Given, Unit, due
from workflows.calendar.calendar import Calendar
from workflows.calendar.changes import NO_CHANGES, Change, Changes
from workflows.calendar.data import overrides as packaged_overrides
from workflows.calendar.day import Act, Code, Kind, OutsideCalendar, Override, Reason, Swap, Week
from workflows.calendar.explain import LANGUAGES, Language, act_title, day_title, explain

__all__ = [
    "LANGUAGES",
    "NO_CHANGES",
    "Act",
    "ActType",
    "Calendar",
    "Change",
    "Changes",
    "Code",
    "Given",
    "Kind",
    "Language",
    "OutsideCalendar",
    "Override",
    "Reason",
    "Swap",
    "Unit",
    "Week",
    "act_title",
    "day_title",
    "due",
    "explain",
    "packaged_overrides",
]
