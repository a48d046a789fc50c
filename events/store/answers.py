"""Verdicts on their way to their callers.

Whoever is answered goes on at once in the same event loop. Were all of a batch answered together, the database would rest until the
last of them had decided what comes next, and then all of them would rest until it is written.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

from events.store.waiting import WaitingSave

_AT_ONCE = 4


class Answers:
    """Hands out the rows that `log.append` returned, a few in each turn of the running loop, in their order."""

    def __init__(self) -> None:
        self._left: deque[tuple[WaitingSave, tuple[Any, ...]]] = deque()

    async def give(self, answers: Iterable[tuple[WaitingSave, tuple[Any, ...]]], patience: float) -> None:
        """Begin to answer, and wait until all are answered and had their turn, but not longer than `patience` seconds."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        idle = not self._left
        self._left.extend(answers)
        if idle:
            self._go_on(loop)
        await asyncio.sleep(0)
        while self._left and loop.time() < until:
            await asyncio.sleep(0)

    def finish(self) -> None:
        """Answer all who are left."""
        while self._left:
            waiting, row = self._left.popleft()
            waiting.settle(row)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in range(min(_AT_ONCE, len(self._left))):
            waiting, row = self._left.popleft()
            waiting.settle(row)
        if self._left:
            loop.call_soon(self._go_on, loop)
