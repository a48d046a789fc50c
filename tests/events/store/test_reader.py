"""Reading the log."""

from datetime import UTC
from functools import partial
from uuid import uuid4

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from events.store.group_commit import GroupCommit
from events.store.reader import find_command, last_position, logs, read_case, read_cases, read_log
from events.store.save import Committed
from tests.events.store.material import HASH, Connect, event, opening, save


async def test_an_empty_log_has_nothing(connect: Connect) -> None:
    """A log nobody wrote to reads as empty, ends at 0 and is not listed."""
    async with await connect() as conn:
        assert await read_log(conn, "main", 0, 10) == []
        assert await read_case(conn, "main", uuid4()) == []
        assert await last_position(conn, "main") == 0
        assert await find_command(conn, "main", uuid4()) is None
        assert await logs(conn) == []


async def test_a_case_is_read_in_order_from_and_up_to(store: GroupCommit, connect: Connect) -> None:
    """A case's events come by version, after a version, and as far as the log had come at a position."""
    case = uuid4()
    for version in (1, 2, 3):
        await store.commit(save(event(case, version)))
        await store.commit(opening())
    async with await connect() as conn:
        assert [row.originator_version for row in await read_case(conn, "main", case)] == [1, 2, 3]
        assert [row.originator_version for row in await read_case(conn, "main", case, after_version=1)] == [2, 3]
        assert [row.originator_version for row in await read_case(conn, "main", case, up_to_position=4)] == [1, 2]
        assert [row.position for row in await read_case(conn, "main", case, 2, 5)] == [5]
        assert await read_case(conn, "other", case) == []


async def test_several_cases_are_read_together(store: GroupCommit, connect: Connect) -> None:
    """All events of several cases come case by case, each in order; those that there are not are left out."""
    first, second, other = sorted(uuid4() for _ in range(3))
    for version in (1, 2):
        await store.commit(save(event(second, version), event(first, version), event(other, version)))
    async with await connect() as conn:
        rows = await read_cases(conn, "main", [second, uuid4(), first])
        assert [(row.originator_id, row.originator_version) for row in rows] == [
            (case, version) for case in (first, second) for version in (1, 2)
        ]
        assert await read_cases(conn, "main", []) == await read_cases(conn, "other", [first]) == []


async def test_the_log_is_read_by_pages(store: GroupCommit, connect: Connect) -> None:
    """Pages follow each other without gap or overlap until nothing is left."""
    await store.commit(save(*[event(uuid4(), 1) for _ in range(7)]))
    async with await connect() as conn:
        assert [row.position for row in await read_log(conn, "main", 0, 3)] == [1, 2, 3]
        assert [row.position for row in await read_log(conn, "main", 3, 3)] == [4, 5, 6]
        assert [row.position for row in await read_log(conn, "main", 6, 3)] == [7]
        assert await read_log(conn, "main", 7, 3) == []
        assert await last_position(conn, "main") == 7


async def test_a_command_is_found(store: GroupCommit, connect: Connect) -> None:
    """A committed command tells its positions, hash and UTC instant; another log does not know it."""
    await store.commit(opening())
    one = save(event(uuid4(), 1), event(uuid4(), 1))
    verdict = await store.commit(one)
    assert isinstance(verdict, Committed)
    async with await connect() as conn:
        found = await find_command(conn, "main", one.command_id)
        assert found == (2, 2, HASH, verdict.recorded_at)
        assert found.recorded_at.tzinfo is UTC
        assert await find_command(conn, "other", one.command_id) is None


async def test_logs_are_listed(connect: Connect) -> None:
    """Every log that holds events is named once, in order."""
    for name in ("б", "a", "main"):
        async with GroupCommit(connect, name) as store:
            await store.commit(opening())
            await store.commit(opening())
    async with await connect() as conn:
        assert sorted(await logs(conn)) == ["a", "main", "б"]


async def test_any_connection_will_do(database_url: str, store: GroupCommit) -> None:
    """Times are UTC and values the same on a connection with another time zone and row factory."""
    verdict = await store.commit(opening())
    assert isinstance(verdict, Committed)
    other = partial(AsyncConnection.connect, options="-c timezone=Asia/Almaty")
    async with await other(database_url, row_factory=dict_row) as conn:
        [row] = await read_log(conn, "main", 0, 10)
    assert row.recorded_at == verdict.recorded_at
    assert row.recorded_at.tzinfo is UTC
    assert isinstance(row.state, bytes)
