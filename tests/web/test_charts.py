"""Charts."""

from service.web import charts
from workflows.regions import REGIONS


def test_bars_are_scaled_to_the_longest() -> None:
    """The largest number has the longest bar; nothing has none."""
    assert [bar.length for bar in charts.bars([("a", "A", 4), ("b", "B", 1), ("c", "C", 0)])] == [100, 25, 0]
    assert [bar.length for bar in charts.bars([("a", "A", 0)])] == [0]
    assert charts.bars([]) == []


def test_a_tile_has_a_short_name_where_it_fits() -> None:
    """Short names are of one line and distinct; a long name has none."""
    for language in ("ru", "kk", "en"):
        drawn = [charts.Tile(r.code, r.names[language], r.tile, 0, 0).short for r in REGIONS.values()]
        named = [name for name in drawn if name]
        assert len(named) > len(drawn) / 2
        assert len(set(named)) == len(named)
        assert max(map(len, named)) <= charts.ROOM


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
