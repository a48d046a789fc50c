"""Reading the log: a case's history, what came after a position, what became of a command."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import tuple_row

from events.in_turn import my_turn
from events.store.statements import load

_SQL = load(__package__, "reader.sql")
_ANY_POSITION = 2**63 - 1
_TOGETHER = 100  # events that are taken from an answer in one turn of the event loop


class Row(NamedTuple):
    """One event as it lies in the log. `recorded_at` is an aware UTC instant; `state` is what the writer encoded."""

    log: str
    position: int
    originator_id: UUID
    originator_version: int
    topic: str
    state: bytes
    recorded_at: datetime
    command_id: UUID


class EventPlace(NamedTuple):
    """Where an event stands in the log, and the UTC instant at which it was recorded."""

    position: int
    recorded_at: datetime


class StoredCommand(NamedTuple):
    """What a known command stored: `events` events from `first_position` on, at the UTC instant `recorded_at`."""

    first_position: int
    events: int
    request_hash: bytes
    recorded_at: datetime


async def read_case(
    conn: AsyncConnection[Any], log: str, originator_id: UUID, after_version: int = 0, up_to_position: int | None = None
) -> list[Row]:
    """Return a case's events with versions above `after_version`, in order; none if there is no such case.

    With `up_to_position`, only those the log held when its last position was that.
    """
    last = _ANY_POSITION if up_to_position is None else up_to_position
    parameters = {"log": log, "originator_id": originator_id, "after_version": after_version, "up_to_position": last}
    return await _events(conn, "read_case", parameters)


async def read_places(
    conn: AsyncConnection[Any], log: str, originator_id: UUID, versions: Sequence[int] | None = None
) -> dict[int, EventPlace]:
    """Return where the events of a case stand, all or those of some versions, by their versions and in order."""
    parameters = {"log": log, "originator_id": originator_id, "versions": None if versions is None else list(versions)}
    found = await _all(conn, "read_places", parameters)
    return {version: EventPlace(position, recorded_at.astimezone(UTC)) for version, position, recorded_at in found}


async def read_part(
    conn: AsyncConnection[Any], log: str, originator_id: UUID, after_version: int, limit: int
) -> list[Row]:
    """Return at most `limit` of a case's events with versions above `after_version`, in order."""
    parameters = {"log": log, "originator_id": originator_id, "after_version": after_version, "limit": limit}
    return await _events(conn, "read_part", parameters)


async def read_cases(conn: AsyncConnection[Any], log: str, ids: Sequence[UUID]) -> list[Row]:
    """Return all events of several cases, case by case and in order."""
    return await _events(conn, "read_cases", {"log": log, "ids": list(ids)})


async def read_later(conn: AsyncConnection[Any], log: str, after: Mapping[UUID, int]) -> list[Row]:
    """Return the events of several cases after some version of each, case by case and in order."""
    parameters = {"log": log, "ids": list(after), "versions": list(after.values())}
    return await _events(conn, "read_later", parameters)


async def read_log(conn: AsyncConnection[Any], log: str, after_position: int, limit: int) -> list[Row]:
    """Return at most `limit` events of the log with positions above `after_position`, in order and without gaps."""
    parameters = {"log": log, "after_position": after_position, "limit": limit}
    return await _events(conn, "read_log", parameters)


async def read_register(conn: AsyncConnection[Any], log: str, after_position: int, limit: int) -> list[Row]:
    """Return at most `limit` events of organisations, people and the calendar, and corrections of anything, above a position, in order."""
    parameters = {"log": log, "after_position": after_position, "limit": limit}
    return await _events(conn, "read_register", parameters)


async def changed_since(conn: AsyncConnection[Any], log: str, at: datetime) -> set[UUID]:
    """Return the ids of the records of the register, and of corrected cases, of which something was recorded after an instant."""
    return {found for (found,) in await _all(conn, "changed_since", {"log": log, "at": at})}


async def last_position(conn: AsyncConnection[Any], log: str) -> int:
    """Return the position of the log's newest event, 0 when it has none."""
    [(position,)] = await _all(conn, "last_position", {"log": log})
    return int(position)


async def newest_place(conn: AsyncConnection[Any], log: str, at: datetime | None = None) -> EventPlace | None:
    """Return where the log's newest event stands, or the newest that was recorded by an instant; None when there is none.

    Times never decrease along the log, so that one of the past is found by halves.
    """
    found = await _place(conn, log, _ANY_POSITION)
    if at is None or found is None or found.recorded_at <= at:
        return found
    first, last, found = 1, found.position - 1, None
    while first <= last:
        middle = (first + last) // 2
        place = await _place(conn, log, middle)
        if place is None or place.recorded_at <= at:
            first, found = middle + 1, place
        else:
            last = place.position - 1
    return found


async def _place(conn: AsyncConnection[Any], log: str, up_to: int) -> EventPlace | None:
    found = await _all(conn, "newest_place", {"log": log, "up_to_position": up_to})
    return EventPlace(found[0][0], found[0][1].astimezone(UTC)) if found else None


async def find_command(conn: AsyncConnection[Any], log: str, command_id: UUID) -> StoredCommand | None:
    """Return what the command stored, or None if no save with this id was committed."""
    found = await _all(conn, "find_command", {"log": log, "command_id": command_id})
    if not found:
        return None
    first_position, events, request_hash, recorded_at = found[0]
    return StoredCommand(first_position, events, request_hash, recorded_at.astimezone(UTC))


async def known_cases(conn: AsyncConnection[Any], log: str, ids: Sequence[UUID]) -> set[UUID]:
    """Return those of some ids under which there is a case."""
    return {case_id for (case_id,) in await _all(conn, "known_cases", {"log": log, "ids": list(ids)})}


async def newest_events(
    conn: AsyncConnection[Any], log: str, ids: Sequence[UUID], topics: Sequence[str]
) -> dict[UUID, Row]:
    """Return of each of some cases the newest event that has one of some topics, if it has any."""
    parameters = {"log": log, "ids": list(ids), "topics": list(topics)}
    return {row.originator_id: row for row in await _events(conn, "newest_events", parameters)}


async def logs(conn: AsyncConnection[Any]) -> list[str]:
    """Return the names of the logs that hold events, sorted."""
    return [name for (name,) in await _all(conn, "logs", {})]


async def _events(conn: AsyncConnection[Any], statement: str, parameters: dict[str, Any]) -> list[Row]:
    found: list[Row] = []
    async with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[statement], parameters)
        for _ in range(cursor.rowcount // _TOGETHER):
            await my_turn()
            found += map(_row, await cursor.fetchmany(_TOGETHER))
        found += map(_row, await cursor.fetchall())
    return found


async def _all(conn: AsyncConnection[Any], statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    async with conn.cursor(binary=True, row_factory=tuple_row) as cursor:
        await cursor.execute(_SQL[statement], parameters)
        return await cursor.fetchall()


def _row(values: tuple[Any, ...]) -> Row:
    log, position, originator_id, version, topic, state, recorded_at, command_id = values
    return Row(log, position, originator_id, version, topic, state, recorded_at.astimezone(UTC), command_id)
