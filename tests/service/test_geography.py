"""The true map: a file of outlines is checked, and drawn flat."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.geography import WIDTH, MapError, geography
from service.settings import SettingsError, load_settings
from workflows.regions import REGIONS


def squares() -> dict[str, Any]:
    """Give a made-up country: a square of a degree for each region, at the place of its tile."""
    return {"type": "FeatureCollection", "features": [_square(code, *one.tile) for code, one in REGIONS.items()]}


def _square(code: str, column: int, row: int) -> dict[str, Any]:
    west, south = 50.0 + 4 * column, 52.0 - 2 * row
    ring = [[west, south], [west + 4, south], [west + 4, south + 2], [west, south + 2], [west, south]]
    return {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def _written(folder: Path, told: object) -> Path:
    file = folder / "map.geojson"
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    return file


def test_squares_are_drawn_as_they_lie(tmp_path: Path) -> None:
    """Every region has a closed path within the drawing; the north is above, the west on the left."""
    found = geography(_written(tmp_path, squares()))
    by_code = {one.code: one for one in found.outlines}
    assert by_code.keys() == REGIONS.keys()
    assert all(one.path.startswith("M") and one.path.endswith("Z") for one in found.outlines)
    assert all(0 < one.x < WIDTH and 0 < one.y < found.height for one in found.outlines)
    assert by_code["KZ-27"].x < by_code["KZ-63"].x
    assert by_code["KZ-59"].y < by_code["KZ-61"].y


def _without(code: str) -> dict[str, Any]:
    told = squares()
    told["features"] = [one for one in told["features"] if one["properties"]["code"] != code]
    return told


def _spoilt(**geometry: Any) -> dict[str, Any]:
    told = squares()
    told["features"][0]["geometry"] = geometry
    return told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{", "no JSON"),
        ([], "no GeoJSON"),
        (_without("KZ-19"), "lacks KZ-19"),
        ({"type": "FeatureCollection", "features": [{"properties": {"code": "XX-1"}}]}, "names no region"),
        (_spoilt(type="Point", coordinates=[1, 2]), "no Polygon"),
        (_spoilt(type="Polygon", coordinates=[[[1, 200], [1, 2]]]), "degrees"),
        (_spoilt(type="Polygon", coordinates=[[["a", "b"]]]), "degrees"),
        (_spoilt(type="Polygon", coordinates=[[]]), "no points"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, told: object, said: str) -> None:
    """The error says what of the file is wrong."""
    with pytest.raises(MapError, match=said):
        geography(_written(tmp_path, told))


def test_the_setting_is_checked_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong map file stops the start with a line that names the variable."""
    monkeypatch.setenv("TBN4_MAP_FILE", str(tmp_path / "nothing.geojson"))
    with pytest.raises(SettingsError, match="TBN4_MAP_FILE: the map file cannot be read"):
        load_settings()
    monkeypatch.setenv("TBN4_MAP_FILE", str(_written(tmp_path, squares())))
    assert load_settings().map_file is not None
