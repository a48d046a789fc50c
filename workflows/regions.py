"""The 20 regions of Kazakhstan, for scope, filters and the tile map."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Region:
    """A region: ISO 3166-2 and KATO codes, names by language, and its cell (column, row) in the tile map."""

    code: str
    kato: str
    names: dict[str, str]
    tile: tuple[int, int]


def _read() -> dict[str, Region]:
    rows = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return {
        row["code"]: Region(
            row["code"], row["kato"], {lang: row[lang] for lang in ("ru", "kk", "en")}, tuple(row["tile"])
        )
        for row in rows
    }


REGIONS = _read()
"""Regions by ISO code, in the order of the codes."""
