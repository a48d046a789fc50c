"""The calendar against what was published: balances of working time and lists of days off, each as it was known then.

Sources:
- 2024, every month and both weeks: the ministry of labour's balance of working time for 2024, as reprinted at help.inbuh.kz/6801.
- 2023: Government decree No. 326 of 25 April 2023 (1 July worked instead of 7 July, five-day week only).
- 2023 and 2025, every day of the five-day week: the production calendars of isdayoff.ru (github.com/isdayoff/calendars,
  db/2023/kz2023.json and db/2025/kz2025.json), their days off and the days of rest that were worked. Its file of 2026 has slips
  (7 June for 6 July, no 31 August) and is not used.
- 2023, days off by month, five-day week: 11 in January (astanatv.kz/ru/news/74678), 8 in February, 12 in March and 8 in November
  (inaktau.kz/news/3520847), 10 in October (world-news247.net, of Kazpravda.kz). The first of March's source also counts 12 for January
  and 245 for the year: it has one day too many beside the others and the day lists.
- 2025, both weeks: 11 days off in January, 8 in February and April (ulysmedia.kz/news/44585), 14 and 9 in March, July (opennews.kz/society/21865),
  October (mgorod.kz), November (baq.kz of 11.11.2025), December (aqshamnews.kz); 119 days off in the year (azattyq-ruhy.kz/society/77649).
- 2026: January (alau.kz of 19.11.2025) in both weeks; the substitutes of the ministry's production calendar, as reported on 10.12.2025
  (El.kz); 246 days of work and 119 days off in the year (alau.kz of 11.12.2025, of tengrinews.kz).
The ministry's own balances by month of 2023, 2025 and 2026 could not be read at their source.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

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
    (2023, 1, date(2022, 12, 21), 5, 31 - 11),
    (2023, 2, date(2022, 12, 28), 5, 28 - 8),
    (2023, 3, date(2022, 12, 28), 5, 31 - 12),
    (2023, 10, date(2023, 10, 1), 5, 31 - 10),
    (2023, 11, date(2022, 12, 28), 5, 30 - 8),
    (2025, 1, date(2025, 1, 2), 5, 31 - 11),
    (2025, 2, date(2025, 1, 2), 5, 28 - 8),
    (2025, 3, date(2025, 2, 28), 5, 31 - 14),
    (2025, 3, date(2025, 2, 28), 6, 31 - 9),
    (2025, 4, date(2025, 1, 2), 5, 30 - 8),
    (2025, 7, date(2025, 6, 30), 5, 22),
    (2025, 7, date(2025, 6, 30), 6, 26),
    (2025, 10, date(2025, 10, 20), 5, 22),
    (2025, 10, date(2025, 10, 20), 6, 31 - 5),
    (2025, 11, date(2025, 11, 11), 5, 20),
    (2025, 11, date(2025, 11, 11), 6, 25),
    (2025, 12, date(2025, 11, 28), 5, 22),
    (2025, 12, date(2025, 11, 28), 6, 26),
    (2026, 1, date(2025, 11, 19), 5, 19),
    (2026, 1, date(2025, 11, 19), 6, 24),
]
"""Year, month, the day on which it was known, week, working days."""

OFF: dict[int, str] = {
    2023: "0101 0102 0103 0107 0308 0321 0322 0323 0501 0508 0509 0628 0706 0707 0830 1025 1218",
    2025: "0101 0102 0103 0104 0107 0308 0310 0321 0324 0325 0501 0507 0509 0606 0707 0901 1027 1216",
}
"""Days off beside Saturdays and Sundays, and some that fall on these, by year: month and day."""

WORKED: dict[int, str] = {2023: "0701", 2025: "0105"}
"""Saturdays and Sundays that are worked."""

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


@pytest.mark.parametrize(("year", "known_at"), [(2023, date(2023, 5, 2)), (2025, date(2025, 1, 6))])
def test_every_day_of_a_year(year: int, known_at: date) -> None:
    """Exactly the days that were published as days of rest are, and all others are worked."""
    calendar = Calendar.as_known(known_at)
    assert [day for day in _days(year) if not calendar.is_working(day)] == [day for day in _days(year) if _rests(day)]


@pytest.mark.parametrize(("year", "known_at"), [(2025, date(2025, 1, 6)), (2026, date(2025, 12, 11))])
def test_the_sums_of_2025_and_2026(year: int, known_at: date) -> None:
    """In both years 246 days are worked and 119 are not."""
    assert sum(map(Calendar.as_known(known_at).is_working, _days(year))) == 365 - 119


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


def _days(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))


def _rests(day: date) -> bool:
    """Whether a day was published as one of rest."""
    named = f"{day:%m%d}"
    return named in OFF[day.year].split() or (day.weekday() >= 5 and named not in WORKED[day.year].split())
