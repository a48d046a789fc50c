"""Long work in small steps, each in a turn of the event loop of its own, whoever else has long work to do.

A step of two milliseconds holds nobody up. Three of them in one turn do, of three who know nothing of each other.
"""

import asyncio
from collections import deque
from weakref import WeakKeyDictionary


class _Line:
    """Those who wait for a turn of one event loop: one of them goes on in each."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._moves = False

    def join(self, loop: asyncio.AbstractEventLoop) -> "asyncio.Future[None]":
        """Give what is done when the turn has come."""
        turn = loop.create_future()
        self._waiting.append(turn)
        if not self._moves:
            self._moves = True
            loop.call_soon(self._move, loop)
        return turn

    def _move(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # whoever waited may have given up
                turn.set_result(None)
                loop.call_soon(self._move, loop)
                return
        self._moves = False


_LINES: WeakKeyDictionary[asyncio.AbstractEventLoop, _Line] = WeakKeyDictionary()


async def my_turn() -> None:
    """Let others go on, and come back in a turn of the event loop in which nobody else comes back from here."""
    loop = asyncio.get_running_loop()
    if loop not in _LINES:
        _LINES[loop] = _Line()
    await _LINES[loop].join(loop)
