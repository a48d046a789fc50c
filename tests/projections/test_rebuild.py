"""Building read models anew beside live traffic."""

import asyncio
import dataclasses
from contextlib import aclosing
from typing import Any

import pytest
from psycopg import AsyncConnection

from projections import ALL, Projection
from projections import generations as generations_module
from projections.feed import Overtaken, feed, places_of
from projections.generations import add_positions, generations, make, prepare, switch
from projections.projection import Connect
from projections.rebuild import LeavesOut, RebuildFailed, RebuildRunning, build_together, rebuild
from projections.status import status
from tests.projections.doubles import Mistyped, Picky, Tally, Tally2
from tests.projections.histories import append, contents, feed_all, mixed, worked_example

Conn = AsyncConnection[Any]
CASES = ALL[1]


async def _schemas(conn: Conn, name: str) -> list[str]:
    rows = await conn.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE %s ORDER BY 1", [f"{name}\\_g%"])
    return [row[0] for row in await rows.fetchall()]


async def test_the_old_serves_and_is_fed_until_the_switch(conn: Conn, connect: Connect) -> None:
    """Readers see the live generation, complete, throughout; afterwards the new one, equal, and the old is gone."""
    await append(conn, mixed(20, seed=1))
    await feed_all(conn)
    switched = []
    async for progress in rebuild(connect, CASES, size=10):
        switched.append(progress.switched)
        if not progress.switched and len(switched) < 20:
            last = await append(conn, worked_example(f"beside {len(switched)}").events)
            for place in await places_of(conn, CASES):
                await feed(conn, [place], 100)
            assert len((await contents(conn))["cases"]) == 20 + len(switched)
            [live] = [s for s in await status(conn) if s.projection == "cases" and s.live]
            assert live.position == last
        assert progress.done <= progress.total
    assert switched[-1]
    assert switched.count(True) == 1
    assert len(switched) > 10
    assert await _schemas(conn, "cases") == ["cases_g2"]
    rebuilt = (await contents(conn))["cases"]
    await feed_all(conn)
    assert [s.generation for s in await status(conn) if s.projection == "cases"] == [2]
    async for _ in rebuild(connect, CASES):
        pass
    assert (await contents(conn))["cases"] == rebuilt


async def test_the_new_generation_is_never_behind_the_old(conn: Conn, connect: Connect) -> None:
    """What the old one showed last is in the new one at the switch, though it was fed after the rebuild had caught up."""
    await append(conn, mixed(5))
    await feed_all(conn)
    async with aclosing(rebuild(connect, CASES, size=1000)) as progress:
        assert not (await anext(progress)).switched
        await append(conn, worked_example("late").events)
        await feed_all(conn)
        assert (await anext(progress)).switched
    assert len((await contents(conn))["cases"]) == 6


async def test_an_interrupted_rebuild_is_swept_up(conn: Conn, connect: Connect) -> None:
    """A rebuild given up in the middle leaves the live tables alone, and the next one starts afresh."""
    await append(conn, mixed(10))
    await feed_all(conn)
    before = await contents(conn)
    async with aclosing(rebuild(connect, CASES, size=5)) as progress:
        await anext(progress)
    assert await contents(conn) == before
    assert await _schemas(conn, "cases") == ["cases_g1", "cases_g2"]
    async for _ in rebuild(connect, CASES):
        pass
    assert await _schemas(conn, "cases") == ["cases_g2"]
    assert await contents(conn) == before


async def test_one_rebuild_at_a_time(conn: Conn, connect: Connect) -> None:
    """A second rebuild of the same projection is refused while the first runs; that of another is not."""
    await append(conn, mixed(10))
    async with aclosing(rebuild(connect, CASES, size=5)) as progress:
        await anext(progress)
        with pytest.raises(RebuildRunning):
            await anext(rebuild(connect, CASES))
        await anext(rebuild(connect, ALL[0]))


async def test_code_that_fails_does_not_switch(conn: Conn, connect: Connect) -> None:
    """A rebuild whose projection fails on its own account is reported, and the old tables go on serving."""
    tally = Tally()
    await prepare(conn, [tally])
    await append(conn, mixed(3))
    tally.broken = True
    with pytest.raises(RebuildFailed):
        async for _ in rebuild(connect, tally):
            pass
    live = [g.generation for g in await generations(conn, "tally") if g.status == "live"]
    assert live == [1]


async def test_a_reader_in_the_middle_holds_the_switch_up_but_not_for_ever(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction that reads the view delays the switch, which is tried again until it is over."""
    monkeypatch.setattr("projections.generations._PATIENCE", "20ms")
    await append(conn, mixed(3))
    await feed_all(conn)
    async with await connect() as reader:
        async with reader.transaction():
            await reader.execute("SELECT count(*) FROM read.cases")
            progress = rebuild(connect, CASES)
            first, second = await anext(progress), await anext(progress)
            assert not first.switched
            assert not second.switched
        rest = [p async for p in progress]
    assert rest[-1].switched


async def test_a_newer_version_brings_its_own_tables(conn: Conn, connect: Connect) -> None:
    """The view of a new version has the new columns, from the moment of the switch on."""
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    async for _ in rebuild(connect, Tally2()):
        pass
    assert await (await conn.execute("SELECT doubled FROM read.tallies")).fetchall() == [(14,)]
    assert await places_of(conn, Tally()) == [], "code of the old version no longer feeds it"
    async with asyncio.timeout(10):
        assert [p async for p in rebuild(connect, Tally2(), only_outdated=True)] == []


async def test_from_the_switch_on_the_old_generation_is_fed_no_more(conn: Conn) -> None:
    """A runner that has not noticed the switch gets nothing into the old tables, even while they are still there."""
    await append(conn, mixed(3))
    await feed_all(conn)
    [old] = await places_of(conn, CASES)
    generation = await make(conn, CASES)
    async with conn.transaction():
        await switch(conn, CASES, generation)
    await append(conn, worked_example("a").events)
    with pytest.raises(Overtaken):
        await feed(conn, [old], 10)


async def test_what_the_old_shows_the_new_must_show(conn: Conn, connect: Connect) -> None:
    """A new generation that parks events which the live one shows does not take its place, unless it is told to."""
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    await add_positions(conn)
    [place] = await places_of(conn, Tally())
    await feed(conn, [place], 100)
    with pytest.raises(LeavesOut, match=r"leave out 7 events .*KeyError: 'evnets'"):
        await _whole(connect, Mistyped())
    assert await (await conn.execute("SELECT events FROM read.tallies")).fetchall() == [(7,)]
    assert [(g.version, g.status) for g in await generations(conn, "tally")] == [(1, "live"), (2, "building")]
    await _whole(connect, Mistyped(), force=True)
    assert await (await conn.execute("SELECT events FROM read.tallies")).fetchall() == []
    assert [(g.version, g.status) for g in await generations(conn, "tally")] == [(2, "live")]


async def test_what_the_old_leaves_out_too_hinders_no_switch(conn: Conn, connect: Connect) -> None:
    """Events that both generations park, or that the live one has not come to, are no loss."""
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    await add_positions(conn)
    [place] = await places_of(conn, Tally())
    await feed(conn, [dataclasses.replace(place, projection=Picky(4))], 100)
    await append(conn, worked_example("b").events)
    await _whole(connect, Picky(4))
    [served] = [s for s in await status(conn) if s.projection == "tally"]
    assert (served.generation, served.position, served.parked) == (2, 14, 8)
    with pytest.raises(LeavesOut, match="leave out 2 events"):
        await _whole(connect, Picky(3))


async def test_read_models_are_built_together_and_switched_one_by_one(conn: Conn, connect: Connect) -> None:
    """Built together, in two goes, from different positions, all read models equal those that were fed; none begins again."""
    last = await append(conn, mixed(20, seed=3))
    await feed_all(conn)
    before = await contents(conn)
    async with aclosing(build_together(connect, ALL[:2], size=10)) as progress:
        await anext(progress)
        await anext(progress)
    reached = [p.done async for p in build_together(connect, ALL, size=10, resume=True)]
    assert reached == sorted(reached), "whoever is behind catches up first"
    assert reached[0] == 10
    assert reached[-1] == last
    assert len(reached) == reached.index(last) + 2, "each event is read once for all"
    assert await contents(conn) == before
    for projection in ALL:
        [first, *_, switched] = [p async for p in rebuild(connect, projection, size=10, resume=True)]
        assert first.done == last
        assert switched.switched
    assert await contents(conn) == before
    assert {g.generation for g in await generations(conn)} == {2}


async def test_indexes_are_made_at_the_end_one_by_one(
    conn: Conn, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rebuilt table has the indexes of the live one, made though all of them together would take longer than a transaction may."""
    await append(conn, mixed(3))
    await feed_all(conn)
    before = await _indexes(conn, "cases_g1")
    kept = generations_module.enter

    async def slowly(conn: Conn, schema: str) -> None:
        await conn.execute("SELECT pg_sleep(0.15)")
        await kept(conn, schema)

    monkeypatch.setattr("projections.alive._LONGEST_TRANSACTION", "600ms")
    async with aclosing(rebuild(connect, CASES)) as progress:
        async for one in progress:
            monkeypatch.setattr(generations_module, "enter", slowly)
            last = one
    assert last.switched
    assert len(before) > 6
    assert await _indexes(conn, "cases_g2") == before


async def _indexes(conn: Conn, schema: str) -> list[str]:
    rows = await conn.execute("SELECT indexname FROM pg_indexes WHERE schemaname = %s ORDER BY 1", [schema])
    return [row[0] for row in await rows.fetchall()]


async def test_one_that_fails_or_is_built_elsewhere_holds_the_others_up_in_nothing(
    conn: Conn, connect: Connect
) -> None:
    """Of read models built together, those that cannot be are left where they stand, for their own rebuild to say why."""
    tally = Tally()
    await prepare(conn, [tally, *ALL])
    await append(conn, mixed(3))
    tally.broken = True
    async with aclosing(rebuild(connect, CASES, size=5)) as elsewhere:
        await anext(elsewhere)
        async for _ in build_together(connect, [tally, *ALL]):
            pass
    with pytest.raises(RebuildFailed):
        await _whole(connect, tally)
    places = await (
        await conn.execute(
            "SELECT projection, position FROM projections.positions JOIN projections.generations USING (projection, generation)"
            " WHERE status = 'building'"
        )
    ).fetchall()
    assert {name for name, position in places if position == max(p for _, p in places)} == {p.name for p in ALL} - {
        "cases"
    }


async def _whole(connect: Connect, projection: Projection, *, force: bool = False) -> None:
    async for _ in rebuild(connect, projection, force=force):
        pass
