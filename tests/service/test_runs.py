"""Runs tell how far they are, and what became of them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from uuid import UUID, uuid4

import pytest
from psycopg_pool import AsyncConnectionPool

from events.text import msg
from service import runs
from service.runs import Progress, Run, Runs, RunState
from workflows.refusals import NotPermitted, Unknown


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    async with AsyncConnectionPool(database_url, open=False, kwargs={"autocommit": True}) as opened:
        yield opened


async def _until(found: Runs, run: UUID, *states: RunState) -> Run:
    for _ in range(500):
        if (seen := await found.get(run)).state in states:
            return seen
        await asyncio.sleep(0.01)
    raise AssertionError(seen)


async def test_a_run_tells_how_far_it_is(pool: AsyncConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it works its progress can be read, by any process; then what it did."""
    monkeypatch.setattr(runs, "_EVERY", 0.01)
    go_on = asyncio.Event()

    async def work(progress: Progress) -> Mapping[str, int]:
        progress(3, 7)
        await go_on.wait()
        progress(7, 7)
        return {"created": 5}

    async with Runs(pool) as here, Runs(pool) as elsewhere:
        run = await here.start("plan", 2024, "somebody", work)
        for _ in range(500):
            if (seen := await elsewhere.get(run)).done:
                break
            await asyncio.sleep(0.01)
        assert (seen.state, seen.done, seen.total, seen.account) == (RunState.RUNNING, 3, 7, "somebody")
        go_on.set()
        ended = await _until(elsewhere, run, RunState.DONE)
        assert (ended.done, ended.counts, ended.problem) == (7, {"created": 5}, "")


async def test_a_run_that_is_refused_says_why(pool: AsyncConnectionPool) -> None:
    """A refusal ends a run as failed, with the type of the problem."""

    async def work(_progress: Progress) -> Mapping[str, int]:
        raise NotPermitted(msg("no"))

    async with Runs(pool) as here:
        ended = await _until(here, await here.start("plan", 2024, "x", work), RunState.FAILED)
        assert ended.problem == "not-permitted"


async def test_closing_the_service_stops_a_run(pool: AsyncConnectionPool) -> None:
    """What is under way when the service ends is told as stopped."""
    begun = asyncio.Event()

    async def work(_progress: Progress) -> Mapping[str, int]:
        begun.set()
        await asyncio.Event().wait()
        return {}

    async with Runs(pool) as here:
        run = await here.start("plan", 2024, "x", work)
        await begun.wait()
    assert (await Runs(pool).get(run)).state is RunState.STOPPED


async def test_a_run_whose_process_died_has_stopped(pool: AsyncConnectionPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has said nothing for long is not called running for ever."""
    monkeypatch.setattr(runs, "_SILENCE", 0.0)
    hang = asyncio.Event()

    async def work(_progress: Progress) -> Mapping[str, int]:
        await hang.wait()
        return {}

    async with Runs(pool) as here:
        run = await here.start("plan", 2024, "x", work)
        assert (await here.get(run)).state is RunState.STOPPED
        hang.set()
        await _until(here, run, RunState.DONE)


async def test_there_is_no_such_run(pool: AsyncConnectionPool) -> None:
    """An id under which nothing was started is unknown."""
    with pytest.raises(Unknown):
        await Runs(pool).get(uuid4())


async def test_the_same_work_is_not_started_twice(pool: AsyncConnectionPool) -> None:
    """Whoever wants what is under way, at the same moment or later, is led to it; other years, kinds and scopes are other work."""
    go_on, begun = asyncio.Event(), 0

    async def work(_progress: Progress) -> Mapping[str, int]:
        nonlocal begun
        begun += 1
        await go_on.wait()
        return {}

    async with Runs(pool) as here, Runs(pool) as elsewhere:
        starts = (found.start("plan", 2024, who, work) for who in ("a", "b", "c") for found in (here, elsewhere))
        ids = set(await asyncio.gather(*starts))
        assert len(ids) == 1
        others = [("card", 2024, "*"), ("plan", 2025, "*"), ("plan", 2024, "some")]
        ids |= {await here.start(kind, year, "a", work, scope) for kind, year, scope in others}
        assert len(ids) == 4
        await asyncio.sleep(0)
        assert begun == 4
        go_on.set()
        for one in ids:
            await _until(here, one, RunState.DONE)
        assert await here.start("plan", 2024, "a", work) not in ids
