"""The list of cases."""

from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection

from projections.cases import Order, by_ids, cases
from projections.page import BadCursor
from tests.projections.histories import History, append, feed_all, mixed, organization, worked_example

Conn = AsyncConnection[Any]


async def test_a_history_becomes_one_row(conn: Conn) -> None:
    """A case shows the state, number, term, counts and clocks that its events add up to."""
    history = worked_example("a")
    await append(conn, history.events)
    await feed_all(conn)
    row = (await by_ids(conn, [history.id])).get(history.id)
    assert row is not None
    assert (row.workflow, row.organization, row.state, row.version, row.position) == (
        "risk_analysis",
        "almaty.education",
        "cancelled",
        7,
        7,
    )
    assert (row.number, row.objects, row.starts_on, row.ends_on) == (
        "17-Ө",
        ["Закупки"],
        date(2024, 3, 4),
        date(2024, 4, 5),
    )
    assert (row.opened_on, row.closed, row.remarks, row.breaches) == (date(2024, 2, 12), True, 1, 1)
    assert row.opened_at <= row.changed_at


async def test_an_announcement_may_come_before_the_order(conn: Conn) -> None:
    """The announced term and no number are shown until an order says otherwise (A-12)."""
    history = History("a").announced(starts_on=date(2024, 3, 11), ends_on=date(2024, 4, 1))
    await append(conn, history.events)
    await feed_all(conn)
    before = (await by_ids(conn, [history.id])).get(history.id)
    await append(conn, history.ordered().events[1:])
    await feed_all(conn)
    after = (await by_ids(conn, [history.id])).get(history.id)
    assert before is not None
    assert after is not None
    assert (before.number, before.starts_on, before.ends_on) == ("", date(2024, 3, 11), date(2024, 4, 1))
    assert (after.number, after.starts_on, after.ends_on) == ("17-Ө", date(2024, 3, 4), date(2024, 3, 28))
    assert after.opened_on == date(2024, 2, 20)


async def test_a_correction_is_followed(conn: Conn) -> None:
    """Values that come from a corrected event change with it, those from other events do not."""
    history = History("a").ordered().amended()
    order = {
        "order_no": "18-Ө",
        "ordered_on": "2024-02-13",
        "starts_on": "2024-03-05",
        "ends_on": "2024-03-29",
        "objects": ["Закупки", "Кадры"],
    }
    history.corrected(1, order)
    await append(conn, history.events)
    await feed_all(conn)
    row = (await by_ids(conn, [history.id])).get(history.id)
    assert row is not None
    assert (row.number, row.objects, row.opened_on) == ("18-Ө", ["Закупки", "Кадры"], date(2024, 2, 13))
    assert (row.starts_on, row.ends_on) == (date(2024, 3, 4), date(2024, 4, 5)), "the term is the amending order's"


async def test_filters_choose(conn: Conn) -> None:
    """Every filter leaves the cases it names and no others."""
    first = History("a", "org-1").ordered()
    second = History("b", "org-2").ordered(order_no="100%_x", ordered_on=date(2024, 5, 1)).begun()
    closed = worked_example("c", "org-2")
    registered = [organization("org-1", "KZ-19"), organization("org-2", "KZ-75")]
    await append(conn, [*registered, *first.events, *second.events, *closed.events])
    await feed_all(conn)

    async def ids(**filters: Any) -> set[Any]:
        return {row.id for row in (await cases(conn, **filters)).rows}

    assert await ids() == {first.id, second.id, closed.id}
    assert await ids(workflow="risk_analysis", organization="org-1") == {first.id}
    assert await ids(workflow="liability_check") == set()
    assert await ids(scope=["org-2"]) == {second.id, closed.id}
    assert await ids(scope=[]) == set()
    assert await ids(region="KZ-75", closed=False) == {second.id}
    assert await ids(closed=True) == {closed.id}
    assert await ids(state="under_way") == {second.id}
    assert await ids(number="0%_") == {second.id}
    assert await ids(number="7-ө") == {first.id, closed.id}
    assert await ids(opened_from=date(2024, 5, 1)) == {second.id}
    assert await ids(opened_to=date(2024, 4, 30)) == {first.id, closed.id}
    assert set(await by_ids(conn, [first.id, closed.id])) == {first.id, closed.id}


@pytest.mark.parametrize("order", list(Order))
async def test_pages_leave_no_gap_and_repeat_nothing(conn: Conn, order: Order) -> None:
    """Turning pages shows every case once, in one order, ties and all."""
    await append(conn, mixed(25))
    await feed_all(conn)
    seen: list[Any] = []
    cursor = ""
    while True:
        page = await cases(conn, order=order, cursor=cursor, limit=4)
        seen += page.rows
        cursor = page.next
        if not cursor:
            break
    assert [row.id for row in seen] == [row.id for row in (await cases(conn, order=order, limit=200)).rows]
    assert len({row.id for row in seen}) == 25


async def test_a_foreign_cursor_is_refused(conn: Conn) -> None:
    """A cursor of no page is told, not guessed at."""
    for cursor in ("nonsense", "é", "WzFd", "e30"):
        with pytest.raises(BadCursor):
            await cases(conn, cursor=cursor)
