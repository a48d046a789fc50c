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

    `wanted_since` is the number of the event that last changed what is wanted. `missing` are rows wanted and not there,
    `superfluous` those there and not wanted, `unverified` those of bodies that had no analysis this year. `outdated`: the
    analyses say something new since the last update.
    """

    update: Update | None = None
    wanted: tuple[Row, ...] = ()
    wanted_since: int = 0
    missing: tuple[Row, ...] = ()
    superfluous: tuple[Row, ...] = ()
    unverified: tuple[Row, ...] = ()
    outdated: bool = False

    @property
    def differs(self) -> bool:
        """Whether the website says anything else than the analyses."""
        return bool(self.missing or self.superfluous)


NOTHING = Section()
"""A section of which nothing is recorded and nothing wanted."""


def updated(section: Section, update: Update, analysed: Iterable[str]) -> Section:
    """Give the section after an update of the website; `analysed` are the bodies with results this year."""
    return _compared(update, section.wanted, section.wanted_since, frozenset(analysed))


def wanting(section: Section, wanted: Iterable[Row], version: int, analysed: Iterable[str]) -> Section:
    """Give the section after the analyses want these rows, as the event of that number says."""
    rows = tuple(dict.fromkeys(wanted))
    since = section.wanted_since if _keys(rows) == _keys(section.wanted) else version
    return _compared(section.update, rows, since, frozenset(analysed))


def _compared(update: Update | None, wanted: tuple[Row, ...], since: int, analysed: frozenset[str]) -> Section:
    there = update.rows if update else ()
    known, found = _keys(wanted), _keys(there)
    missing = tuple(row for row in wanted if _key(row) not in found)
    others = [row for row in there if _key(row) not in known]
    superfluous = tuple(row for row in others if row.organization in analysed)
    unverified = tuple(row for row in others if row.organization not in analysed)
    late = update is None or update.version < since
    return Section(update, wanted, since, missing, superfluous, unverified, bool(missing or superfluous) and late)


def _keys(rows: Iterable[Row]) -> frozenset[tuple[Any, ...]]:
    return frozenset(_key(row) for row in rows)


def _key(row: Row) -> tuple[Any, ...]:
    """Give what makes two rows the same: people write them by hand, so case and spacing do not count."""
    if isinstance(row, PublishedPosition):
        return row.organization, _plain(row.title), _plain(row.unit)
    return row.organization, _plain(row.description), row.measures


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
