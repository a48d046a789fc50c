"""Long work of several that takes turns."""

import asyncio
import gc
import weakref
from itertools import count

from events.in_turn import my_turn


async def _turns(numbers: list[int]) -> None:
    """Count the turns of the event loop in the last of some numbers, for as long as somebody looks."""
    for number in count():
        numbers[-1] = number
        await asyncio.sleep(0)


async def _steps(numbers: list[int], seen: list[int]) -> None:
    for _ in range(5):
        await my_turn()
        seen.append(numbers[-1])


async def test_one_goes_on_in_each_turn() -> None:
    numbers, seen = [0], list[int]()
    counting = asyncio.create_task(_turns(numbers))
    await asyncio.gather(*(_steps(numbers, seen) for _ in range(3)))
    counting.cancel()
    assert len(seen) == len(set(seen)) == 15
    assert seen == sorted(seen)


async def test_everybody_gets_their_turn() -> None:
    order: list[str] = []

    async def work(name: str) -> None:
        for _ in range(3):
            await my_turn()
            order.append(name)

    await asyncio.gather(work("a"), work("b"))
    assert order == ["a", "b"] * 3


async def test_whoever_gives_up_holds_nobody_up() -> None:
    waiting = [asyncio.create_task(my_turn()) for _ in range(3)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    async with asyncio.timeout(1):
        await asyncio.gather(*waiting, return_exceptions=True)
    assert [task.cancelled() for task in waiting] == [False, True, False]


def test_each_event_loop_has_its_own_line() -> None:
    async def both() -> None:
        left = asyncio.create_task(my_turn())  # in line when its loop ends
        await asyncio.sleep(0)
        left.cancel()
        await my_turn()

    loops = []
    for _ in range(2):
        with asyncio.Runner() as runner:
            loops.append(weakref.ref(runner.get_loop()))
            runner.run(both())
        del runner
    gc.collect()
    assert [loop() for loop in loops] == [None, None]
