"""How far the read models are, and waiting until they are far enough."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row

from events.store.statements import load

_SQL = load(__package__, "status.sql")
_FIRST_LOOK, _LAST_LOOK = 0.002, 0.05


@dataclass(frozen=True, slots=True)
class Status:
    """Where one generation of a projection stands in one log.

    `lag_seconds` is for how long the oldest event not yet applied has been recorded, 0 when there is none; `parked` counts
    events. A generation that is not `live` is being built. `version` is that of its tables.
    """

    projection: str
    version: int
    generation: int
    log: str
    position: int
    last_position: int
    lag_events: int
    lag_seconds: float
    parked: int
    live: bool


async def status(conn: AsyncConnection[Any]) -> list[Status]:
    """Say how far every projection is in every log."""
    async with conn.cursor(row_factory=class_row(Status)) as cursor:
        await cursor.execute(_SQL["status"])
        return await cursor.fetchall()


async def wait_for(
    conn: AsyncConnection[Any],
    log: str,
    position: int,
    timeout: float = 2.0,  # noqa: ASYNC109 - the answer to it is False, not an exception
    projections: Collection[str] | None = None,
) -> bool:
    """Wait until the live read models (all, or those named) show everything up to a position of a log.

    A command's answer carries its position: a caller who waits for it reads at least his own write. False if `timeout`
    seconds were not enough. `conn` must not be in a transaction whose snapshot is fixed.
    """
    names = None if projections is None else list(projections)
    until, pause = asyncio.get_running_loop().time() + timeout, _FIRST_LOOK
    while True:
        row = await (await conn.execute(_SQL["reached"], {"log": log, "projections": names})).fetchone()
        if row and row[0] is not None and row[0] >= position:
            return True
        if asyncio.get_running_loop().time() >= until:
            return False
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LAST_LOOK)
