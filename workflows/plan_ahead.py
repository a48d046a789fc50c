"""Which years are planned by themselves, when, and for whom: the policy of the chore that opens periodic cases on time.

A plan is a decision of people: a body is planned for by itself only if it, or the nearest body above it that is planned, had been
planned before. What it owes follows from the catalogue and the register (see `plan`).
"""

from collections.abc import Collection, Iterator
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
    register: Register, year: int, today: date, planned: Collection[str], planned_before: Collection[str]
) -> list[str]:
    """Give the bodies whose plan of a year is to be made, or made right, on a day.

    `planned` are those that have cases of that year, `planned_before` those that have some of the year before. A body that
    joined since the year before began is planned as the nearest body above it is that does not join with it.
    """
    counted = {*planned, *(planned_before if carried_on(year, today) else ())}
    first = date(year - 1, 1, 1)
    joined = {code for code in register.codes() if _joined(register, code, first)}
    return [
        code
        for code in register.codes()
        if code in counted or (code in joined and _planned_above(register, code, today, joined, counted))
    ]


def _joined(register: Register, code: str, first: date) -> bool:
    record = register.organization(code)
    return record is not None and record.since is not None and record.since > first


def _planned_above(register: Register, code: str, on: date, joined: Collection[str], counted: Collection[str]) -> bool:
    nearest: Iterator[str] = (
        above for above in register.ancestors(code, on) if above not in joined or above in counted
    )
    return next(nearest, "") in counted
