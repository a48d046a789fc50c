"""The policy of plans that make themselves."""

from datetime import date

import pytest

from tests.workflows.bodies import AKIMAT, COMPANY, DISTRICT, EDUCATION, SECTION, places
from workflows.plan_ahead import bodies, years

JANUARY, DECEMBER = date(2024, 1, 10), date(2024, 12, 27)
NEW = "almaty-region.new"


@pytest.mark.parametrize(
    ("today", "planned"),
    [
        (date(2024, 6, 3), (2024,)),
        (date(2024, 12, 24), (2024,)),
        (date(2024, 12, 25), (2024, 2025)),
        (date(2024, 12, 31), (2024, 2025)),
        (date(2025, 1, 1), (2025,)),
    ],
)
def test_the_next_year_in_the_last_five_working_days(today: date, planned: tuple[int, ...]) -> None:
    """From the fifth working day before the end of December 2024 (the 25th) the next year's plan is looked after, too."""
    assert years(today) == planned


def test_who_was_planned_is_planned_again() -> None:
    """Who has cases of the year before is planned for, nobody else is, in December and until the end of January."""
    register, before = places().register, {EDUCATION: JANUARY, DISTRICT: JANUARY}
    for today in (DECEMBER, date(2025, 1, 31)):
        assert bodies(register, 2025, today, {}, before) == [EDUCATION, DISTRICT]
    assert bodies(register, 2025, date(2025, 2, 1), {}, before) == []
    assert bodies(register, 2025, date(2025, 2, 1), {EDUCATION: DECEMBER}, before) == [EDUCATION]


def test_who_joins_is_planned_as_the_nearest_above() -> None:
    """A body that joined after the plan of the nearest planned body above it was made has one, and so has what joins below it."""
    country = places()
    country.enter(NEW, "UPR", AKIMAT, "2024-03-01")
    country.enter(f"{NEW}.depot", "ORG", NEW, "2024-04-01")
    planned = {AKIMAT: JANUARY, COMPANY: JANUARY}
    found = bodies(country.register, 2024, date(2024, 6, 3), planned, {})
    assert found == [AKIMAT, NEW, f"{NEW}.depot", COMPANY]
    assert bodies(country.register, 2024, date(2024, 6, 3), {DISTRICT: JANUARY}, {}) == [DISTRICT]


def test_who_was_there_when_others_were_planned_is_left_to_people() -> None:
    """A body that existed when the one above it was planned, and was left out, is not planned by itself."""
    register = places().register
    assert SECTION not in bodies(register, 2024, date(2024, 6, 3), {AKIMAT: JANUARY, DISTRICT: JANUARY}, {})
