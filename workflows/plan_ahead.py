"""Which years are planned by themselves, when, and for whom: the policy of the chore that opens periodic cases on time.

A plan is a decision of people: a body is planned for by itself only if it was planned before, or if it joined after a body above
it was. What it owes follows from the catalogue and the register (see `plan`).
"""

from collections.abc import Mapping
from datetime import date

from workflows.calendar import Calendar
from workflows.register import Register

AHEAD = 5
"""Working days at the end of December in which the next year is planned, so that its work is there when it begins."""

CARRIED_ON_UNTIL = (1, 31)
"""Month and day until which a year is planned for who was planned for the year before, had December been an outage."""


def years(today: date) -> tuple[int, ...]:
    """Give the years whose plans are looked after on a day: its own and, in the last working days of December, the next."""
    last = date(today.year, 12, 31)
    is_time = today.month == 12 and Calendar.as_known(today).count_inclusive(today, last) <= AHEAD
    return (today.year, today.year + 1) if is_time else (today.year,)


def carried_on(year: int, today: date) -> bool:
    """Whether, on a day, a year is planned for bodies that are planned for the year before."""
    return today <= date(year, *CARRIED_ON_UNTIL)


def bodies(
    register: Register, year: int, today: date, planned: Mapping[str, date], planned_before: Mapping[str, date]
) -> list[str]:
    """Give the bodies whose plan of a year is to be made, or made right, on a day.

    `planned` are those that have cases of that year, `planned_before` those that have some of the year before, each with the
    day from which they had. A body that joined after that day is planned as the nearest body above it is.
    """
    counted = {**(planned_before if carried_on(year, today) else {}), **planned}
    return [code for code in register.codes() if code in counted or _joined(register, code, today, counted)]


def _joined(register: Register, code: str, on: date, counted: Mapping[str, date]) -> bool:
    """Whether a body exists only since a plan was made for the nearest body above it that has one."""
    record = register.organization(code)
    above = next((body for body in register.ancestors(code, on) if body in counted), None)
    return record is not None and record.since is not None and above is not None and record.since > counted[above]
