"""The runner: follows, survives, hands over."""

import asyncio
import os
import random
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from structlog.testing import capture_logs

from events.event import Recorded
from projections import ALL, Projection, alive, runner
from projections.generations import generations, prepare
from projections.projection import Connect
from projections.rebuild import rebuild
from projections.runner import ProjectionRunner
from projections.status import status, wait_for
from tests.projections.doubles import Cutter, Mistyped, Picky, Tally, Tally2, lossy
from tests.projections.histories import append, case_id, contents, mixed, worked_example

Conn = AsyncConnection[Any]


@asynccontextmanager
async def running(connect: Connect, *projections: Projection, size: int = 1000) -> AsyncIterator[ProjectionRunner]:
    """Run a runner for a while."""
    working = ProjectionRunner(connect, projections or ALL, size)
    task = asyncio.create_task(working.run())
    try:
        yield working
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], Coroutine[Any, Any, bool]]) -> None:
    """Wait for something to become true; the test's time limit is the only one."""
    while not await condition():
        await asyncio.sleep(0.01)


async def terminate(conn: Conn) -> None:
    """End all other connections to the database."""
    await conn.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


async def terminate_writers(conn: Conn) -> int:
    """End the other connections that are in a transaction which has written something; returns how many."""
    rows = await conn.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
    )
    return rows.rowcount


async def equal_to_a_rebuild(conn: Conn, connect: Connect) -> bool:
    """Whether the read models are what the log gives when read from the first event on."""
    before = await contents(conn)
    for projection in ALL:
        async for _ in rebuild(connect, projection):
            pass
    return await contents(conn) == before


async def test_it_follows_every_log(conn: Conn, connect: Connect) -> None:
    """What is appended to any log, also to one that begins while it runs, is shown."""
    async with running(connect):
        assert await wait_for(conn, "main", await append(conn, worked_example("a").events), timeout=30)
        assert await wait_for(conn, "north", await append(conn, worked_example("b").events, log="north"), timeout=30)
    assert len((await contents(conn))["cases"]) == 2


async def test_connections_cut_under_load_lose_and_double_nothing(conn: Conn, connect: Connect) -> None:
    """With connections terminated again and again, in the middle of transactions, the read models equal a rebuild."""
    cut, last, rounds = 0, 0, 0
    async with running(connect, size=3):
        while cut < 10:
            rounds += 1
            last = await append(conn, mixed(5, seed=rounds)[3:])  # without the organisations, which are always the same
            for _ in range(20):
                cut += await terminate_writers(conn)
                await asyncio.sleep(0.001)
        await terminate(conn)
        assert await wait_for(conn, "main", last, timeout=60)
    assert await equal_to_a_rebuild(conn, connect)


async def test_a_batch_that_takes_too_long_is_tried_with_fewer_events(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slow a read model is, it goes on: where the server ends a transaction for its length, fewer events are taken together."""
    monkeypatch.setattr(alive, "_LONGEST_TRANSACTION", "1s")
    last = await append(conn, mixed(20)[3:])
    async with running(connect, Slow()):
        assert await wait_for(conn, "main", last, timeout=60, projections=["tally"])


class Slow(Tally):
    """Takes half a tenth of a second for each event."""

    async def apply(self, conn: Conn, events: Sequence[Recorded]) -> None:
        """Take its time, then count."""
        await conn.execute("SELECT pg_sleep(0.05 * %s)", [len(events)])
        await super().apply(conn, events)


async def test_the_lost_answer_to_a_commit_is_no_riddle(conn: Conn, connect: Connect, database_url: str) -> None:
    """When the server committed and the line was cut before it said so, nothing is applied a second time."""
    cutter = Cutter(random.Random(6), cuts=8)  # noqa: S311 - tests
    async with lossy(database_url, cutter) as url:

        async def through_the_relay() -> AsyncConnection[Any]:
            return await psycopg.AsyncConnection.connect(url, autocommit=True)

        last = await append(conn, mixed(30, seed=6))
        async with running(through_the_relay, size=5):
            assert await wait_for(conn, "main", last, timeout=60)
    assert cutter.left == 0
    assert await equal_to_a_rebuild(conn, connect)


_RUN = """
import asyncio, sys, psycopg, projections
from projections import alive, runner
alive._SILENCE = "1s"
connect = lambda: psycopg.AsyncConnection.connect(sys.argv[1], autocommit=True)
asyncio.run(runner.ProjectionRunner(connect, projections.ALL, size=3).run())
"""


async def test_a_killed_runner_loses_and_doubles_nothing(conn: Conn, connect: Connect, database_url: str) -> None:
    """A process killed in the middle of a batch leaves whole batches only; another goes on from there."""
    last = await append(conn, mixed(60, seed=7))

    async def some() -> bool:
        return any(s.position > 20 for s in await status(conn))

    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _RUN, database_url)
    await until(some)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    assert not await wait_for(conn, "main", last, timeout=0), "it was to be killed before the end"
    async with running(connect):
        assert await wait_for(conn, "main", last, timeout=60)
    assert await equal_to_a_rebuild(conn, connect)


async def test_one_leads_and_another_takes_over(conn: Conn, connect: Connect) -> None:
    """Of two runners one leads; when its connection is cut or it stops, there is a leader again, and events go on."""
    async with running(connect) as first:
        await until(lambda: _leads(first))
        async with running(connect) as second:
            await asyncio.sleep(0.1)
            assert not second.leading
            await terminate(conn)
            assert await wait_for(conn, "main", await append(conn, worked_example("a").events), timeout=30)
            await until(lambda: _one_leads(first, second))
            leader = first if first.leading else second
            assert leader.leading
        await until(lambda: _leads(first))
        assert await wait_for(conn, "main", await append(conn, worked_example("b").events), timeout=30)
    assert len((await contents(conn))["cases"]) == 2


async def test_a_paused_leader_is_replaced(conn: Conn, connect: Connect, database_url: str) -> None:
    """A leading process that is paused, its connections open, loses the lead; awake again, it stands by and harms nothing."""
    first = await append(conn, worked_example("a").events)
    paused = await asyncio.create_subprocess_exec(sys.executable, "-c", _RUN, database_url)
    try:
        assert await wait_for(conn, "main", first, timeout=60)
        paused.send_signal(signal.SIGSTOP)
        async with running(connect) as other:
            assert await wait_for(conn, "main", await append(conn, worked_example("b").events), timeout=60)
            paused.send_signal(signal.SIGCONT)
            assert await wait_for(conn, "main", await append(conn, mixed(20, seed=9)), timeout=60)
            assert other.leading
        assert await wait_for(conn, "main", await append(conn, worked_example("c").events), timeout=60)
    finally:
        paused.kill()
        await paused.wait()
    assert await equal_to_a_rebuild(conn, connect)


async def _leads(candidate: ProjectionRunner) -> bool:
    return candidate.leading


async def _one_leads(*candidates: ProjectionRunner) -> bool:
    return sum(candidate.leading for candidate in candidates) == 1


async def test_a_rebuild_under_writes_ends_in_equal_tables(conn: Conn, connect: Connect) -> None:
    """While a runner feeds and a writer writes, read models are rebuilt and switched, and end complete."""
    history = mixed(60, seed=8)
    await append(conn, history[:100])
    async with running(connect, size=10):

        async def write() -> int:
            last = 0
            for start in range(100, len(history), 5):
                last = await append(conn, history[start : start + 5])
                await asyncio.sleep(0.005)
            return last

        writing = asyncio.create_task(write())
        for projection in ALL:
            async for _ in rebuild(connect, projection, size=10):
                pass
        assert await wait_for(conn, "main", await writing, timeout=60)
        assert {g.generation for g in await generations(conn)} == {2}
    assert len((await contents(conn))["audit"]) == len(history)
    assert await equal_to_a_rebuild(conn, connect)


async def test_a_new_version_is_built_by_itself(conn: Conn, connect: Connect) -> None:
    """A runner whose code is newer than the tables builds them anew, switches, and feeds the new ones."""
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    async with running(connect, Tally()):
        assert await wait_for(conn, "main", 7, timeout=30, projections=["tally"])

    async def switched() -> bool:
        return [g.version for g in await generations(conn, "tally") if g.status == "live"] == [2]

    async with running(connect, Tally2()):
        await until(switched)
        await append(conn, worked_example("b").events)
        assert await wait_for(conn, "main", 14, timeout=30, projections=["tally"])
    assert sorted(await (await conn.execute("SELECT doubled FROM read.tallies")).fetchall()) == [(14,), (14,)]


async def test_what_was_parked_is_tried_again_at_the_start(conn: Conn, connect: Connect) -> None:
    """A runner with mended code takes parked cases up by itself."""
    await append(conn, worked_example("a").events)
    await prepare(conn, [Tally()])
    async with running(connect, Tally({"scheduler"})):
        assert await wait_for(conn, "main", 7, timeout=30, projections=["tally"])
    async with running(connect, Tally()):
        await until(lambda: _nothing_parked(conn))
    assert await (await conn.execute("SELECT case_id, events FROM read.tallies")).fetchall() == [(case_id("a"), 7)]


async def _nothing_parked(conn: Conn) -> bool:
    return all(s.parked == 0 for s in await status(conn))


async def test_a_leader_paused_in_mid_sentence_is_replaced(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that stops in the middle of a message is not idle to the server, and loses the lead all the same."""
    if conn.info.server_version < 170000:
        pytest.skip("PostgreSQL has transaction_timeout since 17")
    monkeypatch.setattr(alive, "_LONGEST_TRANSACTION", "1s")
    leading = await connect()
    await ProjectionRunner(connect, ALL)._await_lead(leading)
    await leading.execute("BEGIN")
    parse = b"\0SELECT $1::text\0\0\0"
    half_a_message = b"B" + (1000).to_bytes(4, "big") + b"\0\0"
    os.write(leading.fileno(), b"P" + (4 + len(parse)).to_bytes(4, "big") + parse + half_a_message)
    async with running(connect) as other:
        await until(lambda: _leads(other))
    await leading.close()


async def test_a_broken_projection_with_parked_cases_holds_up_no_other(conn: Conn, connect: Connect) -> None:
    """A projection that fails where its parked cases are tried again waits, is told of, and the others are fed."""
    await append(conn, worked_example("a").events)
    await prepare(conn, [Tally()])
    async with running(connect, *ALL, Picky(4)):
        assert await wait_for(conn, "main", 7, timeout=30)
    last = await append(conn, worked_example("b").events)
    broken = Tally()
    broken.broken = True
    with capture_logs() as logs:
        async with running(connect, broken, *ALL):
            assert await wait_for(conn, "main", last, timeout=30, projections=[p.name for p in ALL])
    [told] = [entry for entry in logs if entry["event"] == "parked events not tried again"]
    assert (told["projection"], told["log_level"]) == ("tally", "error")


async def test_a_new_version_that_fails_on_events_does_not_serve(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A runner whose new code parks what the old one shows leaves the old read model in place, tells of it, and goes on."""
    monkeypatch.setattr(runner, "_REBUILD_DELAY", 0.01)
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    async with running(connect, Tally()):
        assert await wait_for(conn, "main", 7, timeout=30, projections=["tally"])

    async def told() -> bool:
        return any(entry["event"] == "read model not switched" for entry in logs)

    with capture_logs() as logs:
        async with running(connect, Mistyped(), *ALL):
            await until(told)
            last = await append(conn, worked_example("b").events)
            assert await wait_for(conn, "main", last, timeout=30, projections=[p.name for p in ALL])
    [refused] = [entry for entry in logs if entry["event"] == "read model not switched"]
    assert (refused["projection"], refused["left_out"], refused["error"]) == ("tally", 7, "KeyError")
    assert await (await conn.execute("SELECT events FROM read.tallies")).fetchall() == [(7,)]


async def test_a_rebuild_that_ends_unexpectedly_is_told_of(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error nobody thought of in building a new version is logged with its traceback, and the other read models are fed."""

    async def switch(*_: object) -> None:
        raise RuntimeError("nobody thought of it")

    monkeypatch.setattr("projections.rebuild.switch", switch)
    await prepare(conn, [Tally()])

    async def told() -> bool:
        return any(entry["event"] == "read model cannot be built anew" for entry in logs)

    with capture_logs() as logs:
        async with running(connect, Tally2(), *ALL):
            await until(told)
            last = await append(conn, worked_example("a").events)
            assert await wait_for(conn, "main", last, timeout=30, projections=[p.name for p in ALL])
    [entry] = [entry for entry in logs if entry["event"] == "read model cannot be built anew"]
    assert (entry["projection"], entry["exc_info"]) == ("tally", True)


async def test_a_rebuild_paused_in_its_switch_is_ended(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rebuild that is paused while it holds a read model's places loses them, and all read models are fed again."""
    reached, awake = asyncio.Event(), asyncio.Event()

    async def pausing(*_: object) -> None:
        reached.set()
        await awake.wait()

    async def whole() -> None:
        async for _ in rebuild(connect, ALL[1]):
            pass

    monkeypatch.setattr(alive, "_SILENCE", "1s")
    monkeypatch.setattr("projections.rebuild.switch", pausing)
    await append(conn, worked_example("a").events)
    async with running(connect):
        assert await wait_for(conn, "main", 7, timeout=30)
    rebuilding = asyncio.create_task(whole())
    await reached.wait()
    async with running(connect):
        assert await wait_for(conn, "main", await append(conn, worked_example("b").events), timeout=30)
    awake.set()
    with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
        await rebuilding
