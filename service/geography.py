"""The outlines of the regions, if whoever runs the service supplies them: a GeoJSON file, checked and drawn flat."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, isfinite, radians
from pathlib import Path
from typing import Any

from workflows.regions import REGIONS

WIDTH = 800
"""Width of the drawing; its height follows."""

LARGEST = 20_000_000
"""So many bytes the file may have."""

_CODES = ("iso_3166_2", "ISO3166-2", "iso", "code", "id")
_NEAR = 0.4
"""Points nearer to the last one than this, in units of the drawing, are left out."""

Point = tuple[float, float]
Ring = list[Point]


class MapError(ValueError):
    """The file is no map of the regions; the message says why."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A region: its ISO code, the data of its SVG path, and where its label stands."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Geography:
    """The regions and the height of the drawing."""

    outlines: tuple[Outline, ...]
    height: int


@cache
def geography(file: Path) -> Geography:
    """Read a file once; raises `MapError`."""
    try:
        with file.open("rb") as opened:
            text = opened.read(LARGEST + 1)
    except OSError as error:
        raise MapError("the map file cannot be read") from error
    if len(text) > LARGEST:
        raise MapError(f"the map file is larger than {LARGEST // 1_000_000} MB")
    try:
        told = json.loads(text)
    except ValueError as error:
        raise MapError("the map file is no JSON") from error
    return drawn(_regions(told))


def drawn(regions: Mapping[str, Sequence[Ring]]) -> Geography:
    """Lay the outlines flat, as wide as the drawing; degrees of longitude as long as they are in the middle of the country."""
    points = [point for rings in regions.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrow = cos(radians((south + north) / 2))
    if east - west <= 0 or north - south <= 0:
        raise MapError("the regions of the map have no extent")
    scale = WIDTH / ((east - west) * narrow)
    placed = {
        code: [[((x - west) * narrow * scale, (north - y) * scale) for x, y in ring] for ring in rings]
        for code, rings in regions.items()
    }
    outlines = (Outline(code, " ".join(map(_path, rings)), *_middle(rings)) for code, rings in sorted(placed.items()))
    return Geography(tuple(outlines), round((north - south) * scale))


def _regions(told: Any) -> dict[str, list[Ring]]:
    features = told.get("features") if isinstance(told, dict) and told.get("type") == "FeatureCollection" else None
    if not isinstance(features, list):
        raise MapError("the map file is no GeoJSON FeatureCollection")
    found: dict[str, list[Ring]] = {}
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict):
            raise MapError(f"feature {number} of the map is no object")
        code = _code(feature)
        if code not in REGIONS:
            raise MapError(f"feature {number} of the map names no region of Kazakhstan (ISO 3166-2, as KZ-19)")
        found.setdefault(code, []).extend(_rings(feature.get("geometry"), code))
    if missing := sorted(REGIONS.keys() - found.keys()):
        raise MapError(f"the map lacks {', '.join(missing)}")
    return found


def _code(feature: Mapping[str, Any]) -> str:
    properties = feature.get("properties")
    known = {**(properties if isinstance(properties, dict) else {}), "id": feature.get("id")}
    return next((str(known[name]) for name in _CODES if known.get(name) in REGIONS), "")


def _rings(geometry: Any, code: str) -> list[Ring]:
    kind, told = (geometry.get("type"), geometry.get("coordinates")) if isinstance(geometry, dict) else ("", None)
    polygons: Any = {"Polygon": [told], "MultiPolygon": told}.get(str(kind))
    try:
        rings = [[_point(one) for one in ring] for polygon in polygons or () for ring in polygon]
    except (TypeError, ValueError, IndexError) as error:
        raise MapError(f"the outline of {code} is not made of degrees of longitude and latitude") from error
    if not all(rings):
        raise MapError(f"the outline of {code} has a ring with no points")
    if not polygons:
        raise MapError(f"the outline of {code} is no Polygon or MultiPolygon")
    return rings


def _point(told: Sequence[Any]) -> Point:
    x, y = float(told[0]), float(told[1])
    if not (isfinite(x) and isfinite(y) and -180 <= x <= 180 and -85 <= y <= 85):
        raise ValueError(told)
    return x, y


def _path(ring: Ring) -> str:
    kept = list(_thinned(ring))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"


def _thinned(ring: Iterable[Point]) -> Iterator[Point]:
    last: Point | None = None
    for point in ring:
        if last is None or abs(point[0] - last[0]) + abs(point[1] - last[1]) >= _NEAR:
            yield point
            last = point


def _middle(rings: Sequence[Ring]) -> Point:
    """Give the middle of the widest ring."""
    widest = max(rings, key=lambda ring: max(x for x, _ in ring) - min(x for x, _ in ring))
    xs, ys = [x for x, _ in widest], [y for _, y in widest]
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)
