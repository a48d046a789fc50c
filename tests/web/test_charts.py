"""Charts."""

from service.web import charts


def test_bars_are_scaled_to_the_longest() -> None:
    """The largest number has the longest bar; nothing has none."""
    assert [bar.length for bar in charts.bars([("a", "A", 4), ("b", "B", 1), ("c", "C", 0)])] == [100, 25, 0]
    assert [bar.length for bar in charts.bars([("a", "A", 0)])] == [0]
    assert charts.bars([]) == []


def test_tiles_lie_in_their_cells() -> None:
    """A tile stands at its column and row, and its colour tells overdue, under way or nothing."""
    drawn = charts.tiles(
        [
            charts.Tile("KZ-10", "A", (2, 1), 3, 1),
            charts.Tile("KZ-11", "B", (0, 0), 1, 0),
            charts.Tile("KZ-15", "C", (1, 0), 0, 0),
        ]
    )
    assert (drawn.width, drawn.height) == (3 * charts.CELL, 2 * charts.CELL)
    assert (drawn.tiles[0].x, drawn.tiles[0].y) == (2 * charts.CELL, charts.CELL)
    assert [tile.status for tile in drawn.tiles] == ["overdue", "open", "none"]
