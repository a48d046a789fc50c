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
    """The longest time for which the event loop did not turn, in seconds, and the longest for which it worked on without turning.

    Between the two lies what others had of the processors meanwhile: where there are two, that is the database.
    """

    longest: float = 0.0
    held: float = 0.0

    def run(self, done: int, seconds: float) -> Run:
        """Sum up a round; the stall that lasts still counts, too."""
        return Run(done / seconds, stall=1000 * self.longest, held=1000 * self.held, total=1000 * seconds)


@asynccontextmanager
async def watched() -> AsyncIterator[Stall]:
    """Watch the event loop: how late is a task that wants its turn every millisecond?"""
    stall = Stall()

    async def watch() -> None:
        while True:
            began, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(_LOOK)
            stall.longest = max(stall.longest, time.perf_counter() - began - _LOOK)
            stall.held = max(stall.held, time.thread_time() - worked)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(2 * _LOOK)
    try:
        yield stall
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
