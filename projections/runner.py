"""One runner feeds all projections of a process's code from all logs.

Of several runners one leads, by a PostgreSQL session lock on the connection that also writes: when it loses the connection
it loses both, and a standby takes over. What is true stands in the database alone; a runner that comes back reads it there.
"""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection

from events.store.listener import LogListener
from events.store.statements import load
from projections.alive import keep_alive
from projections.feed import Overtaken, Place, feed, places_of
from projections.generations import add_positions, generations, prepare
from projections.parking import replay
from projections.projection import Connect, Projection
from projections.rebuild import LeavesOut, Progress, RebuildFailed, RebuildRunning, build_together, rebuild

_SQL = load(__package__, "runner.sql")
_STANDBY = 0.5  # seconds between a standby's attempts to lead
_LONGEST_WAIT = 0.25  # seconds; also how soon a switch by another process, or a new log, is noticed
_FIRST_DELAY, _LONGEST_DELAY = 0.05, 2.0  # seconds before trying again
_REBUILD_DELAY = 5.0
# events together: a quarter after what took too long, a sixteenth of the most more after each success
_LESS, _MORE = 4, 16
_FEW = 8  # events, after which nobody waits: somebody's own work is shown at once
_REST = 0.1  # seconds after a batch of more that was not full, so that what follows close behind is taken together

log = structlog.get_logger(__name__)


class ProjectionRunner:
    """Keeps the read models of `projections` up with the logs, from `run` until it is cancelled.

    `size` is the largest number of events in one transaction. Where they took longer than a transaction may, fewer are tried, and then
    more again, little by little: whatever is slow, the read models go on.
    """

    def __init__(self, connect: Connect, projections: Iterable[Projection], size: int = 1000) -> None:
        self._connect = connect
        self._projections = tuple(projections)
        self._size = self._together = size
        self._places: list[Place] = []
        self.leading = False

    async def run(self) -> None:
        """Lead or stand by, whatever happens to the database, until cancelled."""
        delay = _FIRST_DELAY
        async with LogListener(self._connect) as listener:
            while True:
                try:
                    async with await self._connect() as conn:
                        await conn.set_autocommit(True)
                        await self._await_lead(conn)
                        delay = _FIRST_DELAY
                        await self._lead(conn, listener)
                except (psycopg.Error, OSError) as error:
                    if isinstance(error, psycopg.errors.TransactionTimeout):
                        self._together = max(1, self._together // _LESS)
                    log.warning("projections stopped", error=type(error).__name__, delay=delay, together=self._together)
                    await asyncio.sleep(delay)
                    delay = min(delay * 2, _LONGEST_DELAY)
                finally:
                    self.leading = False

    async def _await_lead(self, conn: AsyncConnection[Any]) -> None:
        await keep_alive(conn)
        while await (await conn.execute(_SQL["lead"])).fetchone() != (True,):  # noqa: ASYNC110
            await asyncio.sleep(
                _STANDBY
            )  # a blocking lock would hold a snapshot, and vacuum back, as long as we stand by
        self.leading = True
        log.info("projections led by this process")

    async def _lead(self, conn: AsyncConnection[Any], listener: LogListener) -> None:
        await prepare(conn, self._projections)
        await self._replay(conn)
        rebuilding = asyncio.create_task(self._renew_all(await self._outdated(conn)))
        self._places = []
        try:
            await self._look(conn)
            while True:
                moved = await self._pass(conn)
                if not moved:
                    await self._look(conn)
                    await self._wait(listener)
                elif _FEW < moved < self._together:
                    await asyncio.sleep(_REST)
        finally:
            rebuilding.cancel()
            await asyncio.gather(rebuilding, return_exceptions=True)

    async def _replay(self, conn: AsyncConnection[Any]) -> None:
        """Try what is parked again; a projection that fails on its own account holds up no other."""
        for projection in self._projections:
            try:
                await replay(conn, projection)
            except psycopg.Error:
                if conn.closed:
                    raise
                log.exception("parked events not tried again", projection=projection.name)

    async def _pass(self, conn: AsyncConnection[Any]) -> int:
        """Feed one batch to every group of places that stand together; returns the number of events read."""
        now = asyncio.get_running_loop().time()
        ready = sorted((place for place in self._places if place.retry_at <= now), key=attrgetter("log", "position"))
        moved = 0
        for _, group in groupby(ready, key=attrgetter("log", "position")):
            places = list(group)
            try:
                events, failures = await feed(conn, places, self._together)
            except Overtaken:
                await self._look(conn)
                return 1
            self._together = min(self._size, self._together + max(1, self._size // _MORE))
            for place in places:
                _note(place, failures.get(place.projection.name), now)
            moved += events
        return moved

    async def _look(self, conn: AsyncConnection[Any]) -> None:
        """See where the live generations stand now, keeping what is known of failures."""
        await add_positions(conn)
        known = {(place.projection.name, place.generation, place.log): place for place in self._places}
        self._places = []
        for place in await places_of(conn, *self._projections):
            before = known.get((place.projection.name, place.generation, place.log), place)
            before.position = place.position
            self._places.append(before)

    async def _wait(self, listener: LogListener) -> None:
        """Wait for news of any log."""
        ends = {place.log: 0 for place in self._places} or {"": 0}
        for place in self._places:
            ends[place.log] = max(ends[place.log], place.position)
        waits = [asyncio.create_task(listener.wait(name, end, _LONGEST_WAIT)) for name, end in ends.items()]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _outdated(self, conn: AsyncConnection[Any]) -> list[Projection]:
        """Give the projections whose tables are of an older version than the code."""
        versions = {known.projection: known.version for known in await generations(conn) if known.status == "live"}
        for projection in self._projections:
            if versions[projection.name] > projection.version:
                log.warning("read model is newer than this release, not fed", projection=projection.name)
        return [projection for projection in self._projections if versions[projection.name] < projection.version]

    async def _renew_all(self, outdated: Sequence[Projection]) -> None:
        """Build read models anew, first together as far as that goes, then each to its switch."""
        if len(outdated) > 1:
            try:
                async for progress in build_together(self._connect, outdated, self._size, resume=True):
                    _tell(progress)
            except (psycopg.Error, OSError, Overtaken) as error:
                log.warning("rebuild interrupted", projection="all", error=type(error).__name__)
            except Exception:
                log.exception("read models cannot be built anew together")
        await asyncio.gather(*(self._renew(projection) for projection in outdated))

    async def _renew(self, projection: Projection) -> None:
        """Build the read model of the code's version, however often that is interrupted; give up what would end the same way again."""
        while True:
            try:
                async for progress in rebuild(self._connect, projection, self._size, only_outdated=True, resume=True):
                    _tell(progress)
            except LeavesOut as error:
                log.error(  # noqa: TRY400 - the error's text may hold personal data
                    "read model not switched", projection=projection.name, left_out=error.events, error=error.kind
                )
                return
            except (psycopg.Error, OSError, RebuildRunning, RebuildFailed) as error:
                log.warning("rebuild interrupted", projection=projection.name, error=type(error).__name__)
                await asyncio.sleep(_REBUILD_DELAY)
            except Exception:
                log.exception("read model cannot be built anew", projection=projection.name)
                return
            else:
                return


def _tell(progress: Progress) -> None:
    log.info("read model is built anew", projection=progress.projection, done=progress.done, total=progress.total)


def _note(place: Place, failure: Exception | None, now: float) -> None:
    """Remember a failure that is no event's fault, and tell of it once."""
    error = type(failure).__name__ if failure else ""
    if error and error != place.error:
        log.error("projection stands still", **place.key, position=place.position, error=error)
    place.error, place.retry_at = error, now + _LONGEST_DELAY if error else 0.0
