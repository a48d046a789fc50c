"""Following the log."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial

import pytest
from psycopg import AsyncConnection

from events.store.group_commit import GroupCommit
from events.store.listener import LogListener
from events.store.reader import read_log
from tests.events.store.material import Connect, opening, terminate
from tests.events.store.proxy import Proxy


@pytest.fixture
async def listener(database_url: str) -> AsyncIterator[LogListener]:
    """A listener that listens already; its connection is named `listener`."""
    async with LogListener(partial(AsyncConnection.connect, database_url, application_name="listener")) as one:
        yield one


async def told(listener: LogListener, after_position: int, log: str = "main") -> None:
    """Wait until a notification, not merely the time, says that the log has grown."""
    while not await listener.wait(log, after_position, 1.0):
        pass


async def follow(listener: LogListener, connect: Connect, until: int) -> list[int]:
    """Read the log as a projection does, until a position."""
    seen: list[int] = []
    async with await connect() as conn:
        await conn.set_autocommit(True)
        while len(seen) < until:
            if new := await read_log(conn, "main", seen[-1] if seen else 0, 10):
                seen += [row.position for row in new]
            else:
                await listener.wait("main", seen[-1] if seen else 0, 1.0)
    return seen


async def listening(connect: Connect) -> None:
    async with await connect() as conn:
        await conn.set_autocommit(True)
        query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'listener' AND query LIKE 'LISTEN%' AND state = 'idle'"
        while (await (await conn.execute(query)).fetchone()) == (0,):
            pass


async def test_news_is_told(listener: LogListener, store: GroupCommit, connect: Connect) -> None:
    """A commit wakes the reader that waits for it, and another one tells a reader that comes later."""
    await listening(connect)
    waiting = asyncio.create_task(told(listener, 0))
    await asyncio.sleep(0)
    await store.commit(opening())
    await waiting
    await store.commit(opening())
    await told(listener, 1)


async def test_news_of_another_log_is_not(listener: LogListener, store: GroupCommit, connect: Connect) -> None:
    """A reader of one log is not told of another's news, nor of what it has read already."""
    await listening(connect)
    await store.commit(opening())
    await told(listener, 0)
    assert not await listener.wait("other", 0, 0.01)
    assert not await listener.wait("main", 1, 0.01)


async def test_a_reader_is_sent_to_look_now_and_then(listener: LogListener) -> None:
    """Without any news a wait ends by itself, although its own limit is far."""
    for _ in range(5):
        assert not await listener.wait("main", 0, 3600.0)


async def test_a_false_alarm_does_not_spin(listener: LogListener, connect: Connect) -> None:
    """A notification of something that cannot be read is told once for a position; then the reader polls."""
    await listening(connect)
    async with await connect() as conn:
        await conn.execute("NOTIFY tbn4_log, 'main:99'")
        await conn.execute("NOTIFY tbn4_log, 'nonsense'")
    await told(listener, 0)
    answers = [await listener.wait("main", 0, 1.0) for _ in range(5)]
    assert answers[1:] == [False, False, False, False]


async def test_a_killed_backend_hides_nothing(listener: LogListener, store: GroupCommit, connect: Connect) -> None:
    """With its backend killed again and again, a reader sees every event once, and is told again afterwards."""
    following = asyncio.create_task(follow(listener, connect, 40))
    killed = 0
    for number in range(40):
        await store.commit(opening())
        if number % 10 == 5:
            await listening(connect)
            killed += await terminate(connect, "listener")
    assert await following == list(range(1, 41))
    assert killed >= 3
    await listening(connect)
    await store.commit(opening())
    await told(listener, 40)


async def test_without_any_connection_readers_poll(database_url: str, store: GroupCommit, connect: Connect) -> None:
    """A listener that can never connect slows its readers down and loses nothing; it closes at once."""
    async with Proxy(database_url) as proxy:
        proxy.refusing = True
        async with LogListener(partial(AsyncConnection.connect, proxy.url)) as deaf:
            following = asyncio.create_task(follow(deaf, connect, 3))
            for _ in range(3):
                await store.commit(opening())
            assert await following == [1, 2, 3]


async def test_closing_does_not_wait_for_news(database_url: str, connect: Connect) -> None:
    """A listener that listens closes although nothing ever comes, and its readers' waits still end."""
    listener = LogListener(partial(AsyncConnection.connect, database_url, application_name="listener"))
    await listener.start()
    await listening(connect)
    async with asyncio.timeout(10):
        await listener.close()
    assert not await listener.wait("main", 0, 0.01)
