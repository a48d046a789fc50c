"""Due dates by the law's rules."""

from datetime import date, timedelta
from functools import cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.deadlines import Arithmetic, Skipped
from workflows.calendar import Act, ActType, Calendar, Kind, OutsideCalendar, Override, Unit, due, packaged_overrides

WD, CD, MONTHS, YEARS, NEXT = Unit
FIVE, SIX = Calendar.as_known(), Calendar.as_known(week=6)
DAYS = st.dates(date(2017, 6, 1), date(2039, 6, 30))
CALENDARS = st.sampled_from([FIVE, SIX])
DAY = timedelta(days=1)

AMOUNTS = {WD: (-120, 120), CD: (-120, 120), MONTHS: (-14, 14), YEARS: (-1, 1), NEXT: (1, 31)}
TERMS = st.sampled_from(list(Unit)).flatmap(lambda unit: st.tuples(st.integers(*AMOUNTS[unit]), st.just(unit)))


def test_units_are_the_words_of_the_api() -> None:
    """The units are named as in requests and stored events."""
    assert [u.value for u in Unit] == ["working_days", "calendar_days", "months", "years", "day_of_next_month"]


@pytest.mark.parametrize(
    ("what", "anchor", "amount", "unit", "expected"),
    [
        ("1.1.3 announced", date(2024, 3, 4), -10, WD, date(2024, 2, 19)),
        ("1.2.1 discussion announced", date(2024, 3, 28), -10, WD, date(2024, 3, 11)),
        ("1.2.2 discussed", date(2024, 3, 28), -5, WD, date(2024, 3, 18)),
        ("1.2.3 report", date(2024, 3, 28), 10, WD, date(2024, 4, 11)),
        ("1.3.1 plan", date(2024, 4, 5), 10, WD, date(2024, 4, 19)),
        ("1.3.2 published", date(2024, 4, 19), 3, WD, date(2024, 4, 24)),
        ("1.3.3 second quarter", date(2024, 6, 30), 5, NEXT, date(2024, 7, 5)),
        ("1.3.3 third quarter", date(2024, 9, 30), 5, NEXT, date(2024, 10, 7)),
        ("1.3.3 fourth quarter, a working Sunday", date(2024, 12, 31), 5, NEXT, date(2025, 1, 5)),
        ("1.3.3 first quarter", date(2025, 3, 31), 5, NEXT, date(2025, 4, 7)),
        ("1.3.3 window", date(2024, 4, 5), 1, YEARS, date(2025, 4, 7)),
        ("KOKSHE announced", date(2023, 5, 24), -10, WD, date(2023, 5, 10)),
        ("the issue's example", date(2024, 10, 21), -10, WD, date(2024, 10, 7)),
    ],
)
def test_worked_examples(what: str, anchor: date, amount: int, unit: Unit, expected: date) -> None:
    """The dates of requirements §5 and of the demonstration come out."""
    assert due(anchor, amount, unit, FIVE).due == expected, what


def test_fourth_quarter_before_its_sunday_was_ordered() -> None:
    """Until the order of 21.11.2024 the report of the fourth quarter was due on Monday, 6 January 2025."""
    found = due(date(2024, 12, 31), 5, NEXT, Calendar.as_known(date(2024, 11, 20)))
    assert (found.due, found.moved_from) == (date(2025, 1, 6), date(2025, 1, 5))


@pytest.mark.parametrize(
    ("anchor", "amount", "unit", "moved_from", "expected"),
    [
        (date(2024, 2, 21), 10, CD, date(2024, 3, 2), date(2024, 3, 4)),
        (date(2024, 3, 12), -10, CD, date(2024, 3, 2), date(2024, 3, 1)),
        (date(2024, 6, 26), -10, CD, date(2024, 6, 16), date(2024, 6, 14)),
        (date(2024, 1, 31), 1, MONTHS, None, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, MONTHS, None, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, MONTHS, None, date(2024, 2, 29)),
        (date(2024, 2, 29), 1, YEARS, None, date(2025, 2, 28)),
        (date(2024, 2, 29), -1, YEARS, None, date(2023, 2, 28)),
        (date(2025, 1, 15), 31, NEXT, None, date(2025, 2, 28)),
        (date(2024, 12, 10), 1, NEXT, date(2025, 1, 1), date(2025, 1, 5)),
    ],
)
def test_nominal_dates_move_by_direction(
    anchor: date, amount: int, unit: Unit, moved_from: date | None, expected: date
) -> None:
    """A term that ends on a day off moves forward, a backward one to the day before; a missing day is the month's last."""
    found = due(anchor, amount, unit, FIVE)
    assert (found.due, found.moved_from) == (expected, moved_from)


@pytest.mark.parametrize("unit", [WD, CD, MONTHS, YEARS])
def test_nothing_from_a_day_is_the_day(unit: Unit) -> None:
    """An amount of zero is the anchor if working, else the next working day."""
    assert due(date(2024, 3, 7), 0, unit, FIVE).due == date(2024, 3, 7)
    found = due(date(2024, 3, 8), 0, unit, FIVE)
    assert (found.due, found.moved_from) == (date(2024, 3, 11), date(2024, 3, 8))
    assert [s.day.day for s in found.skipped] == [8, 9, 10]


def test_skipped_days_say_why() -> None:
    """The result holds each day that did not count, with reason, holiday and act, and the calendar's version."""
    found = due(date(2024, 5, 3), 3, WD, FIVE)
    assert found == Arithmetic(
        anchor=date(2024, 5, 3),
        amount=3,
        unit="working_days",
        due=date(2024, 5, 10),
        skipped=(
            Skipped(date(2024, 5, 5), "weekend"),
            Skipped(date(2024, 5, 7), "holiday", "defenders_day"),
            Skipped(date(2024, 5, 8), "swap", "", "ministry_order:109:2024-04-17"),
            Skipped(date(2024, 5, 9), "holiday", "victory_day"),
        ),
        calendar=FIVE.version,
    )


def test_result_survives_storage() -> None:
    """The result is stored in events and read back equal."""
    found = due(date(2024, 5, 11), -7, CD, Calendar.as_known(date(2024, 4, 16)))
    assert found.moved_from
    assert msgspec.json.decode(msgspec.json.encode(found), type=Arithmetic) == found


@pytest.mark.parametrize("amount", [0, -5, 32])
def test_impossible_day_of_month_is_refused(amount: int) -> None:
    """A day of the next month is one of 1 to 31."""
    with pytest.raises(ValueError, match="1 to 31"):
        due(date(2024, 3, 31), amount, NEXT, FIVE)


@pytest.mark.parametrize("unit", [WD, CD, MONTHS, YEARS])
@pytest.mark.parametrize("amount", [20_000, -20_000, 10**12, -(10**12)])
def test_amounts_beyond_the_calendar_are_refused(unit: Unit, amount: int) -> None:
    """However large the amount, the answer is one clear error."""
    with pytest.raises(OutsideCalendar, match="2016-01-01 to 2040-12-31"):
        due(date(2024, 3, 31), amount, unit, FIVE)


@settings(deadline=None)
@given(DAYS, TERMS, CALENDARS)
def test_due_is_a_working_day_on_the_right_side(anchor: date, term: tuple[int, Unit], calendar: Calendar) -> None:
    """Every due date is a working day on its side of the anchor, and never shifted against the direction of counting."""
    amount, unit = term
    found = due(anchor, amount, unit, calendar)
    assert calendar.is_working(found.due)
    if amount:
        assert (found.due > anchor) is (amount > 0)
    if found.moved_from:
        assert (found.due > found.moved_from) is (amount >= 0)


@settings(deadline=None)
@given(DAYS, st.integers(-120, 120).filter(bool), CALENDARS)
def test_skipped_and_counted_days_partition_the_interval(anchor: date, amount: int, calendar: Calendar) -> None:
    """From the anchor (excluded) to the due date every day is either skipped or one of the counted."""
    found = due(anchor, amount, WD, calendar)
    step = DAY if amount > 0 else -DAY
    passed = [anchor + n * step for n in range(1, abs((found.due - anchor).days) + 1)]
    skipped = {s.day for s in found.skipped}
    assert len([d for d in passed if d not in skipped]) == abs(amount)
    assert skipped <= set(passed)
    assert all(calendar.is_working(d) is (d not in skipped) for d in passed)


@settings(deadline=None)
@given(DAYS, TERMS, CALENDARS)
def test_moved_date_skips_what_lies_between(anchor: date, term: tuple[int, Unit], calendar: Calendar) -> None:
    """A moved date lists exactly the days off from the nominal date to the due one."""
    found = due(anchor, *term, calendar)
    if found.moved_from:
        span = abs((found.due - found.moved_from).days)
        step = DAY if found.due > found.moved_from else -DAY
        assert sorted(found.moved_from + n * step for n in range(span)) == [s.day for s in found.skipped]


@settings(deadline=None)
@given(DAYS, st.integers(1, 120), CALENDARS)
def test_back_and_forth_returns(day: date, amount: int, calendar: Calendar) -> None:
    """Backward and forward counting are inverse on working days (requirements §13, invariant 7)."""
    day = due(day, 0, WD, calendar).due
    assert due(due(day, -amount, WD, calendar).due, amount, WD, calendar).due == day
    assert due(due(day, amount, WD, calendar).due, -amount, WD, calendar).due == day


@settings(deadline=None)
@given(DAYS, TERMS, st.integers(0, 40), CALENDARS)
def test_a_later_anchor_is_never_due_earlier(
    anchor: date, term: tuple[int, Unit], later: int, calendar: Calendar
) -> None:
    """Due dates keep the order of their anchors."""
    assert due(anchor, *term, calendar).due <= due(anchor + later * DAY, *term, calendar).due


@settings(deadline=None)
@given(DAYS, st.integers(-119, 119), st.sampled_from([WD, CD]), CALENDARS)
def test_a_larger_amount_is_never_due_earlier(anchor: date, amount: int, unit: Unit, calendar: Calendar) -> None:
    """Due dates keep the order of their amounts on each side of the anchor."""
    smaller, larger = sorted((amount, amount + (1 if amount >= 0 else -1)))
    assert due(anchor, smaller, unit, calendar).due <= due(anchor, larger, unit, calendar).due


HOLIDAYS = st.dates(date(2023, 12, 1), date(2025, 2, 28))
ADDED = st.lists(st.tuples(HOLIDAYS, st.sampled_from([Kind.HOLIDAY, Kind.RELIGIOUS])), min_size=1, max_size=3)


@cache
def with_holidays(days: tuple[tuple[date, Kind], ...], week: int) -> Calendar:
    extra = [Override(day=d, kind=kind, name=f"extra{n}", act=Act(ActType.LAW)) for n, (d, kind) in enumerate(days)]
    return Calendar.as_known(None, 6 if week == 6 else 5, [*packaged_overrides(), *extra])


@settings(max_examples=60, deadline=None)
@given(ADDED, st.data(), CALENDARS)
def test_a_holiday_never_hurts_the_performer(
    days: list[tuple[date, Kind]], draw: st.DataObject, calendar: Calendar
) -> None:
    """Added holidays never make a term earlier, nor a notice later (requirements §13, invariant 6)."""
    more = with_holidays(tuple(days), calendar.week)
    for _ in range(20):
        anchor = days[0][0] + draw.draw(st.integers(-40, 40)) * DAY
        amount, unit = draw.draw(st.tuples(st.integers(-30, 31), st.sampled_from([WD, CD])) | TERMS)
        before, after = due(anchor, amount, unit, calendar).due, due(anchor, amount, unit, more).due
        assert after >= before if amount >= 0 else after <= before
