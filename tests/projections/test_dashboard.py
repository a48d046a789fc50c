"""The dashboard's figures."""

from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.deadlines import DeadlineChanges
from projections.dashboard import By, Outcomes, Stage, Tiles, outcomes, stages, tiles
from tests.projections.histories import History, append, deadline, feed_all, mixed, organization, worked_example

Conn = AsyncConnection[Any]
RA = "risk_analysis"


async def test_cases_are_counted_where_they_stand(conn: Conn) -> None:
    """Each case counts once, in its last state, for its organisation, its region and the country."""
    registered = [organization("org-1", "KZ-19"), organization("org-2", "KZ-75"), organization("org-3", "KZ-75")]
    ordered, begun = History("a", "org-1").ordered(), History("b", "org-2").ordered().begun()
    await append(conn, [*registered, *ordered.events, *begun.events, *worked_example("c", "org-3").events])
    await feed_all(conn, size=2)
    assert await stages(conn) == [
        Stage("", RA, "cancelled", 1),
        Stage("", RA, "ordered", 1),
        Stage("", RA, "under_way", 1),
    ]
    assert await stages(conn, By.REGION) == [
        Stage("KZ-19", RA, "ordered", 1),
        Stage("KZ-75", RA, "cancelled", 1),
        Stage("KZ-75", RA, "under_way", 1),
    ]
    assert await stages(conn, By.ORGANIZATION, scope=["org-2"]) == [Stage("org-2", RA, "under_way", 1)]
    assert await stages(conn, region="KZ-19", workflow=RA) == [Stage("", RA, "ordered", 1)]
    assert await stages(conn, workflow="liability_check") == []


async def test_deadlines_are_counted_once_as_they_stand(conn: Conn) -> None:
    """A deadline missed, moved and met is one deadline met; sums are those of the list."""
    await append(conn, [organization("org-1", "KZ-19"), *worked_example("a", "org-1").events])
    await append(conn, History("b", "org-1").ordered(DeadlineChanges(set=(deadline("D04", date(2024, 2, 19)),))).events)
    await feed_all(conn, size=1)
    assert await outcomes(conn, By.RULE) == [Outcomes("D04", 0, 1, 0, 0, 0, 1), Outcomes("D06", 1, 0, 0, 0, 0, 0)]
    assert await outcomes(conn, By.REGION, rule="D04") == [Outcomes("KZ-19", 0, 1, 0, 0, 0, 1)]
    assert await outcomes(conn, By.ORGANIZATION, region="KZ-75") == []
    assert await outcomes(conn) == [Outcomes("", 1, 1, 0, 0, 0, 1)]
    assert await tiles(conn, date(2024, 2, 20), date(2024, 2, 22)) == Tiles(overdue=1, due_soon=0, open=1)
    assert await tiles(conn, date(2024, 2, 16), date(2024, 2, 19), region="KZ-19") == Tiles(
        overdue=0, due_soon=1, open=1
    )
    assert await tiles(conn, date(2024, 2, 20), date(2024, 2, 22), scope=[]) == Tiles(0, 0, 0)


async def test_the_counts_are_those_of_the_lists(conn: Conn) -> None:
    """After any history, the small counts equal counting the rows."""
    await append(conn, mixed(40, seed=3))
    await feed_all(conn, size=13)
    for counted, listed in (
        (
            "SELECT organization, state, cases FROM read.case_counts",
            "SELECT organization, state, count(*) FROM read.cases GROUP BY 1, 2",
        ),
        (
            "SELECT organization, rule, status, deadlines FROM read.deadline_counts",
            "SELECT organization, rule, status, count(*) FROM read.deadlines GROUP BY 1, 2, 3",
        ),
    ):
        small = await (await conn.execute(counted.encode())).fetchall()
        whole = await (await conn.execute(listed.encode())).fetchall()
        assert sorted(small) == sorted(whole)
        assert whole
