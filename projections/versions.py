"""What the rows of a read model were: versions on two time axes, what was known when, and true on which days (decision 18)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any, Protocol, TypeVar

import msgspec
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.in_turn import my_turn
from events.store.statements import load
from projections.past import History, Past
from projections.projection import write

ALWAYS = datetime(9999, 12, 31, tzinfo=UTC)
"""The instant that never comes: until then holds what is known now."""

LAST_DAY = date(9999, 12, 31)
"""The day that never comes."""

NOTHING_LATER = ALWAYS - timedelta(days=1)
"""The instant to look at for whoever leaves out nothing that was recorded."""

NO_LATER_DAY = LAST_DAY - timedelta(days=1)
"""The day to look at for whoever leaves out nothing that happened."""

_TURN = 16  # rows taken, after which the event loop's other tasks get their turn

_SQL = load(__package__, "versions.sql")


def holding(known_at: str, true_on: str) -> bytes:
    """Give the condition under which a version holds, at an instant and on a day that are written so."""
    return _SQL["holds"].replace(b"{known_at}", known_at.encode()).replace(b"{true_on}", true_on.encode())


LOOKED_AT = holding("(SELECT was.known_at())", "(SELECT was.true_on())")
"""The condition under which a version holds at the moment that is looked at, for views of schema `was`."""

_DATES = (datetime, date)
_SIDES = {"": "", "w_": "w.", "r_": "r."}
_Key = tuple[Any, ...]


class Row(Protocol):
    """A row of which versions are kept: `told_at` is the position of the event that the newest version comes from, `told_on` its first day."""

    told_at: int
    told_on: date


R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class Versioned:
    """A table whose rows have versions in a table beside it, `<table>_was`; `key` are the columns that tell rows apart.

    `masked` are columns of the view whose value depends on the day that is looked at, each with its expression. `told` says that the rows
    themselves do not know of their newest version.
    """

    table: str
    key: tuple[str, ...]
    masked: Mapping[str, str] = field(default_factory=dict)
    told: bool = True

    def statement(self, name: str, **more: str) -> bytes:
        """Give a statement of `versions.sql` for this table."""
        keys = {side + "key": ", ".join(prefix + column for column in self.key) for side, prefix in _SIDES.items()}
        text = _SQL[name].decode()
        told = "" if self.told else "told_at bigint NOT NULL, told_on date NOT NULL,"
        for word, value in {"table": self.table, "told": told, **keys, **more}.items():
            text = text.replace("{" + word + "}", value)
        return text.encode()

    def view(self, columns: Sequence[str]) -> bytes:
        """Give the statements that make the view in schema `was` of a table with some columns."""
        shown = [f"{self.masked[name]} AS {name}" if name in self.masked else name for name in columns]
        return self.statement("view", columns=", ".join(shown), holds=LOOKED_AT.decode())


class Versions:
    """The versions that a batch of events makes and ends, of the rows of one table."""

    def __init__(self, of: Versioned) -> None:
        self._of = of
        self._names = (*of.key, "told_at", "told_on")
        self._key: Callable[[Row], _Key] = attrgetter(*self._names)
        self._taken = 0
        self._made: dict[_Key, dict[str, Any]] = {}
        self._ended: dict[_Key, dict[str, Any]] = {}
        self._retold: dict[_Key, dict[str, Any]] = {}

    async def take(
        self,
        row: R,
        recorded: Recorded,
        event: CaseEvent,
        past: Past,
        by_day: Callable[[R, History], Iterable[tuple[date, R]]],
        *,
        first: bool | None = None,
    ) -> None:
        """Add what a row has become by an event: its first version, the next one, or, after a correction or what comes late, all days anew.

        `by_day` gives the row as it was from each day on, of what is known now of when things happened, in order, `row` the last of them.
        `first` says whether there was no row before, if that is not told by the event's being the first of its case.
        """
        if event.originator_version == 1 if first is None else first:
            self._add(row, recorded, event.occurred_on)
        elif isinstance(event, FactCorrected) or event.occurred_on < row.told_on:
            self._retell(row, recorded, list(by_day(row, await past.of(recorded))))
        else:
            self._follow(row, recorded, event.occurred_on)
        self._taken += 1
        if self._taken % _TURN == 0:
            await my_turn()

    async def write(self, conn: AsyncConnection[Any]) -> None:
        """Store what was made and ended."""
        await write(conn, self._of.statement("end"), list(self._ended.values()))
        await write(conn, self._of.statement("end_all"), list(self._retold.values()))
        await write(conn, self._of.statement("add"), list(self._made.values()))

    def _add(self, row: Row, recorded: Recorded, day: date, until: date = LAST_DAY) -> None:
        row.told_at, row.told_on = recorded.position, day
        values: dict[str, Any] = msgspec.to_builtins(row, builtin_types=_DATES)  # it will be changed by the next event
        values["known_from"], values["known_until"], values["true_until"] = recorded.recorded_at, ALWAYS, until
        values["cut_at"], values["cut_to"] = ALWAYS, LAST_DAY
        self._made[self._key(row)] = values

    def _follow(self, row: Row, recorded: Recorded, day: date) -> None:
        """Add the next version; what the row was remains for the days before."""
        key = self._key(row)
        before = self._made.get(key) or self._ended.setdefault(key, self._named(key))
        if day == row.told_on:
            before["known_until"] = recorded.recorded_at
        else:
            before["cut_at"], before["cut_to"] = recorded.recorded_at, day
        self._add(row, recorded, day)

    def _retell(self, row: Row, recorded: Recorded, spans: Sequence[tuple[date, Row]]) -> None:
        own = self._key(row)
        place = own[:-2]
        for key, version in self._made.items():
            if key[:-2] == place:
                version["known_until"] = min(version["known_until"], recorded.recorded_at)
        self._retold.setdefault(place, {**self._named(own), "known_until": recorded.recorded_at})
        ends = [first for first, _ in spans[1:]] + [LAST_DAY]
        for (day, told), end in zip(spans, ends, strict=True):
            self._add(told, recorded, day, end)

    def _named(self, key: _Key) -> dict[str, Any]:
        return dict(zip(self._names, key, strict=True))
