"""Notices are put once, read by whom they are for, and counted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg.errors import CheckViolation
from psycopg_pool import AsyncConnectionPool

from service.alerts import Kind, Notice, Notices
from service.alerts.hours import Hours
from service.alerts.notice import identity
from service.alerts.outbox import tell
from tests.service.alerts.made import CASE, NOON, account, notice


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """Connections to a migrated, empty database."""
    async with AsyncConnectionPool(
        database_url, kwargs={"autocommit": True}, min_size=1, max_size=4, open=False
    ) as pool:
        yield pool


async def test_the_same_is_told_once_whoever_tells_it(pool: AsyncConnectionPool) -> None:
    """Two that tell the same at the same moment tell it once."""
    reader = await account(pool)

    async def one() -> int:
        async with pool.connection() as conn, conn.transaction():
            return len(await tell(conn, [notice(reader.id), notice(reader.id, days=1)], Hours()))

    assert sorted(await asyncio.gather(one(), one(), one())) == [0, 0, 2]
    async with pool.connection() as conn:
        told = await Notices(conn).of_account(reader.id)
        assert [one.days for one in told] == [1, 3]
        assert await Notices(conn).of_case(CASE) == told[::-1]


async def test_what_was_read_is_not_counted_and_stays(pool: AsyncConnectionPool) -> None:
    """Reading one, or all, lowers the count of unread ones; nobody reads another's."""
    reader, other = await account(pool), await account(pool)
    async with pool.connection() as conn:
        first, _, _ = await tell(conn, [notice(reader.id), notice(reader.id, days=1), notice(other.id)], Hours())
        notices = Notices(conn)
        assert await notices.read(other.id, NOON, [first.id]) == 0
        assert await notices.read(reader.id, NOON, [first.id]) == 1
        assert (await notices.unread(reader.id), await notices.unread(other.id)) == (1, 1)
        assert await notices.read(reader.id, NOON) == 1
        assert [one.read_at for one in await notices.of_account(reader.id)] == [NOON, NOON]


async def test_the_list_goes_on_where_it_ended(pool: AsyncConnectionPool) -> None:
    """Pages of an inbox follow each other without gap or repetition."""
    reader = await account(pool)
    async with pool.connection() as conn:
        await tell(conn, [notice(reader.id, days=days) for days in range(5)], Hours())
        first = await Notices(conn).of_account(reader.id, limit=3)
        rest = await Notices(conn).of_account(reader.id, before=first[-1].number, limit=3)
        assert [one.days for one in (*first, *rest)] == [4, 3, 2, 1, 0]


async def test_nothing_is_told_if_the_transaction_fails(pool: AsyncConnectionPool) -> None:
    """A notice that breaks a rule of the table takes all that was told with it away."""
    reader = await account(pool)
    unexplained = notice(reader.id, kind=Kind.ASKED, days=2)
    async with pool.connection() as conn:
        with pytest.raises(CheckViolation):
            await _told_together(conn, notice(reader.id), unexplained)
        assert await Notices(conn).unread(reader.id) == 0


async def _told_together(conn: AsyncConnection[Any], *notices: Notice) -> None:
    async with conn.transaction():
        for one in notices:
            await tell(conn, [one], Hours())


def test_a_deadline_that_moved_is_told_of_anew() -> None:
    """The due date is part of what a notice is."""
    one = notice(CASE)
    moved = identity("main", CASE, "D07", one.due.replace(day=7), "reminder/3", CASE)
    assert moved != one.id
