"""The list of cases."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from psycopg import AsyncConnection

from events.analysis_schedule import SchedulePlanned
from events.cartogram import CartogramAssigned
from events.case import FactCorrected
from events.event import CaseEvent
from events.risk_analysis import AnalysisCancelled, AnalysisPlanned, AnalysisScheduled, AnalysisUnscheduled
from events.subtask import DeclaredNotApplicable, SubtaskAssigned
from projections.case_row import CaseRow
from projections.cases import Order, PlannedCases, by_ids, cases, planned
from projections.page import BadCursor
from tests.projections.histories import History, append, feed_all, mixed, organization, worked_example
from workflows.seat import LEFT_INCONSISTENT

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


async def test_a_schedule_gives_the_term_until_somebody_else_does(conn: Conn) -> None:
    """The dates of the schedule are shown until the body announces or orders its own, and while the schedule names it."""
    scheduled: dict[str, Any] = {
        "year": 2024,
        "schedule": UUID(int=1),
        "body": "almaty",
        "scheduled_on": date(2024, 1, 25),
    }
    term: dict[str, Any] = {"starts_on": date(2024, 3, 18), "ends_on": date(2024, 4, 19)}

    def begun(name: str) -> History:
        return History(name).add(AnalysisScheduled, "scheduled", **scheduled, **term)

    left = begun("left").add(AnalysisUnscheduled, "planned", schedule=UUID(int=1))
    others = begun("others").add(AnalysisUnscheduled, "scheduled", schedule=UUID(int=2))
    announced = begun("announced").announced(starts_on=date(2024, 3, 11), ends_on=date(2024, 4, 1))
    announced.add(AnalysisScheduled, "announced", **scheduled, **term | {"ends_on": date(2024, 4, 22)})
    ordered = begun("ordered").ordered()
    corrected = begun("corrected").announced(starts_on=date(2024, 3, 11), ends_on=date(2024, 4, 1))
    data = {"published_on": "2024-02-20", "starts_on": "2024-03-12", "ends_on": "2024-04-02"}
    corrected.add(FactCorrected, "announced", corrects=2, data=data, reason="x")
    corrected.add(AnalysisScheduled, "announced", **scheduled, **term)
    expected = {
        begun("scheduled"): (date(2024, 3, 18), date(2024, 4, 19)),
        left: (None, None),
        others: (date(2024, 3, 18), date(2024, 4, 19)),
        announced: (date(2024, 3, 11), date(2024, 4, 1)),
        ordered: (date(2024, 3, 4), date(2024, 3, 28)),
        corrected: (date(2024, 3, 12), date(2024, 4, 2)),
    }
    await append(conn, [event for history in expected for event in history.events])
    await feed_all(conn)
    rows = await by_ids(conn, [history.id for history in expected])
    assert {history.id: (rows[history.id].starts_on, rows[history.id].ends_on) for history in expected} == {
        history.id: shown for history, shown in expected.items()
    }


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


async def _row(conn: Conn, history: History) -> CaseRow:
    await append(conn, history.events)
    await feed_all(conn, size=1)
    return (await by_ids(conn, [history.id]))[history.id]


def _amendment(**changes: Any) -> dict[str, Any]:
    """The data of the amending order of 2024-03-06, as a correction says them."""
    data = {"order_no": "21-Ө", "amended_on": "2024-03-06", "starts_on": "2024-03-04", "ends_on": "2024-04-05"}
    return {**data, "reason": "Продление", "objects": [], **changes}


async def test_an_amendment_corrected_to_change_the_objects_changes_them(conn: Conn) -> None:
    """Objects that a correction adds to an amendment are shown."""
    history = History("a").ordered().amended().corrected(2, _amendment(objects=["Кадры"]))
    assert (await _row(conn, history)).objects == ["Кадры"]


async def test_an_amendment_corrected_to_change_no_objects_leaves_the_orders(conn: Conn) -> None:
    """Objects that a correction takes out of an amendment are the order's again, that order corrected meanwhile or not."""
    history = History("a").ordered().amended(objects=("Кадры",)).corrected(2, _amendment())
    assert (await _row(conn, history)).objects == ["Закупки"]
    order = {"order_no": "17-Ө", "ordered_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    history = History("b").ordered().amended(objects=("Кадры",)).corrected(1, {**order, "objects": ["Лицензии"]})
    assert (await _row(conn, history.corrected(2, _amendment()))).objects == ["Лицензии"]


async def test_the_term_in_force_is_shown_in_whatever_order_it_was_recorded(conn: Conn) -> None:
    """Of several amending orders the latest by date counts, not the last recorded; a correction of its date may change that."""
    later: dict[str, Any] = {"amended_on": date(2024, 3, 20), "ends_on": date(2024, 4, 19), "objects": ("Кадры",)}
    history = History("a").ordered().amended(**later).amended(objects=("Лицензии",))
    row = await _row(conn, history)
    assert (row.ends_on, row.objects) == (date(2024, 4, 19), ["Кадры"])
    history = History("b").ordered().amended(**later).amended()
    row = await _row(conn, history.corrected(3, _amendment(amended_on="2024-03-25")))
    assert (row.ends_on, row.objects) == (date(2024, 4, 5), ["Кадры"])


async def test_of_two_amendments_of_one_day_the_last_recorded_counts(conn: Conn) -> None:
    """Where dates do not tell which amending order came later, the record does."""
    history = History("a").ordered().amended(ends_on=date(2024, 4, 19)).amended()
    assert (await _row(conn, history)).ends_on == date(2024, 4, 5)


async def test_remarks_go_with_what_was_wrong(conn: Conn) -> None:
    """A correction replaces the remarks on what it corrects and leaves those on other entries."""
    history = History("a").ordered(remarks=("short", "unsigned")).announced()
    assert (await _row(conn, history)).remarks == 3
    order = {"order_no": "17-Ө", "ordered_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    data = {**order, "objects": ["Закупки"]}
    corrected = History("b").ordered(remarks=("short", "unsigned")).announced()
    corrected.add(FactCorrected, "announced", remarks=("short",), corrects=1, data=data, reason="Опечатка")
    assert (await _row(conn, corrected)).remarks == 2
    twice = History("c").ordered(remarks=("short", "unsigned")).announced().corrected(1, data)
    assert (await _row(conn, twice)).remarks == 1


async def test_a_second_correction_puts_two_entries_in_line_again(conn: Conn) -> None:
    """What a correction leaves inconsistent is a remark until a later correction, of whichever entry, finds nothing left."""
    history = History("a").ordered().amended().corrected(2, _amendment())
    order = {"order_no": "17-Ө", "ordered_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    first: dict[str, Any] = {"corrects": 1, "data": {**order, "objects": ["Закупки"]}, "reason": "Опечатка"}
    history.add(FactCorrected, "ordered", remarks=(LEFT_INCONSISTENT, "short"), **first)
    assert (await _row(conn, history)).remarks == 2
    after = history.corrected(2, _amendment()).events[-1:]
    await append(conn, after)
    await feed_all(conn)
    assert (await by_ids(conn, [history.id]))[history.id].remarks == 1


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


_NOTHING: dict[str, Any] = {"assigned_on": date(2024, 1, 15), "upload_by": None}


@pytest.mark.parametrize(
    ("kind", "data", "slot"),
    [
        (SubtaskAssigned, {"subtask": "4.2.3", "period": "2024-05", **_NOTHING}, ("4.2.3", "2024-05")),
        (AnalysisPlanned, {"year": 2024, "planned_on": date(2024, 1, 15)}, ("1.1.2", "2024")),
        (SchedulePlanned, {"year": 2025, "planned_on": date(2024, 1, 15)}, ("1.1.1", "2025")),
        (CartogramAssigned, {"year": 2024, "assigned_on": date(2024, 1, 15)}, ("1.5.1", "2024")),
    ],
)
async def test_a_planned_case_says_what_it_is_for(
    conn: Conn, kind: type[CaseEvent], data: dict[str, Any], slot: tuple[str, str]
) -> None:
    """The first event of a case says which subtask it carries out and for which period; lists find it by both."""
    history = History("a").add(kind, "planned", **data)
    await append(conn, [*history.events, *worked_example("b").events])
    await feed_all(conn)
    rows = (await cases(conn, subtask=slot[0], period=slot[1])).rows
    [row] = [row for row in rows if row.id == history.id]
    assert (row.subtask, row.period) == slot
    assert (await cases(conn, subtask=slot[0], period="2031")).rows == ()


async def test_the_period_follows_a_correction(conn: Conn) -> None:
    """A case assigned for the wrong period is listed under the right one once its entry is corrected."""
    history = History("a").add(SubtaskAssigned, "assigned", subtask="4.2.3", period="2024-05", **_NOTHING)
    data = {"subtask": "4.2.3", "period": "2024-06", "assigned_on": "2024-01-15", "upload_by": None}
    history.add(FactCorrected, "assigned", corrects=1, data=data, reason="x")
    await append(conn, history.events)
    await feed_all(conn)
    assert (await by_ids(conn, [history.id]))[history.id].period == "2024-06"


async def test_a_year_is_counted_by_type_and_subtask(conn: Conn) -> None:
    """The plan's figures count the cases of one year, those of months and quarters among them, and which are closed."""
    parts = [
        History(name).add(SubtaskAssigned, "assigned", subtask="4.2.3", period=period, **_NOTHING)
        for name, period in (("a", "2024-05"), ("b", "2024-12"), ("c", "2023-12"), ("d", "2025-01"))
    ]
    parts[0].add(DeclaredNotApplicable, "not_applicable", declared_on=date(2024, 2, 1), reason="x")
    await append(conn, [organization("almaty.education"), *(event for part in parts for event in part.events)])
    await feed_all(conn)
    assert await planned(conn, 2024) == [PlannedCases("UPR", "4.2.3", 2, 1)]
    assert await planned(conn, 2024, scope=["somebody"]) == []


async def test_what_was_cancelled_is_not_counted(conn: Conn) -> None:
    """A cancelled case is neither one that a body has, nor one that it has done."""
    kept, cancelled = (
        History(name).add(AnalysisPlanned, "planned", year=2024, planned_on=date(2024, 1, 15)) for name in ("a", "b")
    )
    cancelled.add(AnalysisCancelled, "cancelled", cancelled_on=date(2024, 2, 1), basis_no="19", reason="x")
    await append(conn, [organization("almaty.education"), *kept.events, *cancelled.events])
    await feed_all(conn)
    assert await planned(conn, 2024) == [PlannedCases("UPR", "1.1.2", 1, 0)]
