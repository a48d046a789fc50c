"""Charts."""

import pytest

from service.i18n import LANGUAGES
from service.web import charts
from service.web.cartogram import shortened
from service.web.charts import level
from workflows.regions import REGIONS


def test_bars_are_scaled_to_the_longest() -> None:
    """The largest number has the longest bar; nothing has none."""
    assert [bar.length for bar in charts.bars([("a", "A", 4), ("b", "B", 1), ("c", "C", 0)])] == [100, 25, 0]
    assert [bar.length for bar in charts.bars([("a", "A", 0)])] == [0]
    assert charts.bars([]) == []


def test_parts_of_a_bar_lie_side_by_side() -> None:
    """The parts fill the bar, or as much of it as they are of the largest whole; what is nothing is not drawn."""
    assert charts.stacked({"met": 3, "late": 0, "open": 1}) == [charts.Part("met", 0, 75), charts.Part("open", 75, 25)]
    assert charts.stacked({"met": 1, "open": 1}, of=4) == [charts.Part("met", 0, 25), charts.Part("open", 25, 25)]
    assert charts.stacked({"met": 0}) == []


@pytest.mark.parametrize(
    ("value", "most", "good", "drawn"),
    [
        (None, 8, False, 0), (0, 8, False, 0), (1, 8, False, 1), (2, 8, False, 2), (7, 8, False, 4), (8, 8, False, 4),
        (0, 0, False, 0), (100, 100, True, 0), (90, 100, True, 1), (60, 100, True, 2), (0, 100, True, 4),
    ],
)  # fmt: skip
def test_a_cell_is_drawn_by_its_quarter_of_the_scale(value: int | None, most: int, good: bool, drawn: int) -> None:
    """Nothing is level 0, the largest number 4; of what is good, the more is lacking the stronger."""
    assert level(value, most, good=good) == drawn


def test_names_fit_their_tiles() -> None:
    """A region's name stands on its tile without the word that says what it is, in two lines at most."""
    known = [region.names[language] for region in REGIONS.values() for language in LANGUAGES]
    assert shortened("Западно-Казахстанская область") == ["Западно-", "Казахстанская"]
    assert shortened("город Алматы") == ["Алматы"]
    assert all(len(line) <= 14 for name in known for line in shortened(name))
