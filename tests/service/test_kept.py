"""What takes long to count is counted once for all who ask, and shows what they have recorded."""

import asyncio
from datetime import date

import pytest
from psycopg_pool import AsyncConnectionPool

from service.clock import FixedClock
from service.kept import MANY, Keeping, Kept

CLOCK = FixedClock.at(date(2024, 2, 12))


class Log:
    """How far the read models are, and counting that takes until it is let go."""

    def __init__(self) -> None:
        self.position, self.other, self.counts, self.go_on = 10, 0, 0, asyncio.Event()
        self.fails = False

    async def place(self, _conn: object) -> tuple[int, ...]:
        """Say how far the read models are, and something else that is counted."""
        return self.position, self.position, self.other

    async def count(self, _before: Kept[int] | None) -> int:
        """Count what there was when counting began."""
        self.counts += 1
        begun = self.position
        await self.go_on.wait()
        if self.fails:
            raise ValueError("lost")
        return MANY + begun


@pytest.fixture
def log() -> Log:
    """A log of which something is counted."""
    return Log()


async def test_who_has_recorded_something_sees_it_though_a_count_was_under_way(database_url: str, log: Log) -> None:
    """A count that began before one's own last change is waited for, and another one is made; others take the first."""
    async with AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        keeping = Keeping[int](pool, CLOCK, int, place=log.place)
        first = asyncio.create_task(keeping.of("all", log.count))
        while not log.counts:
            await asyncio.sleep(0)
        log.position = 11
        mine = asyncio.create_task(keeping.of("all", log.count, seen=11))
        other = asyncio.create_task(keeping.of("all", log.count))
        await asyncio.sleep(0.01)
        log.go_on.set()
        assert [found.value - MANY for found in await asyncio.gather(first, mine, other)] == [10, 11, 10]
        assert log.counts == 2
        await keeping.close()


async def test_what_is_asked_for_again_stays(database_url: str, log: Log) -> None:
    """Of more questions than are kept, the one that nobody has asked for longest goes."""
    log.go_on.set()
    async with AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        keeping = Keeping[int](pool, CLOCK, int, most=2, place=log.place)
        for key in ("often", "once", "often", "new", "often"):
            await keeping.of(key, log.count)
        assert log.counts == 3
        await keeping.of("once", log.count)
        assert log.counts == 4
        await keeping.close()


async def test_a_count_that_fails_behind_the_scenes_is_told_and_made_again(
    database_url: str, log: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is kept is given meanwhile; the failure is logged, and the next who asks has it counted."""
    log.go_on.set()
    async with AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        keeping = Keeping[int](pool, CLOCK, int, place=log.place)
        await keeping.of("all", log.count)
        log.position, log.fails = 11, True
        assert (await keeping.of("all", log.count)).value == MANY + 10
        await asyncio.sleep(0.05)
        assert "figures could not be counted" in capsys.readouterr().out
        log.fails = False
        await keeping.of("all", log.count)
        await asyncio.sleep(0.05)
        assert (await keeping.of("all", log.count)).value == MANY + 11
        await keeping.close()


async def test_what_changes_beside_the_read_models_is_counted_anew(database_url: str, log: Log) -> None:
    """Little is counted anew as soon as anything moved of what it is counted from; nothing is counted twice of the same."""
    log.go_on.set()
    async with AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        keeping = Keeping[int](pool, CLOCK, lambda _: 1, place=log.place)
        for other in (0, 0, 1, 1):
            log.other = other
            await keeping.of("all", log.count)
        assert log.counts == 2
        await keeping.close()
