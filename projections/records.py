"""Whole histories of what events are about: for tables that are folded anew, since a correction may be of anything."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.event import CaseEvent, Recorded
from projections.first_events import first_events, histories


async def kinds(conn: AsyncConnection[Any], events: Sequence[Recorded]) -> dict[UUID, type[CaseEvent]]:
    """Give a class of event that says what each case or record in a batch is: for what does not say it, that of its first event."""
    said: dict[UUID, type[CaseEvent]] = {}
    for event in (recorded.event for recorded in events if isinstance(recorded.event, CaseEvent)):
        if event.originator_id not in said or event.WORKFLOW:
            said[event.originator_id] = type(event)
    unsaid = [case_id for case_id, kind in said.items() if not kind.WORKFLOW]
    return said | (await first_events(conn, events, unsaid) if unsaid else {})


async def whole(
    conn: AsyncConnection[Any], events: Sequence[Recorded], ids: Collection[UUID]
) -> Iterator[list[Recorded]]:
    """Give the histories of some cases or records up to the end of a batch: from the batch, or if they began before it, the log."""
    begun = {r.event.originator_id for r in events if r.event.originator_version == 1}
    told = [r for r in events if r.event.originator_id in begun and r.event.originator_id in ids]
    told += await histories(conn, events[0].log, set(ids) - begun, events[-1].position)
    ordered = sorted(told, key=lambda r: (r.event.originator_id, r.event.originator_version))
    return (list(history) for _, history in groupby(ordered, key=lambda r: r.event.originator_id))
