"""Charts as figures for SVG templates: positions and lengths, no drawing. Every chart has a table beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CELL = 64
"""Side of a tile, in units of the drawing."""

LONGEST = 100
"""Length of the longest bar, in per cent of its column."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its code, title (message id), number and length in per cent of the longest."""

    code: str
    title: str
    value: int
    length: float


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a stacked bar: its code, where it begins and how wide it is, in per cent of the bar."""

    code: str
    x: float
    width: float


def bars(rows: Sequence[tuple[str, str, int]]) -> list[Bar]:
    """Scale (code, title, number) to the largest number; none of nothing."""
    most = max((value for _, _, value in rows), default=0)
    return [Bar(code, title, value, round(LONGEST * value / most, 1) if most else 0) for code, title, value in rows]


def stacked(values: Mapping[str, int], of: int | None = None) -> list[Part]:
    """Lay the parts of a whole side by side; `of` is what fills the bar, the whole itself unless given."""
    whole, begins, parts = of or sum(values.values()), 0, []
    for code, value in values.items():
        if value:
            parts.append(Part(code, round(LONGEST * begins / whole, 2), round(LONGEST * value / whole, 2)))
            begins += value
    return parts


def level(value: int | None, most: int, *, good: bool = False) -> int:
    """Say how strongly a value is drawn: 0 is nothing, 4 the last quarter of the scale; of what is good, what lacks of it."""
    part = 0 if value is None else most - value if good else value
    return min(4, 1 + 4 * part // most) if part else 0
