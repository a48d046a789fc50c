"""A stretch of the log, decoded once for all projections."""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.codec import read
from events.event import Recorded
from events.in_turn import my_turn
from events.store.reader import Row, read_log

_TOGETHER = 25
"""Events that are decoded together: between them the event loop's other tasks get their turn."""


@dataclass(frozen=True, slots=True)
class Item:
    """An event of the log, or why it cannot be read."""

    position: int
    case_id: UUID
    content: Recorded | Exception

    @property
    def named(self) -> dict[str, Any]:
        """The case for log lines; of a sealed one they say that it is, and nothing else."""
        return {"sealed": True} if self.sealed else {"case_id": str(self.case_id)}

    @property
    def sealed(self) -> bool:
        """Whether readers of the event must be cleared for it."""
        return isinstance(self.content, Recorded) and bool(self.content.event.envelope.clearance)

    def told(self, error: Exception) -> str:
        """Say what went wrong with it; of a sealed event by the kind of the error alone, whose words may quote the event."""
        kind = type(error).__name__
        return kind if self.sealed else f"{kind}: {error}"[:500]


@dataclass(frozen=True, slots=True)
class Batch:
    """The events of `log` with positions above `before` up to `after`."""

    log: str
    before: int
    after: int
    items: Sequence[Item]


def events_of(items: Sequence[Item]) -> list[Recorded]:
    """Give the events of some items; raises the error of the first that cannot be read."""
    events: list[Recorded] = []
    for item in items:
        if isinstance(item.content, Exception):
            raise item.content
        events.append(item.content)
    return events


def _item(row: Row) -> Item:
    try:
        content: Recorded | Exception = Recorded(row.log, row.position, row.recorded_at, read(row))
    except Exception as error:
        content = error
    return Item(row.position, row.originator_id, content)


async def read_batch(conn: AsyncConnection[Any], log: str, before: int, size: int) -> Batch:
    """Read at most `size` events after a position; none means that the log ends there."""
    rows, items = await read_log(conn, log, before, size), list[Item]()
    for start in range(0, len(rows), _TOGETHER):
        items += items_of(rows[start : start + _TOGETHER])
        await my_turn()
    return Batch(log, before, rows[-1].position if rows else before, items)


def items_of(rows: Sequence[Row]) -> list[Item]:
    """Decode events as they lie in the log."""
    # Everything made here lives until the batch is applied: collections meanwhile would find nothing and cost two thirds.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return [_item(row) for row in rows]
    finally:
        if collecting:
            gc.enable()
