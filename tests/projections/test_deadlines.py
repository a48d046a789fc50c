"""Deadlines as they stand."""

from dataclasses import replace
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.case import DeadlinePostponed
from events.deadlines import EXTENSION, Arithmetic, Bound, DeadlineChanges, Outcome, Strength
from events.subtask import SubtaskAssigned, UploadDateSet
from projections.cases import by_ids
from projections.deadline_filters import Standing
from projections.deadline_lists import deadlines, overdue_unrecorded, terms_by_month
from projections.deadline_row import DeadlineRow
from tests.projections.histories import History, append, deadline, feed_all, judged, mixed, organization, worked_example

Conn = AsyncConnection[Any]
DUE = date(2024, 2, 19)


async def _standing(conn: Conn, history: History, key: str = "D04") -> DeadlineRow:
    """Record what the history has more than the log, and give one deadline."""
    known = await (
        await conn.execute(
            "SELECT coalesce(max(originator_version), 0) FROM log.events WHERE originator_id = %s", [history.id]
        )
    ).fetchone()
    await append(conn, history.events[known[0] if known else 0 :])
    await feed_all(conn)
    [row] = [row for row in (await deadlines(conn, today=DUE, case_id=history.id)).rows if row.key == key]
    return row


async def test_a_deadline_keeps_its_arithmetic(conn: Conn) -> None:
    """A row shows the rule, the basis, the anchor, the skipped days with reasons and the calendar of a deadline."""
    row = await _standing(conn, History("a").ordered(DeadlineChanges(set=(deadline("D04/2024Q1", DUE),))), "D04/2024Q1")
    assert (row.rule, row.subtask, row.basis, row.strength, row.bound) == ("D04", "1.1.3", "l.105", "hard", "not_later")
    assert (row.anchor, row.amount, row.unit, row.due) == (date(2024, 3, 4), -10, "working_days", DUE)
    assert row.skipped == [{"day": "2024-03-08", "reason": "holiday", "name": "womens_day", "act": "art. 84"}]
    assert (row.calendar, row.status, row.set_by, row.set_at, row.workflow) == ("kz-1", "open", 1, 1, "risk_analysis")


async def test_the_judgement_decides_the_status(conn: Conn) -> None:
    """In time is met, late is met late, early is early; a second judgement replaces the first."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    late = await _standing(conn, history.announced(deadlines=judged("D04", DUE, date(2024, 2, 20), Outcome.LATE, -1)))
    assert (late.status, late.done_on, late.margin) == ("met_late", date(2024, 2, 20), -1)
    met = await _standing(conn, history.corrected(2, {}, judged("D04", DUE, date(2024, 2, 16), Outcome.IN_TIME, 1)))
    assert (met.status, met.done_on, met.margin) == ("met", date(2024, 2, 16), 1)
    early = await _standing(conn, history.corrected(2, {}, judged("D04", DUE, date(2024, 2, 16), Outcome.EARLY, -1)))
    assert early.status == "early"


async def test_a_missed_deadline_moved_into_the_future_is_open_again(conn: Conn) -> None:
    """Missing is recorded; re-anchoring opens the deadline again and keeps the earlier date, with when that was missed."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),))).missed("D04", DUE, date(2024, 2, 20))
    missed = await _standing(conn, history)
    assert (missed.status, missed.missed_on, missed.previous) == ("missed", date(2024, 2, 20), [])
    again = await _standing(conn, history.amended(DeadlineChanges(set=(deadline("D04", date(2024, 3, 1)),))))
    assert (again.status, again.missed_on, again.due) == ("open", None, date(2024, 3, 1))
    assert (again.previous, again.set_by) == ([{"due": "2024-02-19", "set_by": 1, "missed_on": "2024-02-20"}], 3)


async def test_a_date_that_had_passed_when_it_was_extended_is_kept(conn: Conn) -> None:
    """A document made after the day leaves that day for the review, whatever extends it later; one made in time leaves none."""
    first, second = date(2024, 3, 1), date(2024, 3, 15)

    def extended(due: date, before: date, dated: date) -> DeadlineChanges:
        arithmetic = Arithmetic(
            date(2024, 3, 4), 0, EXTENSION, due, calendar="kz-1", act=f"letter:1:{dated}", extended_from=before
        )
        return DeadlineChanges(set=(replace(deadline("D04", due), arithmetic=arithmetic),))

    late = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),))).missed("D04", DUE, date(2024, 2, 20))
    row = await _standing(conn, late.amended(extended(first, DUE, date(2024, 2, 21))))
    assert (row.missed_due, row.reckoned_due, row.due, row.status) == (DUE, DUE, first, "open")
    row = await _standing(conn, late.amended(extended(second, first, date(2024, 2, 28))))
    assert (row.missed_due, row.due) == (DUE, second)
    in_time = History("b").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    row = await _standing(conn, in_time.amended(extended(first, DUE, DUE)))
    assert (row.missed_due, row.reckoned_due) == (None, first)
    again = await _standing(conn, in_time.amended(DeadlineChanges(set=(deadline("D04", second),))))
    assert again.missed_due is None


async def test_a_deadline_that_the_calendar_put_off_is_not_overdue(conn: Conn) -> None:
    """Once it is recorded that the calendar gives a later day, the earlier one makes nothing overdue."""
    later = date(2024, 2, 20)
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    put_off = DeadlineChanges(set=(deadline("D04", later),))
    history.add(DeadlinePostponed, "ordered", put_off, actor="system", key="D04", due=DUE, postponed_to=later)
    row = await _standing(conn, history)
    assert (row.status, row.due, row.previous) == ("open", later, [{"due": "2024-02-19", "set_by": 1}])
    assert not (await deadlines(conn, today=later, standing=Standing.OVERDUE)).rows


async def test_what_ended_undone_can_be_decided_anew(conn: Conn) -> None:
    """A correction of the end makes a dropped deadline one left undone, and the other way round, without setting it again."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    assert (await _standing(conn, history.amended(DeadlineChanges(dropped=("D04",))))).status == "dropped"
    assert (await _standing(conn, history.amended(DeadlineChanges(lapsed=("D04",))))).status == "not_done"
    assert (await _standing(conn, history.amended(DeadlineChanges(dropped=("D04",))))).status == "dropped"


async def test_an_act_recorded_late_may_have_been_in_time(conn: Conn) -> None:
    """A missed deadline is met, not met late, when the judgement says that the act happened in time."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),))).missed("D04", DUE, date(2024, 2, 20))
    row = await _standing(conn, history.announced(deadlines=judged("D04", DUE, date(2024, 2, 16), Outcome.IN_TIME, 1)))
    assert (row.status, row.missed_on) == ("met", date(2024, 2, 20))


async def test_a_first_permitted_day_is_never_missed(conn: Conn) -> None:
    """A `NOT_BEFORE` bound stays open, is not overdue and is nothing for the scheduler."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D03", DUE, bound=Bound.NOT_BEFORE),)))
    row = await _standing(conn, history.missed("D03", DUE, date(2024, 2, 20)), "D03")
    assert row.status == "open"
    assert not (await deadlines(conn, today=date(2024, 6, 1), standing=Standing.OVERDUE)).rows
    assert await overdue_unrecorded(conn, date(2024, 6, 1)) == []


async def test_what_no_longer_applies_is_dropped(conn: Conn) -> None:
    """A dropped deadline is neither open nor overdue, and can be set again."""
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    dropped = await _standing(conn, history.amended(DeadlineChanges(dropped=("D04",))))
    assert dropped.status == "dropped"
    again = await _standing(
        conn,
        history.corrected(
            1,
            {"order_no": "18-Ө"},
            DeadlineChanges(set=(deadline("D04", DUE),)),
        ),
    )
    assert (again.status, again.workflow) == ("open", "risk_analysis")


async def test_groups_depend_on_the_day(conn: Conn) -> None:
    """Overdue, due soon and open are told apart by the day asked for, to the day."""
    history = History("a", "org-1").ordered(
        DeadlineChanges(set=(deadline("D04", DUE), deadline("D06", date(2024, 3, 14))))
    )
    await append(conn, [organization("org-1", "KZ-75"), *history.events, *worked_example("b").events])
    await feed_all(conn)

    async def keys(day: date, standing: Standing, **filters: Any) -> list[str]:
        found = await deadlines(conn, today=day, soon=date(2024, 3, 14), standing=standing, **filters)
        return [row.key for row in found.rows]

    assert await keys(DUE, Standing.OVERDUE) == []
    assert await keys(DUE, Standing.DUE_SOON) == ["D04", "D06"]
    assert await keys(date(2024, 2, 20), Standing.OVERDUE) == ["D04"]
    assert await keys(date(2024, 2, 20), Standing.DUE_SOON) == ["D06"]
    assert await keys(date(2024, 2, 20), Standing.OPEN, region="KZ-75") == ["D04", "D06"]
    assert await keys(date(2024, 2, 20), Standing.OPEN, scope=["org-2"]) == []
    assert await keys(DUE, Standing.MET_LATE) == ["D04"]
    assert await keys(DUE, Standing.MET, rule="D06") == ["D06"]
    [unrecorded] = await overdue_unrecorded(conn, date(2024, 2, 20))
    assert (unrecorded.case_id, unrecorded.key, unrecorded.due) == (history.id, "D04", DUE)
    assert await overdue_unrecorded(conn, DUE) == []
    months = await terms_by_month(conn, "org-1", date(2024, 1, 1), date(2024, 12, 31), today=date(2024, 2, 20))
    assert [(one.month.month, one.standing, one.terms, one.case_id) for one in months] == [
        (2, "overdue", 1, history.id),
        (3, "not_yet", 1, history.id),
    ]


async def test_recommended_deadlines_are_no_breaches(conn: Conn) -> None:
    """Only binding deadlines judged out of time count as breaches of the case."""
    soft = deadline("D01", DUE, strength=Strength.RECOMMENDED)
    history = History("a").ordered(DeadlineChanges(set=(soft,)))
    history.announced(deadlines=judged("D01", DUE, date(2024, 2, 20), Outcome.LATE, -1))
    assert (await _standing(conn, history, "D01")).status == "met_late"
    assert (await by_ids(conn, [history.id]))[history.id].breaches == 0


async def test_what_is_missed_or_left_undone_is_a_breach(conn: Conn) -> None:
    """A case's breaches are its binding deadlines met out of time, missed and not yet met, or left undone at its end."""
    discussion = date(2024, 3, 14)
    history = History("a").ordered(DeadlineChanges(set=(deadline("D04", DUE), deadline("D06", discussion))))
    history.announced(deadlines=judged("D04", DUE, date(2024, 2, 20), Outcome.LATE, -1))
    history.missed("D06", discussion, date(2024, 3, 15))
    await append(conn, history.events)
    await feed_all(conn)
    assert (await by_ids(conn, [history.id]))[history.id].breaches == 2


async def test_pages_leave_no_gap_and_repeat_nothing(conn: Conn) -> None:
    """Turning pages shows every deadline once, though many fall on one day."""
    await append(conn, mixed(20))
    await feed_all(conn)
    seen, cursor = [], ""
    while True:
        page = await deadlines(conn, today=DUE, cursor=cursor, limit=7)
        seen += [(row.due, row.case_id, row.key) for row in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert len(seen) == 40
    assert seen == sorted(set(seen))


async def test_what_is_to_be_recorded_comes_by_pages_of_one_log(conn: Conn) -> None:
    """Pages of what the scheduler has to record leave no gap and repeat nothing, though rows go meanwhile; one log's are apart."""
    two = DeadlineChanges(set=(deadline("D04", DUE), deadline("D06", DUE)))
    histories = [History(f"{number}").ordered(two) for number in range(3)]
    await append(conn, [event for history in histories for event in history.events])
    north = History("north").ordered(two)
    await append(conn, north.events, log="north")
    await feed_all(conn)
    today = date(2024, 2, 20)
    listed = await overdue_unrecorded(conn, today, log="main")
    assert [(row.case_id, row.key) for row in listed] == sorted(
        (h.id, key) for h in histories for key in ("D04", "D06")
    )
    first = await overdue_unrecorded(conn, today, 3, log="main")
    [gone] = [history for history in histories if history.id == first[-1].case_id]
    await append(conn, gone.missed(first[-1].key, DUE, today).events[1:])
    await feed_all(conn)
    assert [*first, *await overdue_unrecorded(conn, today, log="main", after=first[-1])] == listed
    assert {row.case_id for row in await overdue_unrecorded(conn, today, log="north")} == {north.id}
    assert len(await overdue_unrecorded(conn, today)) == 7


async def test_a_date_of_the_card_is_of_its_cases_subtask(conn: Conn) -> None:
    """A deadline that names no subtask has that of its case, whether it comes with the case or later, and on all days."""
    unsaid = replace(deadline("D23", DUE), subtask="")
    given = History("a").add(SubtaskAssigned, "assigned", DeadlineChanges(set=(unsaid,)), **_assigned("4.2.3"))
    later = History("b").add(SubtaskAssigned, "assigned", **_assigned("4.1.1"))
    assert (await _standing(conn, given, "D23")).subtask == "4.2.3"
    await append(conn, later.events)
    await feed_all(conn)
    entered: dict[str, Any] = {"upload_by": DUE, "set_on": date(2024, 1, 20), "basis": "Карта"}
    later.add(UploadDateSet, "assigned", DeadlineChanges(set=(unsaid,)), **entered)
    assert (await _standing(conn, later, "D23")).subtask == "4.1.1"
    assert [row.case_id for row in (await deadlines(conn, today=DUE, subtask="4.1.1")).rows] == [later.id]
    assert [row.case_id for row in (await deadlines(conn, today=DUE, subtask="4.2")).rows] == [given.id]


def _assigned(subtask: str) -> dict[str, Any]:
    return {"subtask": subtask, "period": "2024-05", "assigned_on": date(2024, 1, 15), "upload_by": DUE}
