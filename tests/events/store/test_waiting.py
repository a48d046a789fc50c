"""Which waiting saves go together."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

from events.store.encoding import encode
from events.store.save import Conflict, Save
from events.store.waiting import WaitingSave, WaitingSaves
from tests.events.store.material import HASH, event, opening, save


def queue(*saves: Save) -> tuple[WaitingSaves, list[WaitingSave]]:
    waiting = [WaitingSave(encode(one), 0.0, asyncio.Future()) for one in saves]
    saves_waiting = WaitingSaves()
    for one in waiting:
        saves_waiting.put(one)
    return saves_waiting, waiting


async def test_strangers_go_together() -> None:
    """Saves of different cases and commands are one batch, in their order."""
    waiting, handed_in = queue(opening(), opening(), opening())
    assert waiting.take(1000) == handed_in
    assert len(waiting) == 0


async def test_relatives_wait_for_each_other() -> None:
    """A save that shares a case or a command with an earlier one, even with one that waits itself, goes later."""
    a, b, c = uuid4(), uuid4(), uuid4()
    first = save(event(a, 1))
    waiting, handed_in = queue(first, save(event(a, 2), event(b, 1)), save(event(b, 2)), save(event(c, 1)), first)
    assert waiting.take(1000) == [handed_in[0], handed_in[3]]
    assert waiting.take(1000) == [handed_in[1]]
    assert waiting.take(1000) == [handed_in[2], handed_in[4]]


async def test_limits_are_kept_without_starving_the_large() -> None:
    """What does not fit waits at the front; what is larger than the limit goes alone."""
    large = save(*[event(uuid4(), 1) for _ in range(4)])
    waiting, handed_in = queue(opening(), opening(), large, opening())
    assert waiting.take(3) == [handed_in[0], handed_in[1], handed_in[3]]
    assert waiting.take(3) == [handed_in[2]]


async def test_a_suspect_goes_alone() -> None:
    """A save marked as alone shares its batch with nobody, before or behind."""
    waiting, handed_in = queue(opening(), opening(), opening())
    handed_in[1].alone = True
    assert waiting.take(1000) == [handed_in[0], handed_in[2]]
    assert waiting.take(1000) == [handed_in[1]]


async def test_different_times_go_apart() -> None:
    """Saves with a given time go with those of the same time only."""
    at = datetime(2024, 3, 4, tzinfo=UTC)
    given = [Save(uuid4(), HASH, (event(uuid4(), 1),), at) for _ in range(2)]
    waiting, handed_in = queue(opening(), given[0], opening(), given[1])
    assert waiting.take(1000) == [handed_in[0], handed_in[2]]
    assert waiting.take(1000) == [handed_in[1], handed_in[3]]


async def test_callers_that_have_gone_are_forgotten() -> None:
    """A save whose caller was cancelled is not sent, and its late answers disturb nobody."""
    waiting, handed_in = queue(opening(), opening())
    handed_in[0].verdict.cancel()
    assert waiting.take(1000) == [handed_in[1]]
    handed_in[0].settle(("conflict", None, None, None))
    handed_in[0].fail(LookupError())
    handed_in[1].settle(("conflict", None, None, None))
    assert await handed_in[1].verdict == Conflict()


async def test_what_is_put_back_comes_first() -> None:
    """A batch that must be written again goes before what came meanwhile."""
    waiting, handed_in = queue(opening(), opening())
    batch = waiting.take(1000)
    later, [newcomer] = queue(opening())
    waiting.put(newcomer)
    waiting.put_back(batch)
    assert list(waiting) == [*handed_in, newcomer]
    assert len(later) == 1
