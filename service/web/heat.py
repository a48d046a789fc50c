"""The heat map of the board of deadlines: bodies by quarter, each cell with its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from projections.board import QUARTERS, Heat
from service.alerts.review import bounds
from service.board_numbers import BoardFigures
from service.web.charts import level
from service.web.figure_lists import listed

SHOWN = 30
"""So many bodies are shown, those with most that is late first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A quarter of a body: how many of its terms are late, of how many, how strongly it is drawn (0 to 4), and its list."""

    quarter: str
    due: int
    breaches: int
    share: int
    level: int
    at: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A body with its quarters, and together; `at` is the board of what is below it, empty for the one that is looked at."""

    organization: str
    at: str
    cells: Sequence[Cell]
    year: Cell


def heat_rows(found: BoardFigures, year: int, region: str | None) -> list[HeatRow]:
    """Give a row for each body with binding terms in a year, the one that is looked at last; of a region, if one is asked for."""
    kept = {"region": region} if region else {}
    bodies: dict[str, dict[int, Heat]] = {}
    for one in found.heat:
        bodies.setdefault(one.organization, {})[one.quarter] = one
    rows = [_row(code, quarters, year, kept, own=code == found.parent) for code, quarters in bodies.items()]
    return sorted(rows, key=lambda row: (not row.at, -row.year.breaches, row.organization))


def _row(code: str, quarters: dict[int, Heat], year: int, kept: dict[str, Any], *, own: bool) -> HeatRow:
    whose = {"body" if own else "organization": code}
    cells = [
        _cell(quarters.get(n) or Heat(code, n, 0, 0, 0), f"{year}Q{n}", f"{year}Q{n}", kept | whose) for n in QUARTERS
    ]
    together = Heat(
        code, 0, *(sum(getattr(one, name) for one in quarters.values()) for name in ("due", "overdue", "late"))
    )
    at = "" if own else f"/deadlines?{urlencode(kept | whose | {'year': year})}#heat"
    return HeatRow(code, at, cells, _cell(together, f"{year}Q1", f"{year}Q4", kept | whose))


def _cell(heat: Heat, first: str, last: str, kept: dict[str, Any]) -> Cell:
    """Give a cell; its list is that of what is late, or of all where nothing is."""
    standing = "breach" if heat.breaches else "all"
    span = {"due_from": bounds(first)[0], "due_to": bounds(last)[1]}
    at = listed(standing, **kept, **span, year=first[:4]) if heat.due else ""
    return Cell(first, heat.due, heat.breaches, heat.share, level(heat.share, 100), at)
