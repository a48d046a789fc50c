"""Building a read model anew beside the one that serves."""

import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import structlog
from psycopg import AsyncConnection
from psycopg.errors import LockNotAvailable

from events.store.reader import last_position, logs
from events.store.statements import load
from projections.alive import keep_alive
from projections.feed import Place, feed, places_of
from projections.generations import Generation, add_positions, complete, discard, generations, make, switch
from projections.projection import Connect, Projection

_SQL = load(__package__, "rebuild.sql")

log = structlog.get_logger(__name__)


class RebuildRunning(Exception):  # noqa: N818 - named as what is the case
    """Somebody else is building this projection anew."""


class RebuildFailed(Exception):  # noqa: N818 - named as what happened
    """The projection's code or SQL failed on something other than an event."""


class LeavesOut(RebuildFailed):
    """The new read model has parked `events` which the present one shows; `kind` names the first error of theirs."""

    def __init__(self, projection: str, events: int, error: str) -> None:
        first = error.partition("\n")[0]
        super().__init__(f"the new {projection} would leave out {events} events that the present one shows ({first})")
        self.events, self.kind = events, error.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild is, of one read model or of "all": `done` of `total` events; `switched` when the new read model serves."""

    projection: str
    done: int
    total: int
    switched: bool = False


async def rebuild(
    connect: Connect,
    projection: Projection,
    size: int = 1000,
    *,
    only_outdated: bool = False,
    resume: bool = False,
    force: bool = False,
) -> AsyncGenerator[Progress, None]:
    """Build a new generation from the first event on while the old one serves and is fed, then switch and drop the old.

    The switch is one transaction, in which the new generation overtakes the old: no reader ever goes back in time. What an
    interrupted rebuild left is dropped by the next, or with `resume` gone on with if it is of the code's version. With `only_outdated`,
    nothing happens if the live tables have that version already. A generation that has parked events which the live one shows does not
    serve, unless by `force`.
    Who consumes this must not pause for seconds: the connection is kept as `alive` says.
    Raises `RebuildRunning`, `RebuildFailed` (`LeavesOut`) and psycopg's errors.
    """
    async with await connect() as conn:
        await conn.set_autocommit(True)
        await keep_alive(conn)
        if not await _claim(conn, projection):
            raise RebuildRunning(projection.name)
        known = await generations(conn, projection.name)
        if only_outdated and any(g.status == "live" and g.version >= projection.version for g in known):
            return
        generation = await _begin(conn, projection, resume=resume)
        await add_positions(conn)
        places = await places_of(conn, projection, status="building")
        is_complete = False
        while True:
            moved = await _advance(conn, places, size)
            yield Progress(projection.name, sum(place.position for place in places), await _total(conn))
            if moved == size:
                continue
            if not is_complete:
                await complete(conn, projection, generation)
                is_complete = True
            if await _switch(conn, projection, generation, size, force=force):
                break
        await _discard_others(conn, projection)
        yield Progress(projection.name, await _total(conn), await _total(conn), switched=True)


async def build_together(
    connect: Connect, projections: Iterable[Projection], size: int = 1000, *, resume: bool = False
) -> AsyncGenerator[Progress, None]:
    """Bring new generations of several read models to the end of the logs, each event read once for all of them.

    They do not serve yet: that is for `rebuild` with `resume`, which says, too, what is wrong with those that are left behind here,
    because they failed or because somebody else builds them. Raises psycopg's errors.
    """
    async with await connect() as conn:
        await conn.set_autocommit(True)
        await keep_alive(conn)
        claimed = [projection for projection in projections if await _claim(conn, projection)]
        for projection in claimed:
            await _begin(conn, projection, resume=resume)
        await add_positions(conn)
        places = await places_of(conn, *claimed, status="building")
        reached: dict[str, int] = {}
        while places:
            behind = min(places, key=attrgetter("log", "position"))
            group, further = _abreast(places, behind)
            moved, failures = await feed(conn, group, min(size, further - behind.position))
            places = [place for place in places if place.projection.name not in failures]
            if not moved:
                places = [place for place in places if place not in group]
            reached[behind.log] = group[0].position
            yield Progress("all", sum(reached.values()), await _total(conn))


def _abreast(places: Sequence[Place], behind: Place) -> tuple[list[Place], int]:
    """Give the places that stand where one does, and the position at which they meet the next one of that log."""
    group = [place for place in places if (place.log, place.position) == (behind.log, behind.position)]
    further = [place.position for place in places if place.log == behind.log and place.position > behind.position]
    return group, min(further, default=sys.maxsize)


async def _claim(conn: AsyncConnection[Any], projection: Projection) -> bool:
    """Reserve the building of a read model for as long as the connection lasts; False if somebody else has."""
    return await (await conn.execute(_SQL["claim"], {"projection": projection.name})).fetchone() == (True,)


async def _begin(conn: AsyncConnection[Any], projection: Projection, *, resume: bool) -> Generation:
    """Give the generation to build: that of an interrupted rebuild, if it is to be gone on with, or a new one."""
    if resume:
        for known in reversed(await generations(conn, projection.name)):
            if (known.status, known.version) == ("building", projection.version):
                return known
    await _discard_others(conn, projection)
    return await make(conn, projection)


async def _advance(conn: AsyncConnection[Any], places: list[Place], size: int) -> int:
    """Feed one batch to each place; returns the largest number of events."""
    moved = 0
    for place in places:
        events, failures = await feed(conn, [place], size)
        for failure in failures.values():
            raise RebuildFailed(place.projection.name) from failure
        moved = max(moved, events)
    return moved


async def _switch(
    conn: AsyncConnection[Any], projection: Projection, generation: Generation, size: int, *, force: bool
) -> bool:
    """Catch up with the live generation and take its place; False if readers held the views for too long."""
    try:
        async with conn.transaction():
            live = dict(await (await conn.execute(_SQL["hold_live"], {"projection": projection.name})).fetchall())
            await add_positions(conn)
            for place in await places_of(conn, projection, status="building"):
                while place.position < live.get(place.log, 0):
                    await _advance(conn, [place], size)
            if not force:
                await _compare(conn, generation)
            await switch(conn, projection, generation)
    except LockNotAvailable:
        log.warning("readers hold up the switch of a read model", projection=projection.name)
        return False
    log.info("read model switched", projection=projection.name, generation=generation.generation)
    return True


async def _compare(conn: AsyncConnection[Any], generation: Generation) -> None:
    """Raise `LeavesOut` if readers would lose something by the switch."""
    parameters = {"projection": generation.projection, "generation": generation.generation}
    row = await (await conn.execute(_SQL["left_out"], parameters)).fetchone()
    if row:
        raise LeavesOut(generation.projection, *row)


async def _discard_others(conn: AsyncConnection[Any], projection: Projection) -> None:
    known = await generations(conn, projection.name)
    await discard(conn, [generation for generation in known if generation.status != "live"])


async def _total(conn: AsyncConnection[Any]) -> int:
    return sum([await last_position(conn, name) for name in await logs(conn)])
