"""Turns at cases."""

import asyncio
from uuid import UUID

import pytest

from service.turns import Turns

A, B = UUID(int=1), UUID(int=2)


async def test_one_after_another() -> None:
    """Of many who want the same cases one has them at a time, in whatever order they name them, and all have their turn."""
    turns, at_once, done = Turns(), 0, 0

    async def work(cases: list[UUID]) -> None:
        nonlocal at_once, done
        async with turns.at(cases):
            at_once += 1
            assert at_once == 1
            await asyncio.sleep(0)
            at_once -= 1
            done += 1

    await asyncio.gather(*(work([A, B] if number % 2 else [B, A]) for number in range(20)))
    assert done == 20


async def test_what_somebody_else_has_is_not_covered() -> None:
    """A turn grows by what is free and waits for nothing; what it took is free again afterwards."""
    turns = Turns()
    async with turns.at([A]) as first, turns.at([]) as second:
        assert not await second.covers([A, B])
        assert await first.covers([A, B])
    async with turns.at([]) as third:
        assert await third.covers([A, B])


async def test_whoever_gives_up_gives_back() -> None:
    """Somebody who is cancelled while waiting holds nothing up afterwards."""
    turns = Turns()
    async with turns.at([B]):
        waiting = asyncio.create_task(turns.at([A, B]).__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        async with turns.at([]) as other:
            assert await other.covers([A])
