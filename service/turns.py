"""Taking turns at cases that many commands act on at once.

An append is refused if one of its cases has moved on since it was read. Where a whole region's analyses act on one
cartogram, those who lost would lose again and again; here they wait for one another instead. It is a courtesy within a process:
what decides is the append.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID
from weakref import WeakValueDictionary

Locks = WeakValueDictionary[UUID, asyncio.Lock]


@dataclass
class Turn:
    """A turn at some cases, waited for on entering and over on leaving."""

    locks: Locks
    wanted: Collection[UUID]
    _held: dict[UUID, asyncio.Lock] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        """Wait for the turn, always in the same order, so that nobody waits for whoever waits for them."""
        try:
            for case in sorted(self.wanted):
                await self._take(case)
        except BaseException:  # whoever gives up waiting gives back what they have
            self._give_back()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._give_back()

    async def covers(self, cases: Collection[UUID]) -> bool:
        """Whether it is the turn at these cases too: those that nobody else has are taken, and nothing is waited for."""
        more = [case for case in cases if case not in self._held]
        if any(lock.locked() for case in more if (lock := self.locks.get(case))):
            return False
        for case in more:
            await self._take(case)
        return True

    async def _take(self, case: UUID) -> None:
        lock = self.locks.setdefault(case, asyncio.Lock())
        await lock.acquire()
        self._held[case] = lock

    def _give_back(self) -> None:
        while self._held:
            self._held.popitem()[1].release()


@dataclass
class Turns:
    """The turns at the cases of a process; one event loop's."""

    _locks: Locks = field(default_factory=WeakValueDictionary)

    def at(self, cases: Collection[UUID]) -> Turn:
        """Give a turn at these cases, to be entered."""
        return Turn(self._locks, cases)
