"""What was before: the histories of cases whose days must be told anew, and reading the read models as they were."""

import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, AsyncCursor

from events.case import days_of
from events.event import CaseEvent, Recorded
from projections.first_events import histories

_LIVE = re.compile(rb"\bread\.(?=[a-z_]+\b)")
_SET = "SELECT set_config('tbn4.known_at', %s, true), set_config('tbn4.true_on', %s, true)"


@dataclass(frozen=True)
class History:
    """The events of a case up to one of them, in the order of recording."""

    entries: list[tuple[Recorded, CaseEvent]]

    @cached_property
    def days(self) -> dict[int, date]:
        """The day on which each event happened, as is known at its end, by its number (`events.case.days_of`)."""
        return days_of([event for _, event in self.entries])

    def by(self, day: date) -> list[tuple[Recorded, CaseEvent]]:
        """Give the events that had happened by a day."""
        return [(recorded, event) for recorded, event in self.entries if self.days[event.originator_version] <= day]

    def days_of(self, entries: Iterable[tuple[Recorded, CaseEvent]]) -> list[date]:
        """Give the days on which some of the events happened, in order."""
        return sorted({self.days[event.originator_version] for _, event in entries})


class Past:
    """The events of cases up to the end of a batch, each case's read once."""

    def __init__(self, conn: AsyncConnection[Any], last: Recorded) -> None:
        self._conn, self._last = conn, last
        self._read: dict[UUID, list[Recorded]] = {}

    async def of(self, recorded: Recorded) -> History:
        """Give the history of an event's case up to that event."""
        case_id = recorded.event.originator_id
        if case_id not in self._read:
            self._read[case_id] = await histories(self._conn, self._last.log, {case_id}, self._last.position)
        known = ((one, one.event) for one in self._read[case_id] if one.position <= recorded.position)
        return History([(one, event) for one, event in known if isinstance(event, CaseEvent)])


class _Cursor(AsyncCursor[Any]):
    """Reads schema `was` wherever a statement says `read`."""

    async def execute(self, query: Any, *args: Any, **more: Any) -> Any:
        return await super().execute(_LIVE.sub(b"was.", query) if isinstance(query, bytes) else query, *args, **more)


@asynccontextmanager
async def as_of(conn: AsyncConnection[Any], known_at: datetime, true_on: date) -> AsyncIterator[None]:
    """Let statements show what had been recorded at an instant (aware) of what had happened by a day; nothing can be written.

    Those of `read.<table>` are meant, given as bytes: what reads other tables reads them as they are.
    """
    before = conn.cursor_factory
    async with conn.transaction():
        await conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        await conn.execute(_SET, [known_at.isoformat(), true_on.isoformat()])
        conn.cursor_factory = _Cursor
        try:
            yield
        finally:
            conn.cursor_factory = before
