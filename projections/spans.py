"""Rows of records that are dated themselves: each event tells all their days, of which most stay as they were."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.event import Recorded
from projections.projection import write
from projections.versions import ALWAYS, LAST_DAY, Versioned


@dataclass(frozen=True, slots=True)
class Dated:
    """A row and the days that it holds on: from `since` to before `until`, `LAST_DAY` if no end is known."""

    row: dict[str, Any]
    since: date
    until: date


def standing(rows: Iterable[Dated]) -> Iterator[dict[str, Any]]:
    """Give the rows that hold with no end known: how things stand."""
    return (one.row for one in rows if one.until == LAST_DAY)


class Spans:
    """The versions that a batch of events makes and ends, of the dated rows of one table."""

    def __init__(self, of: Versioned) -> None:
        self._of = of
        self._made: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        self._ended: list[dict[str, Any]] = []

    def change(self, before: Sequence[Dated], after: Sequence[Dated], by: Recorded) -> None:
        """Let an event make of some rows others; those of both stay as they are."""
        for one in before:
            if one not in after:
                self._end(one, by)
        for one in after:
            if one not in before:
                values = {**one.row, "told_at": by.position, "told_on": one.since, "true_until": one.until}
                values |= {"known_from": by.recorded_at, "known_until": ALWAYS, "cut_at": ALWAYS, "cut_to": LAST_DAY}
                self._made.setdefault(self._key(one), []).append(values)

    async def write(self, conn: AsyncConnection[Any]) -> None:
        """Store what was made and ended."""
        await write(conn, self._of.statement("end_known"), self._ended)
        await write(conn, self._of.statement("add"), [values for made in self._made.values() for values in made])

    def _end(self, one: Dated, by: Recorded) -> None:
        for values in self._made.get(self._key(one), ()):
            if values["known_until"] == ALWAYS:
                values["known_until"] = by.recorded_at
                return
        named = {name: one.row[name] for name in self._of.key}
        self._ended.append({**named, "told_on": one.since, "known_until": by.recorded_at})

    def _key(self, one: Dated) -> tuple[Any, ...]:
        return (*(one.row[name] for name in self._of.key), one.since)
