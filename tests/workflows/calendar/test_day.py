"""Single days: acts, overrides, swaps."""

from datetime import date

import pytest

from workflows.calendar import Act, ActType, Kind, Override, Swap

ORDER = Act(ActType.MINISTRY_ORDER, "109", date(2024, 4, 17))


def test_act_code_is_neutral() -> None:
    """An act is kept as type, number and date, whatever of them is known."""
    assert ORDER.code == "ministry_order:109:2024-04-17"
    assert Act(ActType.GOVERNMENT_DECREE, "820").code == "government_decree:820:"


def test_swap_is_two_days() -> None:
    """One act makes one day off and one day working, each naming the other."""
    off, work = Swap(rest=date(2024, 5, 8), work=date(2024, 5, 4), act=ORDER, week=5).days
    assert (off.day, off.kind, off.pair) == (date(2024, 5, 8), Kind.SWAP_OFF, date(2024, 5, 4))
    assert (work.day, work.kind, work.pair) == (date(2024, 5, 4), Kind.SWAP_WORK, date(2024, 5, 8))
    assert work.week == off.week == 5


@pytest.mark.parametrize("kind", [Kind.SWAP_OFF, Kind.SWAP_WORK])
def test_swap_needs_its_other_day(kind: Kind) -> None:
    """Half a swap is refused."""
    with pytest.raises(ValueError, match="pair"):
        Override(day=date(2024, 5, 8), kind=kind, act=ORDER)


@pytest.mark.parametrize("kind", [Kind.HOLIDAY, Kind.RELIGIOUS])
def test_holiday_needs_a_name(kind: Kind) -> None:
    """A holiday without its code is refused."""
    with pytest.raises(ValueError, match="name"):
        Override(day=date(2024, 5, 8), kind=kind, act=ORDER)


def test_known_from_its_publication() -> None:
    """An override is known on the day of its publication, and always if that day is not established."""
    dated = Override(day=date(2024, 7, 1), kind=Kind.HOLIDAY, name="extra", act=ORDER, known_from=date(2024, 4, 17))
    undated = Override(day=date(2024, 7, 1), kind=Kind.HOLIDAY, name="extra", act=ORDER)
    known = [dated.is_known(day) for day in (date(2024, 4, 16), date(2024, 4, 17), None)]
    assert known == [False, True, True]
    assert undated.is_known(date(2016, 1, 1))
