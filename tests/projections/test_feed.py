"""Batches of events into projections."""

import random
from typing import Any

import pytest
from psycopg import AsyncConnection

from projections import ALL, Projection
from projections.feed import Overtaken, feed, places_of
from projections.generations import add_positions, prepare
from projections.parking import parked, replay
from projections.projection import Connect
from projections.rebuild import rebuild
from projections.status import status
from tests.projections.doubles import Picky, Tally, Tally2
from tests.projections.histories import History, append, case_id, contents, feed_all, mixed, worked_example

Conn = AsyncConnection[Any]


async def _feed(conn: Conn, projection: Projection, size: int = 1000) -> dict[str, Exception]:
    """Feed one projection to the end of the logs; returns its failures."""
    await add_positions(conn)
    failures: dict[str, Exception] = {}
    for place in await places_of(conn, projection):
        while not failures:
            events, failures = await feed(conn, [place], size)
            if not events:
                break
    return failures


async def _tallies(conn: Conn) -> dict[Any, list[int]]:
    return dict(await (await conn.execute("SELECT case_id, versions FROM read.tallies")).fetchall())


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_any_split_into_batches_gives_the_same_tables(conn: Conn, connect: Connect, seed: int) -> None:
    """Read models fed in pieces of any size are equal to read models built from the first event in one go."""
    pick = random.Random(seed)  # noqa: S311 - tests
    history = mixed(12, seed)
    await append(conn, history)
    await append(conn, worked_example("north").events, log="north")
    await add_positions(conn)
    for projection in ALL:
        for place in await places_of(conn, projection):
            while (await feed(conn, [place], pick.choice([1, 1, 2, 3, 5, 8, 30])))[0]:
                pass
    pieces = await contents(conn)
    assert len(pieces["audit"]) == len(history) + 7
    for projection in ALL:
        async for _ in rebuild(connect, projection):
            pass
    assert await contents(conn) == pieces


async def test_projections_that_stand_together_move_together(conn: Conn) -> None:
    """One batch moves all projections, and one transaction holds rows and positions."""
    await append(conn, worked_example("a").events)
    await add_positions(conn)
    places = [place for projection in ALL for place in await places_of(conn, projection)]
    assert await feed(conn, places, 5) == (5, {})
    assert [place.position for place in places] == [5] * len(ALL)
    assert {(s.position, s.lag_events) for s in await status(conn)} == {(5, 2)}


async def test_places_are_told_in_the_order_in_which_they_are_asked_for(conn: Conn) -> None:
    """Those of several projections at once are those of each, one behind the other; of another version there are none."""
    await prepare(conn, [Tally()])
    await append(conn, worked_example("a").events)
    await append(conn, worked_example("north").events, log="north")
    await add_positions(conn)
    asked = (*reversed(ALL), Tally2())
    places = await places_of(conn, *asked)
    assert places == [place for projection in asked for place in await places_of(conn, projection)]
    assert [(place.projection, place.log) for place in places] == [
        (projection, log) for projection in reversed(ALL) for log in ("main", "north")
    ]


async def test_a_second_feeder_is_fenced_off(conn: Conn) -> None:
    """Who stands where another has moved on from gets nothing in, and is told so."""
    await append(conn, worked_example("a").events)
    await add_positions(conn)
    [place] = await places_of(conn, ALL[3])
    [stale] = await places_of(conn, ALL[3])
    await feed(conn, [place], 4)
    with pytest.raises(Overtaken):
        await feed(conn, [stale], 7)
    assert len((await contents(conn))["audit"]) == 4


async def test_a_poison_event_parks_its_case_only(conn: Conn) -> None:
    """The case of an event that cannot be applied is left out from there on; the others are complete, in every projection."""
    tally = Tally({"scheduler"})
    await prepare(conn, [tally])
    bad, good = worked_example("bad"), History("good").ordered().begun()
    await append(conn, [*bad.events[:5], *good.events])
    await feed_all(conn)
    assert await _feed(conn, tally) == {}
    await append(conn, [*bad.events[5:], *History("later").ordered().events])
    await feed_all(conn)
    assert await _feed(conn, tally) == {}
    assert await _tallies(conn) == {bad.id: [1, 2, 3], good.id: [1, 2], case_id("later"): [1]}
    [case] = await parked(conn)
    assert (case.projection, case.case_id, case.position, case.events) == ("tally", bad.id, 4, 4)
    assert case.error == "ValueError: scheduler is poison"
    assert {s.projection: s.parked for s in await status(conn)} == {**{p.name: 0 for p in ALL}, "tally": 4}
    assert len((await contents(conn))["audit"]) == 10


async def test_replay_mends_what_was_parked(conn: Conn) -> None:
    """After the fix the parked events go in, in order, and the case is fed like any other again."""
    tally = Tally({"scheduler"})
    await prepare(conn, [tally])
    history = worked_example("bad")
    await append(conn, history.events[:6])
    await _feed(conn, tally)
    assert await replay(conn, tally) == 0, "it is not mended yet"
    tally.poisonous = {"nobody"}
    assert await replay(conn, tally) == 3
    await append(conn, history.events[6:])
    await _feed(conn, tally)
    assert await _tallies(conn) == {history.id: [1, 2, 3, 4, 5, 6, 7]}
    assert await parked(conn) == []
    [own] = [s for s in await status(conn) if s.projection == "tally"]
    assert (own.parked, own.position) == (0, 7)


async def test_an_event_nobody_can_read_is_parked(conn: Conn) -> None:
    """An unknown topic or a state that does not fit stops its case, not the log."""
    history, other = worked_example("bad"), History("good").ordered()
    await append(conn, [*history.events, *other.events])
    await conn.execute("UPDATE log.events SET topic = 'of.tomorrow' WHERE position = 3")
    await conn.execute("UPDATE log.events SET state = '{}' WHERE position = 8")
    await feed_all(conn)
    cases = {case.case_id: (case.position, case.events) for case in await parked(conn) if case.projection == "audit"}
    assert cases == {history.id: (3, 5), other.id: (8, 1)}
    assert len((await contents(conn))["audit"]) == 2


async def test_a_broken_projection_stands_still_alone(conn: Conn) -> None:
    """When a projection's own SQL fails no case is to blame: it waits, loses nothing, and the others go on."""
    tally = Tally()
    await prepare(conn, [tally])
    tally.broken = True
    await append(conn, worked_example("a").events)
    await add_positions(conn)
    places = [place for projection in (*ALL, tally) for place in await places_of(conn, projection)]
    events, failures = await feed(conn, places, 1000)
    assert (events, set(failures)) == (7, {"tally"})
    assert await parked(conn) == []
    assert [place.position for place in places] == [7] * len(ALL) + [0]
    tally.broken = False
    assert await _feed(conn, tally) == {}
    assert await _tallies(conn) == {case_id("a"): [1, 2, 3, 4, 5, 6, 7]}


async def test_replay_tells_where_it_stopped_this_time(conn: Conn) -> None:
    """When the first of the parked events goes in and a later one does not, the parked case shows that one and its error."""
    tally = Picky(4)
    await prepare(conn, [tally])
    await append(conn, worked_example("bad").begun().amended().events)
    await _feed(conn, tally)
    tally.refused = 6
    assert await replay(conn, tally) == 2
    [case] = await parked(conn)
    assert (case.position, case.events, case.error) == (6, 4, "ValueError: event 6 is poison")
    assert await replay(conn, tally) == 0
    assert [(case.position, case.error) for case in await parked(conn)] == [(6, "ValueError: event 6 is poison")]
