"""The calendar as it was known."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.calendar import (
    Act,
    ActType,
    Calendar,
    Code,
    Kind,
    OutsideCalendar,
    Override,
    Reason,
    Week,
    packaged_overrides,
)

FIVE, SIX = Calendar.as_known(), Calendar.as_known(week=6)
DAYS = st.dates(date(2017, 1, 1), date(2039, 12, 31))


@pytest.mark.parametrize(("year", "days"), [(2024, 249), (2025, 246), (2026, 247), (2027, 247)])
def test_working_days_of_the_year(year: int, days: int) -> None:
    """The years have the working days that the ministry's production calendar gives (law-and-calendar 3.1)."""
    assert FIVE.count_inclusive(date(year, 1, 1), date(year, 12, 31)) == days


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2024, "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16"),
        (2025, "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16"),
        (2026, "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16"),
        (2027, "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16"),
    ],
)
def test_weekdays_off(year: int, days: str) -> None:
    """Exactly these weekdays are off in the years the service is used in."""
    off = [s.day for s in FIVE.off_between(date(year, 1, 1), date(year, 12, 31)) if s.day.isoweekday() <= 5]
    assert " ".join(f"{d:%m-%d}" for d in off) == days


@pytest.mark.parametrize(
    ("day", "known_at", "working"),
    [
        (date(2024, 5, 8), date(2024, 4, 16), True),
        (date(2024, 5, 8), date(2024, 4, 17), False),
        (date(2024, 5, 4), date(2024, 4, 16), False),
        (date(2024, 5, 4), date(2024, 4, 17), True),
        (date(2024, 6, 17), date(2023, 10, 16), True),
        (date(2024, 6, 17), date(2023, 10, 17), False),
        (date(2024, 6, 17), date(2024, 6, 6), False),
        (date(2024, 6, 17), date(2024, 6, 7), True),
        (date(2025, 1, 5), date(2024, 11, 20), False),
        (date(2025, 1, 5), date(2024, 11, 21), True),
        (date(2026, 8, 31), date(2026, 3, 17), False),
        (date(2026, 8, 31), date(2026, 3, 18), True),
        (date(2026, 8, 31), date(2026, 7, 1), True),
        (date(2027, 3, 15), date(2026, 6, 10), True),
        (date(2027, 3, 15), date(2026, 6, 11), False),
        (date(2027, 8, 30), date(2026, 6, 10), False),
        (date(2027, 8, 30), date(2026, 6, 11), True),
        (date(2022, 10, 25), date(2022, 9, 28), True),
        (date(2022, 10, 25), date(2022, 9, 29), False),
        (date(2022, 12, 19), date(2022, 9, 28), False),
        (date(2022, 12, 19), date(2022, 9, 29), True),
    ],
)
def test_as_known(day: date, known_at: date, working: bool) -> None:
    """The calendar says of a day what had been published by then, and counts the day of publication in."""
    assert Calendar.as_known(known_at).is_working(day) is working


def test_reasons() -> None:
    """A day off tells its reason, the holiday behind it and the act that moved it; a working day has none."""
    assert FIVE.reason(date(2024, 3, 2)) == Reason(Code.WEEKEND)
    assert FIVE.reason(date(2024, 3, 8)) == Reason(Code.HOLIDAY, "womens_day")
    assert FIVE.reason(date(2024, 3, 25)) == Reason(Code.SUBSTITUTE, "nauryz")
    assert FIVE.reason(date(2024, 5, 8)) == Reason(Code.SWAP, act="ministry_order:109:2024-04-17")
    assert FIVE.reason(date(2030, 4, 13)) == Reason(Code.ESTIMATED_HOLIDAY, "kurban_ait")
    assert FIVE.reason(date(2024, 5, 4)) is None


def test_expected_kurban_ait_is_marked() -> None:
    """Until 7 June 2024 the Monday was an expected holiday; afterwards the Sunday was a certain one."""
    before, after = Calendar.as_known(date(2024, 6, 6)), Calendar.as_known(date(2024, 6, 7))
    assert before.reason(date(2024, 6, 17)) == Reason(
        Code.ESTIMATED_HOLIDAY, "kurban_ait", "muftiate_statement::2023-10-17"
    )
    assert before.reason(date(2024, 6, 16)) == Reason(Code.WEEKEND)
    assert after.reason(date(2024, 6, 16)) == Reason(Code.HOLIDAY, "kurban_ait", "muftiate_statement::2024-06-07")


@pytest.mark.parametrize(
    ("day", "five", "six"),
    [
        (date(2024, 3, 25), False, True),
        (date(2024, 3, 2), False, True),
        (date(2024, 3, 23), False, False),
        (date(2023, 7, 7), False, True),
        (date(2024, 5, 8), False, True),
        (date(2025, 1, 3), False, False),
        (date(2025, 1, 5), True, True),
        (date(2025, 7, 7), False, False),
        (date(2020, 5, 11), True, True),
    ],
)
def test_six_day_week(day: date, five: bool, six: bool) -> None:
    """In a six-day week Saturday works, its holidays have no substitute, and swaps of Saturdays do not apply."""
    assert (FIVE.is_working(day), SIX.is_working(day)) == (five, six)


def test_version_names_the_answers() -> None:
    """Equal knowledge has one version (and one object); another week or any change of knowledge has another."""
    assert Calendar.as_known(date(2024, 4, 17)) is Calendar.as_known(date(2024, 6, 6))
    known = [
        date(2022, 9, 28),
        date(2024, 4, 16),
        date(2024, 4, 17),
        date(2024, 6, 7),
        date(2026, 3, 17),
        date(2026, 6, 11),
        None,
    ]
    weeks: tuple[Week, Week] = (5, 6)
    versions = [{Calendar.as_known(k, w).version for k in known} for w in weeks]
    # The swap of 17.04.2024 is not for six days; since 11.06.2026 all is known.
    assert [len(v) for v in versions] == [6, 5]
    assert not versions[0] & versions[1]
    assert FIVE.version == "kz-0.109/5d/44-ff639485"


def test_own_overrides_replace_the_packaged_ones() -> None:
    """The caller's overrides are used instead of the packaged; the later published wins, in whatever order they are given."""
    act = Act(ActType.MINISTRY_ORDER, "1", date(2024, 9, 1))
    day = date(2024, 9, 18)
    added = Override(day=day, kind=Kind.HOLIDAY, name="extra", act=act, known_from=date(2024, 9, 1))
    withdrawn = Override(day=day, kind=Kind.WITHDRAWN, name="extra", act=act, known_from=date(2024, 9, 10))
    rows = [withdrawn, *packaged_overrides(), added]
    assert Calendar.as_known(None, 5, rows).is_working(day)
    assert not Calendar.as_known(date(2024, 9, 9), 5, rows).is_working(day)
    assert not Calendar.as_known(None, 5, [added]).is_working(day)
    assert Calendar.as_known(None, 5, []).is_working(date(2024, 5, 8))
    assert Calendar.as_known(None, 5, packaged_overrides()).version == FIVE.version


def test_dates_outside_are_refused_with_the_range() -> None:
    """A question beyond the data is an error that names the years, never a guess."""
    for ask in (
        lambda: FIVE.is_working(date(2015, 12, 31)),
        lambda: FIVE.reason(date(2041, 1, 1)),
        lambda: FIVE.shift(date(2040, 12, 31), 1),
        lambda: FIVE.shift(date(2016, 1, 4), -1),
        lambda: FIVE.working_days_between(date(2040, 1, 1), date(2041, 1, 1)),
        lambda: FIVE.off_between(date(2040, 1, 1), date(2041, 1, 1)),
    ):
        with pytest.raises(OutsideCalendar, match="2016-01-01 to 2040-12-31"):
            ask()
    outside = Override(day=date(2041, 1, 1), kind=Kind.HOLIDAY, name="extra", act=Act(ActType.LAW))
    with pytest.raises(OutsideCalendar, match="override of 2041-01-01"):
        Calendar.as_known(None, 5, [outside])


def test_counting() -> None:
    """The analysis of the worked example has 15 working days; between counts exclude the first day and have a sign."""
    start, end = date(2024, 3, 4), date(2024, 3, 28)
    assert FIVE.count_inclusive(start, end) == 15
    assert FIVE.working_days_between(start, end) == 14
    assert FIVE.working_days_between(end, start) == -14
    assert FIVE.working_days_between(start, start) == 0
    with pytest.raises(ValueError, match="before it starts"):
        FIVE.count_inclusive(end, start)


@settings(deadline=None)
@given(DAYS, st.integers(-300, 300))
def test_counts_agree_with_counting_by_hand(first: date, length: int) -> None:
    """Both counts are the number of days one would tick off in a calendar."""
    last = first + timedelta(days=length)
    low, high = min(first, last), max(first, last)
    days = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    assert FIVE.count_inclusive(low, high) == sum(FIVE.is_working(d) for d in days)
    ticked = sum(FIVE.is_working(d) for d in days if d != first)
    assert FIVE.working_days_between(first, last) == (ticked if last >= first else -ticked)
    assert [s.day for s in FIVE.off_between(low, high)] == [d for d in days if not FIVE.is_working(d)]


@settings(deadline=None)
@given(DAYS, st.integers(-60, 60))
def test_between_measures_what_shift_moved(anchor: date, amount: int) -> None:
    """The distance to a shifted day is the shift, from working days and days off alike."""
    moved = FIVE.shift(anchor, amount)
    assert amount == 0 or FIVE.working_days_between(anchor, moved) == amount
