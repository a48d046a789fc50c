"""The seven statuses."""

from datetime import date

import pytest

from service.i18n import translator
from service.status import Status, Today, margin
from workflows.register import EMPTY

TODAY = Today.of(date(2024, 3, 6), EMPTY)
"""A Wednesday before a long weekend: 8 March is off."""


@pytest.mark.parametrize(
    ("stored", "bound", "due", "rule", "status"),
    [
        ("open", "not_later", date(2024, 3, 5), "D05", Status.OVERDUE),
        ("missed", "not_later", date(2024, 3, 5), "D12", Status.OVERDUE),
        ("open", "not_later", date(2024, 3, 6), "D05", Status.SOON),
        ("open", "not_later", date(2024, 3, 12), "D05", Status.SOON),
        ("open", "not_later", date(2024, 3, 13), "D05", Status.OPEN),
        ("open", "not_later", date(2024, 3, 12), "D12", Status.REVIEW),
        ("open", "not_before", date(2024, 3, 1), "D10", Status.OPEN),
        ("met", "not_later", date(2024, 3, 1), "D05", Status.MET),
        ("met_late", "not_later", date(2024, 3, 1), "D05", Status.LATE),
        ("early", "not_before", date(2025, 3, 1), "D10", Status.LATE),
        ("dropped", "not_later", date(2024, 3, 1), "D05", Status.NONE),
    ],
)
def test_status(stored: str, bound: str, due: date, rule: str, status: Status) -> None:
    """What is stored, the bound and the day give one of the seven; "soon" is three working days."""
    assert TODAY.status(stored, bound, due, rule) is status


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (date(2024, 3, 6), "сегодня"),
        (date(2024, 3, 11), "через 2 рабочих дня"),
        (date(2024, 3, 4), "опоздание 2 рабочих дня"),
    ],
)
def test_distance(due: date, words: str) -> None:
    """Days are counted as working days, over the holiday."""
    assert TODAY.distance(translator("ru"), due) == words


def test_distance_over_days_off() -> None:
    """Between two working days there may be none."""
    friday = Today.of(date(2024, 3, 8), EMPTY)
    t = translator("en")
    assert friday.distance(t, date(2024, 3, 10)) == "on the next days off"
    assert Today.of(date(2024, 3, 10), EMPTY).distance(t, date(2024, 3, 8)) == "passed on days off"
    assert TODAY.distance(t, date(2024, 1, 1), "not_before") == "already possible"


@pytest.mark.parametrize("day", [date(2024, 3, 15), date(2024, 3, 16), date(2024, 3, 17)])
def test_days_off_make_nothing_later(day: date) -> None:
    """What was due on Wednesday is two working days late on Friday, and still so on the weekend after it."""
    assert Today.of(day, EMPTY).distance(translator("en"), date(2024, 3, 13)) == "2 working days late"


@pytest.mark.parametrize(
    ("days", "outcome", "words"),
    [
        (3, "in_time", "3 working days to spare"),
        (0, "in_time", "on the last day"),
        (-1, "late", "1 working day late"),
        (0, "late", "late, over days off"),
        (-2, "early", "2 working days too early"),
    ],
)
def test_margin(days: int, outcome: str, words: str) -> None:
    """A judgement says by how much."""
    assert margin(translator("en"), days, outcome) == words
