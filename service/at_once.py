"""A bounded number of workers that share one list of work."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def at_once(number: int, work: Iterable[T], do: Callable[[T], Awaitable[None]]) -> None:
    """Do all pieces of work, at most `number` of them at a time; the first failure ends the others and is raised."""
    left = iter(work)

    async def worker() -> None:
        for piece in left:
            await do(piece)

    workers = [asyncio.create_task(worker()) for _ in range(number)]
    try:
        await asyncio.gather(*workers)
    finally:
        for one in workers:
            one.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
