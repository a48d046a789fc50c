"""What kind of work a case is, for events that do not say it themselves (a missed deadline, a correction), and what was before."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from eventsourcing.utils import resolve_topic
from psycopg import AsyncConnection

from events.codec import read
from events.event import CaseEvent, Event, Recorded
from events.store.reader import Row, read_cases
from events.store.statements import load
from events.subtask import SubtaskAssigned

_SQL = load(__package__, "first_events.sql")


async def first_events(
    conn: AsyncConnection[Any], events: Sequence[Recorded], cases: Collection[UUID]
) -> dict[UUID, type[CaseEvent]]:
    """Give the classes of the first events of cases, from a batch where it has them, else from its log."""
    firsts: dict[UUID, type[Event]] = {
        r.event.originator_id: type(r.event) for r in events if r.event.originator_version == 1
    }
    unknown = [case_id for case_id in cases if case_id not in firsts]
    if unknown:
        cursor = await conn.execute(_SQL["topics"], {"log": events[0].log, "cases": unknown})
        firsts |= {case_id: resolve_topic(topic) for case_id, topic in await cursor.fetchall()}
    return {case_id: cast(type[CaseEvent], firsts[case_id]) for case_id in cases}


async def of_work(conn: AsyncConnection[Any], events: Sequence[Recorded]) -> list[tuple[Recorded, CaseEvent]]:
    """Give the events of pieces of work: those of records of the register left out, with their corrections."""
    ours = [(recorded, recorded.event) for recorded in events if isinstance(recorded.event, CaseEvent)]
    unsaid = {event.originator_id for _, event in ours if not event.WORKFLOW}
    firsts = await first_events(conn, events, unsaid) if unsaid else {}
    return [(recorded, event) for recorded, event in ours if firsts.get(event.originator_id, type(event)).WORK]


async def workflows(conn: AsyncConnection[Any], events: Sequence[Recorded]) -> dict[UUID, str]:
    """Give the workflow of each case in a batch."""
    known = {
        r.event.originator_id: r.event.WORKFLOW for r in events if isinstance(r.event, CaseEvent) and r.event.WORKFLOW
    }
    cases = {r.event.originator_id for r in events if isinstance(r.event, CaseEvent)}
    unknown = cases - known.keys()
    if unknown:
        known |= {case_id: first.WORKFLOW for case_id, first in (await first_events(conn, events, unknown)).items()}
    return known


async def histories(conn: AsyncConnection[Any], log: str, ids: Collection[UUID], last: int) -> list[Recorded]:
    """Give the events of some cases or records up to a position of a log, case by case and in order."""
    if not ids:
        return []
    found = await read_cases(conn, log, list(ids))
    return [Recorded(row.log, row.position, row.recorded_at, read(row)) for row in found if row.position <= last]


async def subtasks(conn: AsyncConnection[Any], events: Sequence[Recorded], cases: Collection[UUID]) -> dict[UUID, str]:
    """Give the subtask that each of some cases is for alone, by its first event; cases of several are left out."""
    firsts = {r.event.originator_id: r.event for r in events if r.event.originator_version == 1}
    unknown = [case_id for case_id in cases if case_id not in firsts]
    if unknown:
        cursor = await conn.execute(_SQL["firsts"], {"log": events[0].log, "cases": unknown})
        firsts |= {row.originator_id: read(row) for row in map(Row._make, await cursor.fetchall())}
    said = ((case_id, firsts[case_id]) for case_id in cases if case_id in firsts)
    return {case_id: first.subtask for case_id, first in said if isinstance(first, SubtaskAssigned)}
