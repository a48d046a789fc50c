"""Group commit on a real PostgreSQL: verdicts and batches."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from uuid import uuid4

import psycopg
import pytest
from psycopg import AsyncConnection

from events.store.group_commit import GroupCommit
from events.store.save import (
    Committed,
    Conflict,
    Duplicate,
    Mismatch,
    Rejected,
    Save,
    Unavailable,
    Verdict,
)
from tests.events.store.material import (
    HASH,
    Connect,
    event,
    opening,
    rows,
    save,
    until_one_waits,
    writers_held,
)


async def together(store: GroupCommit, connect: Connect, *saves: Save) -> list[Verdict | BaseException]:
    """Commit saves so that all but the first are written in one batch, and return their verdicts or errors."""
    async with writers_held(connect):
        tasks = [asyncio.create_task(store.commit(saves[0]))]
        await until_one_waits(connect)
        tasks += [asyncio.create_task(store.commit(one)) for one in saves[1:]]
        await asyncio.sleep(0)
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_lone_save_is_stored_as_given(store: GroupCommit, connect: Connect) -> None:
    """What was saved can be read back to the byte, with its position, command and time."""
    case, state = uuid4(), bytes(range(256))
    one = save(event(case, 1, state, "test.открыто"), event(case, 2, b""))
    before = datetime.now(UTC) - timedelta(minutes=1)
    verdict = await store.commit(one)
    assert isinstance(verdict, Committed)
    assert (verdict.first_position, verdict.last_position) == (1, 2)
    assert verdict.recorded_at.tzinfo is UTC
    assert verdict.recorded_at > before
    first, second = await rows(connect)
    assert first == ("main", 1, case, 1, "test.открыто", state, verdict.recorded_at, one.command_id)
    assert second == ("main", 2, case, 2, "test.happened", b"", verdict.recorded_at, one.command_id)


async def test_every_save_of_a_batch_has_its_own_verdict(store: GroupCommit, connect: Connect) -> None:
    """A batch of good, repeated, altered, outdated and premature saves stores just the good ones, at dense positions."""
    case = uuid4()
    known = save(event(case, 1), event(case, 2))
    await store.commit(known)
    verdicts = await together(
        store,
        connect,
        opening(),
        save(event(uuid4(), 1), event(uuid4(), 1)),
        known,
        save(event(uuid4(), 2)),
        opening(),
        save(event(uuid4(), 1), event(case, 2)),
        save(event(uuid4(), 1), event(uuid4(), 0)),
        opening(),
    )
    assert [type(verdict) for verdict in verdicts] == [
        Committed,
        Committed,
        Duplicate,
        Conflict,
        Committed,
        Conflict,
        Conflict,
        Committed,
    ]
    stored = [verdict for verdict in verdicts if isinstance(verdict, Committed | Duplicate)]
    assert [(verdict.first_position, verdict.last_position) for verdict in stored] == [
        (3, 3),
        (4, 5),
        (1, 2),
        (6, 6),
        (7, 7),
    ]
    assert [row.position for row in await rows(connect)] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_batch_is_one_transaction(store: GroupCommit, connect: Connect) -> None:
    """Saves that wait together are written together: one instant, one notification."""
    async with await connect() as listener:
        await listener.set_autocommit(True)
        await listener.execute("LISTEN tbn4_log")
        verdicts = await together(store, connect, *[opening() for _ in range(9)])
        heard = [notification.payload async for notification in listener.notifies(stop_after=2)]
    assert heard == ["main:1", "main:9"]
    assert len({verdict.recorded_at for verdict in verdicts[1:] if isinstance(verdict, Committed)}) == 1


async def test_a_batch_holds_no_more_than_it_may(connect: Connect) -> None:
    """Ten waiting saves of one event are written by threes if three is the limit; a larger save goes alone."""
    large = save(*[event(case, 1) for case in (uuid4(), uuid4(), uuid4(), uuid4())])
    async with await connect() as listener, GroupCommit(connect, max_batch=3) as store:
        await listener.set_autocommit(True)
        await listener.execute("LISTEN tbn4_log")
        await together(store, connect, opening(), *[opening() for _ in range(10)], large)
        heard = [notification.payload async for notification in listener.notifies(stop_after=6)]
    assert heard == ["main:1", "main:4", "main:7", "main:10", "main:11", "main:15"]


async def test_a_save_of_several_cases_is_stored_whole_or_not_at_all(store: GroupCommit, connect: Connect) -> None:
    """One case's taken version keeps the other cases of the save from being opened."""
    case, opened = uuid4(), uuid4()
    await store.commit(save(event(case, 1)))
    assert await store.commit(save(event(opened, 1), event(case, 1))) == Conflict()
    assert isinstance(await store.commit(save(event(opened, 1), event(case, 2), event(opened, 2))), Committed)
    assert [(row.originator_id, row.originator_version) for row in await rows(connect)] == [
        (case, 1),
        (opened, 1),
        (case, 2),
        (opened, 2),
    ]


@pytest.mark.parametrize("versions", [(2,), (1, 3), (2, 1), (1, 1), (0, 1), (-1,), (-1, 0, 1)])
async def test_a_gap_is_refused(store: GroupCommit, connect: Connect, versions: tuple[int, ...]) -> None:
    """A new case's events must be versions 1, 2, 3 …, in this order."""
    case = uuid4()
    assert await store.commit(save(*[event(case, version) for version in versions])) == Conflict()
    assert await rows(connect) == []


async def test_a_repeated_command_gets_its_first_answer(store: GroupCommit, connect: Connect) -> None:
    """The same command id with the same hash returns the original positions and time, whatever came after it."""
    case = uuid4()
    one = save(event(case, 1), event(case, 2))
    first = await store.commit(one)
    await store.commit(save(event(case, 3)))
    assert isinstance(first, Committed)
    assert await store.commit(one) == Duplicate(first.first_position, first.last_position, first.recorded_at)
    assert len(await rows(connect)) == 3


async def test_a_command_id_belongs_to_one_request(store: GroupCommit, connect: Connect) -> None:
    """The same command id with another hash is refused, even if its versions would fit."""
    case = uuid4()
    one = save(event(case, 1))
    await store.commit(one)
    assert await store.commit(save(event(case, 2), command_id=one.command_id, request_hash=b"another")) == Mismatch()
    assert len(await rows(connect)) == 1


async def test_a_refused_command_may_come_again(store: GroupCommit) -> None:
    """A conflict leaves no trace: the same command succeeds once its version is next."""
    case = uuid4()
    second = save(event(case, 2))
    assert await store.commit(second) == Conflict()
    await store.commit(save(event(case, 1)))
    assert isinstance(await store.commit(second), Committed)


async def test_one_of_sixteen_wins(connect: Connect) -> None:
    """Sixteen saves of one version through two stores: one is stored, fifteen are told of the conflict."""
    case = uuid4()
    async with GroupCommit(connect) as one, GroupCommit(connect) as other:
        verdicts = await asyncio.gather(*[store.commit(save(event(case, 1))) for store in [one, other] * 8])
    assert [type(verdict) for verdict in verdicts].count(Committed) == 1
    assert verdicts.count(Conflict()) == 15
    assert len(await rows(connect)) == 1


async def test_saves_of_one_case_keep_their_order(store: GroupCommit, connect: Connect) -> None:
    """Successive versions handed in at once are all stored, although no two of them share a batch."""
    case = uuid4()
    verdicts = await asyncio.gather(*[store.commit(save(event(case, version))) for version in range(1, 21)])
    assert {type(verdict) for verdict in verdicts} == {Committed}
    assert [row.originator_version for row in await rows(connect)] == list(range(1, 21))


async def test_a_command_repeated_at_once_is_stored_once(store: GroupCommit, connect: Connect) -> None:
    """Two deliveries of one command that wait together are one save and its duplicate."""
    one = opening()
    verdicts = await together(store, connect, opening(), one, one)
    assert [type(verdict) for verdict in verdicts] == [Committed, Committed, Duplicate]
    assert len(await rows(connect)) == 2


async def test_two_logs_are_independent(connect: Connect) -> None:
    """Two logs number their events, know their commands and take their versions each for itself, and do not wait for each other."""
    one = opening()
    async with GroupCommit(connect, "north") as north, GroupCommit(connect, "south") as south:
        async with writers_held(connect, "north"):
            waiting = asyncio.create_task(north.commit(one))
            await until_one_waits(connect)
            verdict = await south.commit(one)
            assert not waiting.done()
        other = await waiting
    assert isinstance(verdict, Committed)
    assert isinstance(other, Committed)
    assert verdict.first_position == other.first_position == 1
    assert len(await rows(connect, "north")) == len(await rows(connect, "south")) == 1


async def test_recorded_time_never_goes_back(store: GroupCommit, connect: Connect) -> None:
    """A given time is recorded as long as it is not before the last; the server's clock is bound by the same rule."""
    past, future = datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
    for at in (past, past - timedelta(days=1), past + timedelta(days=1), None, past, future, None):
        await store.commit(Save(uuid4(), HASH, (event(uuid4(), 1),), at))
    times = [row.recorded_at for row in await rows(connect)]
    assert times[:3] == [past, past, past + timedelta(days=1)]
    assert times[3] > datetime(2025, 1, 1, tzinfo=UTC)
    assert times[4] == times[3]
    assert times[5] == times[6] == future
    assert all(earlier <= later for earlier, later in pairwise(times))


async def test_saves_with_different_times_do_not_share_one(store: GroupCommit, connect: Connect) -> None:
    """Saves waiting together with times of their own are each recorded at their own."""
    days = [datetime(2024, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    saves = [Save(uuid4(), HASH, (event(uuid4(), 1),), day) for day in days]
    await together(store, connect, *saves)
    assert [row.recorded_at for row in await rows(connect)] == days


bad = {
    "NUL": save(event(uuid4(), 1, topic="a\0b")),
    "half a surrogate pair": save(event(uuid4(), 1, topic="\ud800")),
    "version out of range": save(event(uuid4(), 2**63 + 1)),
    "empty topic": save(event(uuid4(), 1, topic="")),
    "no events": save(),
    "text id": save(event("not a UUID", 1)),  # type: ignore[arg-type]
    "text state": save(event(uuid4(), 1, state="text")),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("reason", bad)
async def test_content_that_cannot_be_stored_fails_alone(store: GroupCommit, connect: Connect, reason: str) -> None:
    """A bad save is rejected; the saves that waited with it are stored."""
    verdicts = await together(store, connect, opening(), opening(), bad[reason], opening())
    assert [type(verdict) for verdict in verdicts] == [Committed, Committed, Rejected, Committed]
    assert len(await rows(connect)) == 3


async def test_a_cancelled_caller_disturbs_nobody(store: GroupCommit, connect: Connect) -> None:
    """Callers that give up while sent, or while waiting, leave their neighbours' saves alone."""
    async with writers_held(connect):
        sent = asyncio.create_task(store.commit(opening()))
        await until_one_waits(connect)
        waiting, neighbour = (asyncio.create_task(store.commit(opening())) for _ in range(2))
        await asyncio.sleep(0)
        sent.cancel()
        waiting.cancel()
        await asyncio.wait([sent, waiting])
    assert isinstance(await neighbour, Committed)
    assert [row.position for row in await rows(connect)] == [1, 2]


async def test_closing_gives_every_waiting_save_its_verdict(connect: Connect) -> None:
    """Close waits for what was handed in, and refuses what comes later."""
    store = GroupCommit(connect)
    await store.start()
    async with writers_held(connect):
        tasks = [asyncio.create_task(store.commit(opening()))]
        await until_one_waits(connect)
        tasks += [asyncio.create_task(store.commit(opening())) for _ in range(5)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(store.close())
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            await store.commit(opening())
    await closing
    assert {type(task.result()) for task in tasks} == {Committed}
    assert len(await rows(connect)) == 6


async def test_an_older_snapshot_is_refused(database_url: str, connect: Connect) -> None:
    """A server that would run the append in a stricter isolation, blind to the last position, stores nothing."""
    options = "-c default_transaction_isolation=serializable"
    async with GroupCommit(partial(AsyncConnection.connect, database_url, options=options)) as store:
        with pytest.raises(psycopg.errors.InvalidTransactionState):
            await store.commit(opening())
    assert await rows(connect) == []
