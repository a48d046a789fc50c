"""Term arithmetic: from an anchor, an amount and a unit to a due date that can be explained (Civil Code arts. 173-175)."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from events.deadlines import Arithmetic
from workflows.calendar.calendar import Calendar
from workflows.calendar.day import OutsideCalendar


class Unit(StrEnum):
    """What an amount counts; of `DAY_OF_NEXT_MONTH` the amount is the day's number, 1 to 31."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    DAY_OF_NEXT_MONTH = "day_of_next_month"


class Given(StrEnum):
    """What a date is that is given and not counted: the last day of a period, or a day of its own. It is never moved."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    DAY = "day"


@lru_cache(maxsize=10_000)
def due(anchor: date, amount: int, unit: Unit, calendar: Calendar) -> Arithmetic:
    """Count `amount` units from the anchor, back if negative; the anchor day itself never counts (art. 173).

    Working days pass over days off. The other units give a nominal date; if it is off, it moves
    forward to the next working day (art. 175), or, counted backward, to the preceding one,
    because moving it forward would shorten the notice. An amount of 0 is the anchor itself,
    moved forward if off. Raises `OutsideCalendar` where the calendar has no answer, `ValueError`
    for a day of the month outside 1 to 31. Many cases ask for the same date: it is counted once.
    """
    if unit is Unit.WORKING_DAYS and amount:
        day = calendar.shift(anchor, amount)
        passed = calendar.off_between(anchor, day) if amount > 0 else calendar.off_between(day, anchor)
        skipped = tuple(s for s in passed if s.day != anchor)
        return Arithmetic(anchor, amount, unit.value, day, None, skipped, calendar.version)
    nominal = _nominal(anchor, amount, unit, calendar)
    back = amount < 0
    day = calendar.on_or_before(nominal) if back else calendar.shift(nominal, 0)
    if day == nominal:
        return Arithmetic(anchor, amount, unit.value, day, None, (), calendar.version)
    skipped = calendar.off_between(day, nominal) if back else calendar.off_between(nominal, day)
    return Arithmetic(anchor, amount, unit.value, day, nominal, skipped, calendar.version)


def _nominal(anchor: date, amount: int, unit: Unit, calendar: Calendar) -> date:
    if unit is Unit.DAY_OF_NEXT_MONTH and not 1 <= amount <= 31:
        raise ValueError(f"a day of the next month is a number from 1 to 31, not {amount}")
    try:
        return _COUNT[unit](anchor, amount)
    except (OverflowError, ValueError) as error:
        raise OutsideCalendar(f"{amount} {unit.value} from {anchor}", calendar.first, calendar.last) from error


def add_months(anchor: date, months: int) -> date:
    """Move by whole months; a month without that day gives its last one (art. 174)."""
    return _in_month(anchor, months, anchor.day)


def _in_month(anchor: date, months: int, day: int) -> date:
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


_COUNT: dict[Unit, Callable[[date, int], date]] = {
    Unit.WORKING_DAYS: lambda anchor, _: anchor,
    Unit.CALENDAR_DAYS: lambda anchor, amount: anchor + timedelta(days=amount),
    Unit.MONTHS: add_months,
    Unit.YEARS: lambda anchor, amount: add_months(anchor, amount * 12),
    Unit.DAY_OF_NEXT_MONTH: lambda anchor, amount: _in_month(anchor, 1, amount),
}
