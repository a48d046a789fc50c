"""One batch of events into projections: rows and positions in one transaction, so exactly once.

An event that cannot be applied for a reason of its own (a poison event) is parked, and with it the later events of its
case, for that projection only; everything else goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import structlog
from psycopg import AsyncConnection

from events.event import Recorded
from events.store.statements import load
from projections.batch import Batch, Item, events_of, read_batch
from projections.generations import enter, schema_of
from projections.projection import Projection

SQL = load(__package__, "feed.sql")
_POISON = (
    psycopg.DataError,
    psycopg.IntegrityError,
    psycopg.errors.CardinalityViolation,
    psycopg.errors.ProgramLimitExceeded,
)

log = structlog.get_logger(__name__)


class Overtaken(Exception):  # noqa: N818 - named as what happened
    """Somebody else moved or switched a projection: look again where it stands."""


@dataclass(slots=True)
class Place:
    """Where a generation of a projection stands in a log; it moves with the transactions that move the rows.

    After a failure of the projection's own (not of an event), `error` names it and `retry_at` (loop time, seconds) says
    when to try again.
    """

    projection: Projection
    generation: int
    log: str
    position: int
    error: str = ""
    retry_at: float = 0.0

    @property
    def key(self) -> dict[str, Any]:
        """The key of its row in projections.positions, by column."""
        return {"projection": self.projection.name, "generation": self.generation, "log": self.log}


async def places_of(conn: AsyncConnection[Any], *projections: Projection, status: str = "live") -> list[Place]:
    """Say where projections stand in each log; nowhere if its code has another version than its tables."""
    named = {projection.name: projection for projection in projections}
    versions = [projection.version for projection in projections]
    parameters = {"projections": list(named), "versions": versions, "status": status}
    cursor = await conn.execute(SQL["places"], parameters)
    return [
        Place(named[name], generation, log, position) for name, generation, log, position in await cursor.fetchall()
    ]


async def feed(conn: AsyncConnection[Any], places: Sequence[Place], size: int) -> tuple[int, dict[str, Exception]]:
    """Apply the next batch of a log to places that stand at the same position of it.

    Returns the number of events read and, by projection, the failures that are no event's fault: such a projection did not
    move. Raises `Overtaken`, and psycopg's errors when the connection is lost.
    """
    batch = await read_batch(conn, places[0].log, places[0].position, size)
    if not batch.items:
        return 0, {}
    try:
        async with conn.transaction():
            if await _move(conn, places, batch):
                raise _Separately  # noqa: TRY301 - rolls the transaction back
            events = events_of(batch.items)
            for place in places:
                await _apply(conn, place, events)
    except Overtaken:
        raise
    except Exception as error:
        if conn.closed:
            raise
        if not isinstance(error, _Separately):
            log.info("projections are fed one by one", log=batch.log, after=batch.before, reason=type(error).__name__)
        return len(batch.items), await _feed_separately(conn, places, batch)
    for place in places:
        place.position = batch.after
    return len(batch.items), {}


class _Separately(Exception):  # noqa: N818
    """Some place has parked cases."""


async def _feed_separately(conn: AsyncConnection[Any], places: Sequence[Place], batch: Batch) -> dict[str, Exception]:
    """Give each place its own transaction, and each poison event its parking place."""
    failures: dict[str, Exception] = {}
    for place in places:
        try:
            async with conn.transaction():
                parked: dict[UUID, Any] = {}
                if await _move(conn, [place], batch):
                    parked = await parked_cases(conn, place)
                await _park(conn, place, await sift(conn, place, batch.items, set(parked)))
        except psycopg.Error as error:
            if conn.closed:
                raise
            failures[place.projection.name] = error
        else:
            place.position = batch.after
    return failures


async def _move(conn: AsyncConnection[Any], places: Sequence[Place], batch: Batch) -> bool:
    """Move the places' rows, which locks them; True if some place has parked cases."""
    parameters = {
        "log": batch.log,
        "before": batch.before,
        "after": batch.after,
        "projections": [place.projection.name for place in places],
        "generations": [place.generation for place in places],
    }
    rows = await (await conn.execute(SQL["move"], parameters)).fetchall()
    if len(rows) != len(places):
        raise Overtaken
    return any(parked for (parked,) in rows)


async def _apply(conn: AsyncConnection[Any], place: Place, events: Sequence[Recorded]) -> None:
    await enter(conn, schema_of(place.projection.name, place.generation))
    await place.projection.apply(conn, events)


async def sift(
    conn: AsyncConnection[Any], place: Place, items: Sequence[Item], parked: set[UUID]
) -> list[tuple[Item, str]]:
    """Apply what can be applied, halving around what cannot; returns the rest with its errors, and adds its cases to `parked`."""
    waiting = [(item, "") for item in items if item.case_id in parked]
    items = [item for item in items if item.case_id not in parked]
    if not items:
        return waiting
    try:
        async with conn.transaction():
            await _apply(conn, place, events_of(items))
    except Exception as error:
        if isinstance(error, psycopg.Error) and not isinstance(error, _POISON):
            raise
        if len(items) == 1:
            parked.add(items[0].case_id)
            return [*waiting, (items[0], items[0].told(error))]
    else:
        return waiting
    middle = len(items) // 2
    first = await sift(conn, place, items[:middle], parked)
    return [*waiting, *first, *await sift(conn, place, items[middle:], parked)]


async def parked_cases(conn: AsyncConnection[Any], place: Place) -> dict[UUID, list[int]]:
    """Give the parked cases of a place with the positions of their parked events."""
    cursor = await conn.execute(SQL["parked"], place.key)
    return dict(await cursor.fetchall())


async def _park(conn: AsyncConnection[Any], place: Place, parked: Sequence[tuple[Item, str]]) -> None:
    if not parked:
        return
    rows = [{"position": item.position, "originator_id": item.case_id, "error": error} for item, error in parked]
    await conn.execute(SQL["park"], {**place.key, "rows": msgspec.json.encode(rows).decode()})
    await conn.execute(SQL["count_parked"], {**place.key, "change": len(rows)})
    for item, error in parked:
        if error:
            kind = error.partition(":")[0]
            log.error("case parked", **place.key, position=item.position, error=kind, **item.named)
