"""The board of deadlines: its filters and orders, and its numbers."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.case import ResponsibleNamed
from events.deadlines import DeadlineChanges, Outcome, Strength
from projections.board import Heat, Numbers, heat, numbers
from projections.cleared import Cleared
from projections.deadline_filters import NOBODY, Sort, Sought, Standing
from projections.deadline_lists import listed
from projections.past import as_of
from projections.versions import NOTHING_LATER
from tests.projections.histories import History, append, deadline, feed_all, judged, organization
from tests.projections.test_sealed import sealed

Conn = AsyncConnection[Any]
SOMEBODY = UUID("5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")
TODAY, SOON = date(2024, 6, 3), date(2024, 6, 6)
PASSED, LATER, SPRING = date(2024, 5, 27), date(2024, 7, 15), date(2024, 2, 19)


async def _world(conn: Conn) -> dict[str, History]:
    """Two regions, a body below the first with one below it: overdue, done late by two days and by one, in time, awaited, recommended."""
    await append(
        conn, [organization("oblast"), organization("body", parent="oblast"), organization("depot", parent="body")]
    )
    await append(conn, [organization("other", region="KZ-11")])
    made = {
        "overdue": History("overdue", "body").ordered(
            DeadlineChanges(set=(deadline("D04", PASSED), deadline("D07", LATER)))
        ),
        "late": History("late", "depot").ordered(DeadlineChanges(set=(deadline("D04", SPRING),))),
        "later": History("later", "oblast").ordered(DeadlineChanges(set=(deadline("D04", PASSED),))),
        "met": History("met", "other").ordered(DeadlineChanges(set=(deadline("D04", SPRING),))),
        "advised": History("advised", "body").ordered(
            DeadlineChanges(set=(deadline("D05", PASSED, strength=Strength.RECOMMENDED),))
        ),
    }
    made["late"] = made["late"].announced(deadlines=judged("D04", SPRING, date(2024, 2, 21), Outcome.LATE, -2))
    made["later"] = made["later"].announced(deadlines=judged("D04", PASSED, date(2024, 5, 28), Outcome.LATE, -1))
    made["met"] = made["met"].announced(deadlines=judged("D04", SPRING, date(2024, 2, 16), Outcome.IN_TIME, 1))
    made["late"].add(ResponsibleNamed, "announced", account=SOMEBODY)
    for history in made.values():
        await append(conn, history.events)
    await append(conn, sealed("secret", "body").events)
    await feed_all(conn)
    return made


async def _names(conn: Conn, made: dict[str, History], sort: Sort = Sort.DUE, **asked: Any) -> list[str]:
    """The cases of a list by the names they have here, each page of one row."""
    names, found, cursor = {history.id: name for name, history in made.items()}, list[str](), ""
    sought = replace(Sought(TODAY, SOON), **asked)
    while True:
        page = await listed(conn, sought, sort, cursor=cursor, limit=1)
        found += [names[row.case_id] for row in page.rows]
        if not (cursor := page.next):
            return found


async def test_filters_of_the_board(conn: Conn) -> None:
    """Who is named, the part of the Instruction and the body narrow the list; nobody is a choice like any other."""
    made = await _world(conn)
    assert await _names(conn, made, responsible=SOMEBODY) == ["late"]
    assert sorted(await _names(conn, made, responsible=NOBODY)) == ["advised", "later", "met", "overdue", "overdue"]
    assert sorted(await _names(conn, made, body="body")) == ["advised", "overdue", "overdue"]
    assert await _names(conn, made, organization="body", standing=Standing.MET_LATE) == ["late"]
    assert await _names(conn, made, subtask="2") == []
    assert len(await _names(conn, made, subtask="1.1")) == 6


async def test_orders_of_the_board(conn: Conn) -> None:
    """Most working days late come first, of what is awaited the earliest date; or body by body; pages join without gap."""
    made = await _world(conn)
    assert await _names(conn, made, Sort.LATE, standing=Standing.MET_LATE) == ["late", "later"]
    assert (await _names(conn, made, Sort.LATE, standing=Standing.OPEN))[-1] == "overdue"
    by_body = await _names(conn, made, Sort.BODY, standing=Standing.ALL)
    assert by_body[-3:] == ["late", "later", "met"]
    assert set(by_body[:3]) == {"advised", "overdue"}


async def test_numbers_stand_beside_the_filters(conn: Conn) -> None:
    """Each group has as many as its list, whichever is asked for, in all and by subtask, rule and region; nothing sealed is counted."""
    made = await _world(conn)
    sought = replace(Sought(TODAY, SOON), standing=Standing.MET, cleared=Cleared({"C4": ["body"]}))
    cube = await numbers(conn, sought)
    found = cube.counts(sought)
    for group in Standing:
        assert found.all.of(group) == len(await _names(conn, made, standing=group)), group
    assert found.all == Numbers(overdue=2, open=3, met=1, met_late=2, breach=3)
    assert found.parts("met_late") == {"1": 2, "1.1": 2, "1.1.3": 2}
    assert {code: one.open for code, one in found.rule.items()} == {"D04": 1, "D05": 1, "D07": 1}
    assert {code: one.of("all") for code, one in found.region.items()} == {"KZ-11": 1, "KZ-19": 5}
    narrowed = cube.counts(replace(sought, rule="D04", region="KZ-11", subtask="1"))
    assert (narrowed.all, set(narrowed.region)) == (Numbers(met=1), {"KZ-11", "KZ-19"})
    assert ({*narrowed.rule}, narrowed.region["KZ-19"].overdue) == ({"D04"}, 1)
    assert cube.counts(replace(sought, strength="recommended")).all == Numbers(overdue=1, open=1)
    scoped = replace(sought, scope=["other"])
    assert (await numbers(conn, scoped)).counts(scoped).all == Numbers(met=1)


async def test_the_heat_map_adds_up_what_is_below(conn: Conn) -> None:
    """Of the next level down each body has what is below it, too, by quarter; of the one that is looked at, its own alone."""
    await _world(conn)
    sought = Sought(TODAY, SOON)
    top = await heat(conn, sought, 2024)
    assert top == [
        Heat("oblast", 1, 1, 0, 1),
        Heat("oblast", 2, 2, 1, 1),
        Heat("oblast", 3, 1, 0, 0),
        Heat("other", 1, 1, 0, 0),
    ]
    assert [(one.breaches, one.share) for one in top] == [(1, 100), (2, 100), (0, 0), (0, 0)]
    below = await heat(conn, replace(sought, organization="oblast"), 2024, "oblast")
    assert below == [
        Heat("body", 1, 1, 0, 1),
        Heat("body", 2, 1, 1, 0),
        Heat("body", 3, 1, 0, 0),
        Heat("oblast", 2, 1, 0, 1),
    ]
    assert await heat(conn, sought, 2023) == []
    assert await heat(conn, replace(sought, scope=["depot"], due_from=TODAY, strength="recommended"), 2024, "body") == [
        Heat("depot", 1, 1, 0, 1)
    ]


async def test_the_board_of_a_past_day(conn: Conn) -> None:
    """Seen from a day before the act, what was done late is awaited still, in the list, the numbers and the heat map."""
    made = await _world(conn)
    before = date(2024, 2, 15)
    async with as_of(conn, NOTHING_LATER, before):
        assert "late" in await _names(conn, made, standing=Standing.OPEN, today=before, soon=before)
        found = (await numbers(conn, Sought(before, before))).counts(Sought(before, before))
        assert found.all.met_late == 0
        assert found.all.open == len(await _names(conn, made, standing=Standing.OPEN, today=before, soon=before))
        assert all(one.breaches == 0 for one in await heat(conn, Sought(before, before), 2024))
