"""Callers that do one thing after another, as many at a time as wanted: tasks of one loop, or threads."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks.measuring import Run


def loop_runner() -> asyncio.Runner:
    """Give a runner of the event loop that the service uses: uvloop."""
    import uvloop

    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


async def by_tasks(callers: Sequence[Callable[[], Awaitable[None]]], seconds: float) -> Run:
    """Let each caller repeat its operation for a while, all of them as tasks of this loop."""
    times: list[float] = []
    began = time.perf_counter()

    async def repeat(operation: Callable[[], Awaitable[None]]) -> None:
        while (start := time.perf_counter()) < began + seconds:
            await operation()
            times.append(time.perf_counter() - start)

    await asyncio.gather(*map(repeat, callers))
    return Run.of(times, time.perf_counter() - began)


def by_threads(callers: Sequence[Callable[[], None]], seconds: float) -> Run:
    """Let each caller repeat its operation for a while, each in a thread of its own."""
    times: list[float] = []
    began = time.perf_counter()

    def repeat(operation: Callable[[], None]) -> None:
        while (start := time.perf_counter()) < began + seconds:
            operation()
            times.append(time.perf_counter() - start)

    with ThreadPoolExecutor(len(callers)) as threads:
        for _ in threads.map(repeat, callers):
            pass
    return Run.of(times, time.perf_counter() - began)
