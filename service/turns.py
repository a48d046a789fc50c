"""Taking turns at cases that many commands act on at once.

An append is refused if one of its cases has moved on since it was read. Where a whole region's analyses act on one
cartogram, those who lost would lose again and again; here they wait for one another instead. It is a courtesy within a process:
what decides is the append.
"""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID
from weakref import WeakValueDictionary


@dataclass
class Turn:
    """A turn at some cases, which lasts until its stack is closed."""

    _locks: WeakValueDictionary[UUID, asyncio.Lock]
    _stack: AsyncExitStack
    cases: set[UUID] = field(default_factory=set)

    async def covers(self, cases: Collection[UUID]) -> bool:
        """Whether it is the turn at these cases too: those that nobody else has are taken, and nothing is waited for."""
        more = {case: self._locks.setdefault(case, asyncio.Lock()) for case in cases if case not in self.cases}
        if any(lock.locked() for lock in more.values()):
            return False
        await self._take(more)
        return True

    async def wait(self, cases: Collection[UUID]) -> None:
        """Take these cases when it is the turn, always in the same order, so that nobody waits for whoever waits for him."""
        await self._take({case: self._locks.setdefault(case, asyncio.Lock()) for case in sorted(cases)})

    async def _take(self, locks: dict[UUID, asyncio.Lock]) -> None:
        for case, lock in locks.items():
            await self._stack.enter_async_context(lock)
            self.cases.add(case)


@dataclass
class Turns:
    """The turns at the cases of a process; one event loop's."""

    _locks: WeakValueDictionary[UUID, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    @asynccontextmanager
    async def at(self, cases: Collection[UUID]) -> AsyncIterator[Turn]:
        """Wait for a turn at these cases, and have it for the while."""
        async with AsyncExitStack() as stack:
            turn = Turn(self._locks, stack)
            await turn.wait(cases)
            yield turn
