"""How long an event loop did not turn while something was done on it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.benchmarks.measuring import Run

_LOOK = 0.001  # seconds between two looks at whether the event loop still turns


@dataclass
class Stall:
    """The longest time for which the event loop did not turn, in seconds."""

    longest: float = 0.0

    def run(self, done: int, seconds: float) -> Run:
        """Sum up a round; the stall that lasts still counts, too."""
        return Run(done / seconds, stall=1000 * self.longest, total=1000 * seconds)


@asynccontextmanager
async def watched() -> AsyncIterator[Stall]:
    """Watch the event loop: how late is a task that wants its turn every millisecond?"""
    stall = Stall()

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_LOOK)
            stall.longest = max(stall.longest, time.perf_counter() - began - _LOOK)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(2 * _LOOK)
    try:
        yield stall
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
