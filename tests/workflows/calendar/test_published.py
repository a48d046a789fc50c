"""The calendar against what was published: balances of working time and lists of days off, each as it was known then.

Sources:
- 2024, every month and both weeks: the ministry of labour's balance of working time for 2024, as reprinted at help.inbuh.kz/6801.
- 2023: Government decree No. 326 of 25 April 2023 (1 July worked instead of 7 July, five-day week only).
- March 2025 (14 and 9 days off), November 2025 (baq.kz of 11.11.2025), January 2026 (alau.kz of 19.11.2025): days of work and rest
  in both weeks.
- 2026: the substitutes of the ministry's production calendar for 2026, as reported on 10.12.2025 (El.kz).
Balances of whole years other than 2024 could not be read at their source and are left out.
"""

from calendar import monthrange
from datetime import date

import pytest

from workflows.calendar import Calendar, Code, Week

MONTHS: list[tuple[int, int, date, Week, int]] = [
    *(
        (2024, n + 1, date(2023, 12, 1), 5, days)
        for n, days in enumerate((21, 21, 17, 22, 20, 19, 22, 21, 21, 22, 21, 21))
    ),
    *(
        (2024, n + 1, date(2023, 12, 1), 6, days)
        for n, days in enumerate((25, 25, 22, 26, 24, 24, 26, 26, 25, 26, 26, 25))
    ),
    (2025, 3, date(2025, 2, 28), 5, 31 - 14),
    (2025, 3, date(2025, 2, 28), 6, 31 - 9),
    (2025, 11, date(2025, 11, 11), 5, 20),
    (2025, 11, date(2025, 11, 11), 6, 25),
    (2026, 1, date(2025, 11, 19), 5, 19),
    (2026, 1, date(2025, 11, 19), 6, 24),
]
"""Year, month, the day on which it was known, week, working days."""

SUBSTITUTES: dict[Week, list[date]] = {
    5: [
        date(2026, 3, 9),
        date(2026, 3, 24),
        date(2026, 3, 25),
        date(2026, 5, 11),
        date(2026, 8, 31),
        date(2026, 10, 26),
    ],
    6: [date(2026, 3, 9), date(2026, 3, 24), date(2026, 8, 31), date(2026, 10, 26)],
}
"""The substitutes of 2026 as the ministry announced them in December 2025."""


@pytest.mark.parametrize(("year", "month", "known_at", "week", "days"), MONTHS)
def test_working_days_of_a_month(year: int, month: int, known_at: date, week: Week, days: int) -> None:
    """Each published month has as many working days as were published."""
    calendar = Calendar.as_known(known_at, week)
    assert calendar.count_inclusive(date(year, month, 1), date(year, month, monthrange(year, month)[1])) == days


@pytest.mark.parametrize(("week", "days"), [(5, 248), (6, 300)])
def test_the_balance_of_2024(week: Week, days: int) -> None:
    """The year's sum is the balance's."""
    assert Calendar.as_known(date(2023, 12, 1), week).count_inclusive(date(2024, 1, 1), date(2024, 12, 31)) == days


@pytest.mark.parametrize("week", [5, 6])
def test_the_substitutes_of_2026(week: Week) -> None:
    """Exactly the announced days take the place of holidays on days of rest; what was withdrawn in March 2026 was in it still."""
    off = Calendar.as_known(date(2025, 12, 10), week).off_between(date(2026, 1, 1), date(2026, 12, 31))
    assert [day.day for day in off if day.reason == Code.SUBSTITUTE] == SUBSTITUTES[week]


def test_the_swap_of_2023() -> None:
    """Known from its publication on, and only in the week of five days."""
    swapped = [date(2023, 7, 1), date(2023, 7, 7)]
    before, five, six = (
        Calendar.as_known(date(2023, 4, 20)), Calendar.as_known(date(2023, 5, 2)), Calendar.as_known(date(2023, 5, 2), 6)
    )  # fmt: skip
    assert [before.is_working(day) for day in swapped] == [False, True]
    assert [five.is_working(day) for day in swapped] == [True, False]
    assert [six.is_working(day) for day in swapped] == [True, True]
