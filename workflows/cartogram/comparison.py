"""A section of the cartogram held against what the analyses found: the two must be equal (l.340; RU-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.cartogram import PublishedPosition, PublishedRisk

Row = PublishedPosition | PublishedRisk


@dataclass(frozen=True, slots=True)
class Update:
    """What the akimat says stands on the website, by the number of its event."""

    version: int
    updated_on: date
    address: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the website beside what the analyses of the year want there.

    `missing` are rows wanted and not there, `superfluous` those there and not wanted, `unverified` those of bodies that had
    no analysis this year. `outdated`: the website says anything else than the analyses, whether or not it was updated since.
    """

    update: Update | None = None
    wanted: tuple[Row, ...] = ()
    missing: tuple[Row, ...] = ()
    superfluous: tuple[Row, ...] = ()
    unverified: tuple[Row, ...] = ()
    outdated: bool = False


def compared(update: Update | None, wanted: Iterable[Row], analysed: frozenset[str]) -> Section:
    """Hold what stands on the website against what the analyses want; `analysed` are the bodies with results this year."""
    rows = {_key(row): row for row in wanted}
    there = [(_key(row), row) for row in (update.rows if update else ())]
    found = {key for key, _ in there}
    missing = tuple(row for key, row in rows.items() if key not in found)
    others = [row for key, row in there if key not in rows]
    superfluous = tuple(row for row in others if row.organization in analysed)
    unverified = tuple(row for row in others if row.organization not in analysed)
    outdated = bool(missing or superfluous)
    return Section(update, tuple(rows.values()), missing, superfluous, unverified, outdated)


def differ(before: Iterable[Row], now: Iterable[Row], others: Iterable[Row]) -> bool:
    """Whether the rows wanted change with those of one analysis, given those of the other analyses of its body."""
    return bool((_keys(before) ^ _keys(now)) - _keys(others))


def _keys(rows: Iterable[Row]) -> frozenset[tuple[Any, ...]]:
    return frozenset(_key(row) for row in rows)


def _key(row: Row) -> tuple[Any, ...]:
    """Give what makes two rows the same: people write them by hand, so case and spacing do not count."""
    if isinstance(row, PublishedPosition):
        return row.organization, _plain(row.title), _plain(row.unit)
    return row.organization, _plain(row.description), row.measures


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
