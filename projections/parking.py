"""Parked cases: looked at, and replayed after a fix."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from psycopg import AsyncConnection
from psycopg.rows import class_row

from events.store.reader import read_case
from events.store.statements import load
from projections.batch import items_of
from projections.feed import SQL, Place, parked_cases, places_of, sift
from projections.projection import Projection

_SQL = load(__package__, "parking.sql")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parked:
    """A case that a live projection leaves out since an event at `position`, with that event's error; `events` wait."""

    projection: str
    log: str
    case_id: UUID
    position: int
    error: str
    events: int
    parked_at: datetime


async def parked(conn: AsyncConnection[Any]) -> list[Parked]:
    """List the parked cases of the live generations."""
    async with conn.cursor(row_factory=class_row(Parked)) as cursor:
        await cursor.execute(_SQL["parked"])
        return await cursor.fetchall()


async def replay(conn: AsyncConnection[Any], projection: Projection) -> int:
    """Apply the parked events of a projection's live generation again, case by case; returns how many now went in.

    A case whose event fails again stays parked from that event on, with that event's error. The runner does this once when it starts; `conn` is in autocommit mode.
    """
    applied = 0
    for place in await places_of(conn, projection):
        for case_id in await parked_cases(conn, place):
            applied += await _replay_case(conn, place, case_id)
    if applied:
        log.info("parked events applied", projection=projection.name, events=applied)
    return applied


async def _replay_case(conn: AsyncConnection[Any], place: Place, case_id: UUID) -> int:
    async with conn.transaction():
        held = await (await conn.execute(SQL["hold"], place.key)).fetchone()
        positions = (await parked_cases(conn, place)).get(case_id)
        if held is None or positions is None:
            return 0
        rows = await read_case(conn, place.log, case_id, up_to_position=held[0])
        items = items_of([row for row in rows if row.position in positions])
        failed = await sift(conn, place, items, set())
        applied = items[: len(items) - len(failed)]
        if failed:
            [(item, error), *_] = failed
            log.warning("case stays parked", **place.key, error=error.partition(":")[0], **item.named)
            await conn.execute(_SQL["tell"], {**place.key, "position": item.position, "error": error})
        done = [item.position for item in applied]
        await conn.execute(SQL["unpark"], {**place.key, "positions": done})
        await conn.execute(SQL["count_parked"], {**place.key, "change": -len(done)})
        return len(done)
