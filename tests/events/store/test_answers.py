"""Verdicts reach their callers in order, a few at a time, and nobody waits longer for the last of them than wanted."""

import asyncio
from collections.abc import Sequence

from events.store.answers import Answer, Answers
from events.store.encoding import encode
from events.store.save import Conflict
from events.store.waiting import WaitingSave
from tests.events.store.material import opening

ROW = ("conflict", None, None, None)


def asked(number: int) -> list[Answer]:
    """Give as many answers, each to a caller who waits."""
    return [(WaitingSave(encode(opening()), 0.0, asyncio.Future()), ROW) for _ in range(number)]


def told(answers: Sequence[Answer]) -> list[bool]:
    """Say which callers have their verdicts."""
    return [waiting.verdict.done() for waiting, _ in answers]


async def test_the_patient_wait_until_everybody_had_their_turn() -> None:
    """Whoever has time goes on after the last caller did: what all of them ask for next is there by then."""
    answers, heard = asked(50), []

    async def hear(number: int) -> None:
        assert await answers[number][0].verdict == Conflict()
        heard.append(number)

    tasks = [asyncio.create_task(hear(number)) for number in range(50)]
    await asyncio.sleep(0)
    await Answers().give(answers, 60.0)
    assert heard == list(range(50))
    await asyncio.gather(*tasks)


async def test_the_impatient_do_not_wait_for_the_last() -> None:
    """Whoever has no time goes on when the first are answered; the others are answered meanwhile, before those who come later."""
    handing, first, second = Answers(), asked(50), asked(50)
    await handing.give(first, 0.0)
    assert told(first)[0]
    assert not told(first)[-1]
    await handing.give(second, 0.0)
    assert not any(told(second))
    while not any(told(second)):
        await asyncio.sleep(0)
    assert all(told(first))


async def test_at_the_end_nobody_is_left_without_an_answer() -> None:
    """Whoever closes answers all at once."""
    handing, answers = Answers(), asked(50)
    await handing.give(answers, 0.0)
    handing.finish()
    assert all(told(answers))
