"""What takes long to count, kept for a while; whoever asks while the same is being counted waits for that."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from projections.figures import position
from service.clock import Clock

T = TypeVar("T")

log = structlog.get_logger(__name__)

MANY = 5_000
"""Figures of so many terms or cases are kept for a while, though something was recorded since; of fewer they are always those of now."""

KEPT = timedelta(seconds=60)
"""So old they may become; meanwhile they are counted anew behind the scenes."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """What was counted, when, and how far the read models were."""

    value: T
    at: datetime
    place: tuple[int, ...]


@dataclass
class Keeping(Generic[T]):
    """Keeps what was counted last of each question; `many` says of how many terms or cases it is.

    `place` says how far what is counted from has come: the read models in all, the one furthest behind, and what else there is.
    """

    pool: AsyncConnectionPool
    clock: Clock
    many: Callable[[T], int]
    most: int = 200
    place: Callable[[AsyncConnection[Any]], Awaitable[tuple[int, ...]]] = position
    _known: OrderedDict[Hashable, Kept[T]] = field(default_factory=OrderedDict)
    _under_way: dict[Hashable, asyncio.Task[Kept[T]]] = field(default_factory=dict)

    async def of(self, key: Hashable, count: Callable[[Kept[T] | None], Awaitable[T]], seen: int = 0) -> Kept[T]:
        """Answer a question, named by `key`; the answer shows at least what was recorded up to the position `seen`.

        `count` is given what was known before.
        """
        if known := self._known.get(key):
            self._known.move_to_end(key)
            async with self.pool.connection() as conn:
                place = await self.place(conn)
            if known.place == place:
                return known
            if self.is_kept(known.value) and known.place[1] >= seen and self.clock.now() - known.at < KEPT:
                self._count(key, count)
                return known
        found = await asyncio.shield(self._count(key, count))
        if found.place[1] < seen:  # it was under way before that was recorded
            found = await asyncio.shield(self._count(key, count))
        return found

    def is_kept(self, value: T) -> bool:
        """Whether an answer is of so much that it is kept though something was recorded since."""
        return self.many(value) > MANY

    async def close(self) -> None:
        """End what is being counted."""
        for task in list(self._under_way.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _count(self, key: Hashable, count: Callable[[Kept[T] | None], Awaitable[T]]) -> "asyncio.Task[Kept[T]]":
        if key not in self._under_way:
            task = asyncio.create_task(self._counted(key, count))
            task.add_done_callback(lambda done: self._ended(key, done))
            self._under_way[key] = task
        return self._under_way[key]

    def _ended(self, key: Hashable, task: "asyncio.Task[Kept[T]]") -> None:
        """Forget the task; that it failed is told, too, where nobody waits for it."""
        self._under_way.pop(key, None)
        if not task.cancelled() and (error := task.exception()):
            log.warning("figures could not be counted", error=type(error).__name__)

    async def _counted(self, key: Hashable, count: Callable[[Kept[T] | None], Awaitable[T]]) -> Kept[T]:
        async with self.pool.connection() as conn:
            place = await self.place(conn)
        at = self.clock.now()
        counted = Kept(await count(self._known.get(key)), at, place)
        self._known[key] = counted
        self._known.move_to_end(key)
        if len(self._known) > self.most:
            self._known.popitem(last=False)
        return counted
