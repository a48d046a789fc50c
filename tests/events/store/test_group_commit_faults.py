"""Group commit when connections are cut, servers silent and backends killed."""

import asyncio
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from events.store.group_commit import GroupCommit
from events.store.save import (
    Committed,
    Conflict,
    Duplicate,
    Save,
    Unavailable,
    UnknownOutcome,
    Verdict,
)
from tests.events.store.material import (
    Connect,
    event,
    opening,
    rows,
    save,
    terminate,
)
from tests.events.store.proxy import Proxy


async def test_a_lost_reply_is_not_a_lost_save(database_url: str, connect: Connect) -> None:
    """The connection is cut after COMMIT, before the answer: the save is told its positions and stored once."""
    async with Proxy(database_url) as proxy, GroupCommit(partial(AsyncConnection.connect, proxy.url)) as store:
        await store.commit(opening())
        proxy.lose_next_reply = True
        verdict = await store.commit(opening())
        assert proxy.lost.is_set()
    assert isinstance(verdict, Duplicate)
    assert (verdict.first_position, verdict.last_position) == (2, 2)
    assert len(await rows(connect)) == 2


async def test_a_silent_server_leaves_the_outcome_unknown(database_url: str, connect: Connect) -> None:
    """No answer until the deadline: the caller learns that the outcome is unknown, and the same command then tells."""
    async with (
        Proxy(database_url) as proxy,
        GroupCommit(partial(AsyncConnection.connect, proxy.url), give_up_after=0.5) as store,
    ):
        await store.commit(opening())
        proxy.silent = True
        one = opening()
        with pytest.raises(UnknownOutcome):
            await store.commit(one)
        proxy.silent = False
        assert isinstance(await store.commit(one), Committed | Duplicate)
    assert len(await rows(connect)) == 2


async def test_an_unreachable_server_stores_nothing(database_url: str, connect: Connect) -> None:
    """No connection until the deadline: the caller learns that nothing was stored; later saves work again."""
    async with (
        Proxy(database_url) as proxy,
        GroupCommit(partial(AsyncConnection.connect, proxy.url), give_up_after=0.3) as store,
    ):
        proxy.refusing = True
        with pytest.raises(Unavailable):
            await store.commit(opening())
        assert await rows(connect) == []
        proxy.refusing = False
        assert isinstance(await store.commit(opening()), Committed)


async def test_a_wrong_way_to_connect_is_told_to_the_caller(connect: Connect) -> None:
    """An error of the connecting function reaches the saves that needed it, and the store goes on."""
    broken = True

    async def sometimes() -> AsyncConnection[Any]:
        if broken:
            raise LookupError("no such secret")
        return await connect()

    async with GroupCommit(sometimes) as store:
        answers = await asyncio.gather(store.commit(opening()), store.commit(opening()), return_exceptions=True)
        assert [type(answer) for answer in answers] == [LookupError, LookupError]
        broken = False
        assert isinstance(await store.commit(opening()), Committed)


async def test_killed_backends_lose_double_and_misjudge_nothing(store: GroupCommit, connect: Connect) -> None:
    """Under load with racing versions and its backend killed again and again, every answer agrees with the table."""
    answered: list[tuple[Save, Verdict]] = []
    cases = [uuid4() for _ in range(4)]
    heads = dict.fromkeys(cases, 0)

    async def official(number: int) -> None:
        for turn in range(40):
            case = cases[(number + turn) % len(cases)] if turn % 3 == 0 else uuid4()
            version = heads.get(case, 0) + 1
            one = save(event(case, version), event(uuid4(), 1))
            verdict = await store.commit(one)
            answered.append((one, verdict))
            heads[case] = max(heads.get(case, 0), version)

    async def killer() -> int:
        killed = 0
        while len(answered) < 8 * 40:
            killed += await terminate(connect, "committer")
        return killed

    killing = asyncio.create_task(killer())
    await asyncio.gather(*[official(number) for number in range(8)])
    assert await killing > 5

    stored = await rows(connect)
    assert [row.position for row in stored] == list(range(1, len(stored) + 1))
    by_command = {one.command_id: [row for row in stored if row.command_id == one.command_id] for one, _ in answered}
    for one, verdict in answered:
        found = by_command[one.command_id]
        if isinstance(verdict, Conflict):
            assert found == []
            taken = one.events[0]
            assert [
                row
                for row in stored
                if (row.originator_id, row.originator_version) == (taken.originator_id, taken.originator_version)
            ]
        else:
            assert isinstance(verdict, Committed | Duplicate)
            assert [(row.originator_id, row.originator_version) for row in found] == [
                (stored_event.originator_id, stored_event.originator_version) for stored_event in one.events
            ]
            assert [row.position for row in found] == list(range(verdict.first_position, verdict.last_position + 1))
    assert sum(map(len, by_command.values())) == len(stored)
