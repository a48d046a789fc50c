"""Verdicts on their way to their callers.

Whoever is answered goes on at once in the same event loop. Were all of a batch answered together, the database would rest until the
last of them has decided what comes next, and then all of them would rest until that is written.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from events.store.waiting import WaitingSave

_AT_ONCE = 4

Answer = tuple[WaitingSave, tuple[Any, ...]]
"""A save with the row that `log.append` returned for it."""


class Answers:
    """Hands out answers, a few in each turn of the running loop, in their order."""

    def __init__(self) -> None:
        self._left: deque[Answer] = deque()
        self._over = asyncio.Event()
        self._over.set()

    async def give(self, answers: Iterable[Answer], patience: float) -> None:
        """Begin to answer, and wait until all are answered and had their turn, but not longer than `patience` seconds."""
        begun = not self._over.is_set()
        self._left.extend(answers)
        if not begun:
            self._over.clear()
            self._go_on(asyncio.get_running_loop())
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._over.wait()

    def finish(self) -> None:
        """Answer all who are left."""
        self._answer(len(self._left))

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._left:
            self._over.set()
            return
        self._answer(min(_AT_ONCE, len(self._left)))
        loop.call_soon(self._go_on, loop)

    def _answer(self, number: int) -> None:
        for _ in range(number):
            waiting, row = self._left.popleft()
            waiting.settle(row)
