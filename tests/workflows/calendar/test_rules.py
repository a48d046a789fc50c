"""The law's rules about days off, on small calendars."""

from datetime import date

import pytest

from workflows.calendar import Act, ActType, Code, Kind, Override, Reason, Week
from workflows.calendar.day import Holiday, HolidayKind, Law, Yearly
from workflows.calendar.rules import before_laws, days_off

FIRST, LAST = date(2025, 3, 1), date(2025, 4, 30)
STATEMENT = Act(ActType.MINISTRY_STATEMENT, "", date(2025, 1, 1))


def off(*holidays: Holiday, week: Week = 5, overrides: tuple[Override, ...] = ()) -> dict[date, Reason]:
    """The days off that are not plain days of rest."""
    found = days_off(holidays, overrides, week, FIRST, LAST)
    return {day: reason for day, reason in found.items() if reason.code is not Code.WEEKEND}


def national(*days: int, name: str = "nauryz") -> list[Holiday]:
    return [Holiday(date(2025, 3, day), name, HolidayKind.NATIONAL) for day in days]


def test_substitutes_accumulate() -> None:
    """Two holidays on Saturday and Sunday give the next two working days (24 and 25 March 2025)."""
    found = off(*national(21, 22, 23))
    assert [d.day for d, r in found.items() if r.code is Code.SUBSTITUTE] == [24, 25]


def test_substitute_passes_over_holidays() -> None:
    """A substitute never falls on another holiday, religious ones included."""
    religious = Holiday(date(2025, 3, 24), "kurban_ait", HolidayKind.KURBAN_AIT)
    found = off(*national(22), religious)
    assert found[date(2025, 3, 24)].name == "kurban_ait"
    assert found[date(2025, 3, 25)] == Reason(Code.SUBSTITUTE, "nauryz")


@pytest.mark.parametrize("kind", [HolidayKind.RELIGIOUS_FIXED, HolidayKind.KURBAN_AIT])
def test_religious_days_are_not_transferred(kind: HolidayKind) -> None:
    """7 January and Kurban Ait on a day of rest give no other day off."""
    assert list(off(Holiday(date(2025, 3, 22), "x", kind))) == [date(2025, 3, 22)]


def test_saturday_is_no_day_of_rest_in_a_six_day_week() -> None:
    """In a six-day week only the Sunday holiday has a substitute."""
    found = off(*national(21, 22, 23), week=6)
    assert [d.day for d, r in found.items() if r.code is Code.SUBSTITUTE] == [24]


def test_two_holidays_on_one_day_have_one_substitute() -> None:
    """A day of rest that is two holidays at once is one day lost, and one returned."""
    found = off(*national(22), *national(22, name="other"))
    assert [d.day for d in found] == [22, 24]


def test_swap_is_applied_to_substitutes() -> None:
    """A substitute can be swapped away, as Monday 11 May 2020 was."""
    swap = (
        Override(day=date(2025, 3, 24), kind=Kind.SWAP_WORK, act=STATEMENT, pair=date(2025, 3, 20)),
        Override(day=date(2025, 3, 20), kind=Kind.SWAP_OFF, act=STATEMENT, pair=date(2025, 3, 24)),
    )
    found = off(*national(22), overrides=swap)
    assert list(found) == [date(2025, 3, 22), date(2025, 3, 20)]
    assert found[date(2025, 3, 20)] == Reason(Code.SWAP, act="ministry_statement::2025-01-01")


def test_withdrawn_holiday_takes_its_substitute_along() -> None:
    """A holiday withdrawn on Sunday leaves Monday working; withdrawing what is not there changes nothing."""
    withdrawn = Override(day=date(2025, 3, 22), kind=Kind.WITHDRAWN, name="nauryz", act=STATEMENT)
    assert off(*national(22), overrides=(withdrawn,)) == {}
    assert off(overrides=(withdrawn,)) == {}


def test_religious_day_moves() -> None:
    """A religious override sets the new day, clears the replaced one and keeps act and estimate."""
    moved = Override(
        day=date(2025, 3, 12),
        kind=Kind.RELIGIOUS,
        name="kurban_ait",
        replaces=date(2025, 3, 11),
        estimated=True,
        act=STATEMENT,
    )
    found = off(Holiday(date(2025, 3, 11), "kurban_ait", HolidayKind.KURBAN_AIT), overrides=(moved,))
    assert found == {date(2025, 3, 12): Reason(Code.ESTIMATED_HOLIDAY, "kurban_ait", STATEMENT.code)}


def test_added_holiday_has_a_substitute() -> None:
    """A holiday added by an override on a Saturday gives Monday off."""
    added = Override(day=date(2025, 4, 5), kind=Kind.HOLIDAY, name="extra", act=STATEMENT)
    assert list(off(overrides=(added,))) == [date(2025, 4, 5), date(2025, 4, 7)]


def test_laws_are_taken_back() -> None:
    """Before a law is known its new holiday is absent from its first year on, and the old one still there."""
    law = Law(STATEMENT, date(2025, 1, 1), (Yearly("new", 3, 15, 2027),), (Yearly("old", 8, 30, 2026),))
    held = [Holiday(date(year, 3, 15), "new", HolidayKind.NATIONAL) for year in (2026, 2027, 2028)]
    days = before_laws(held, [law], 2028)
    assert [(h.name, h.day.year) for h in days] == [("new", 2026), ("old", 2026), ("old", 2027), ("old", 2028)]
