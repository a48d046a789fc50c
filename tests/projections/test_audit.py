"""The audit trail."""

from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from projections.audit import AuditEntry, audit
from tests.projections.histories import append, feed_all, organization, worked_example

Conn = AsyncConnection[Any]


async def of_case(conn: Conn, case_id: UUID) -> list[AuditEntry]:
    """The events of a case, the first one first."""
    return list(reversed((await audit(conn, case_id=case_id)).rows))


async def test_every_event_is_there_once_with_both_clocks(conn: Conn) -> None:
    """A case's trail has each event in order: who, for whom, when it happened, when recorded, its data and deadlines."""
    history = worked_example("a")
    await append(conn, history.events)
    await feed_all(conn)
    trail = await of_case(conn, history.id)
    assert [entry.version for entry in trail] == [1, 2, 3, 4, 5, 6, 7]
    order, announcement, missed = trail[0], trail[1], trail[3]
    assert (order.topic, order.actor, order.on_behalf_of, order.role) == (
        "risk_analysis.analysis_ordered",
        "officer-1",
        "head-1",
        "officer",
    )
    assert (order.occurred_on, order.source, order.state) == (date(2024, 2, 12), "new", "ordered")
    assert order.recorded_at.tzinfo is not None
    assert order.data["authorised"] == {"kind": "unit", "members": ["Отдел контроля"]}
    assert [d["key"] for d in order.deadlines["set"]] == ["D04", "D06"]
    assert announcement.remarks == ["announced_late"]
    assert (missed.topic, missed.workflow, missed.data["key"]) == ("case.deadline_missed", "risk_analysis", "D06")
    assert trail[2].deadlines == {}


async def test_the_workflow_of_a_later_batch_is_known(conn: Conn) -> None:
    """An event that does not name its workflow gets that of its case, also when the case began long before."""
    await append(conn, worked_example("a").events)
    await feed_all(conn, size=1)
    [missed] = (await audit(conn, topic="case.deadline_missed")).rows
    assert missed.workflow == "risk_analysis"


async def test_filters_choose_by_who_what_where_and_when(conn: Conn) -> None:
    """Every filter leaves the events it names, the newest first."""
    a, b = worked_example("a", "org-1"), worked_example("b", "org-2")
    await append(conn, [organization("org-1", "KZ-19"), organization("org-2", "KZ-75"), *a.events])
    await append(conn, b.events)
    await feed_all(conn)
    [first_of_b] = [entry for entry in await of_case(conn, b.id) if entry.version == 1]

    async def places(**filters: Any) -> list[int]:
        return [entry.position for entry in (await audit(conn, limit=200, **filters)).rows]

    assert await places() == list(range(16, 0, -1))
    assert await places(actor="scheduler") == [13, 6]
    assert await places(topic="risk_analysis.analysis_begun") == [12, 5]
    assert await places(workflow="risk_analysis", organization="org-1") == [9, 8, 7, 6, 5, 4, 3]
    assert await places(organization="org-1", topic="organization.registered") == [1]
    assert await places(scope=["org-2"], on_behalf_of="head-1", occurred_to=date(2024, 2, 12)) == [10]
    assert await places(region="KZ-75", occurred_from=date(2024, 3, 1)) == [16, 15, 14, 13, 12, 2]
    assert await places(recorded_from=first_of_b.recorded_at) == list(range(16, 9, -1))
    assert await places(recorded_before=first_of_b.recorded_at) == list(range(9, 0, -1))


async def test_pages_leave_no_gap_and_repeat_nothing(conn: Conn) -> None:
    """Turning pages shows every event once, from several logs."""
    await append(conn, worked_example("a").events)
    await append(conn, worked_example("b").events, log="north")
    await feed_all(conn)
    seen, cursor = [], ""
    while True:
        page = await audit(conn, cursor=cursor, limit=3)
        seen += [(entry.log, entry.position) for entry in page.rows]
        cursor = page.next
        if not cursor:
            break
    assert sorted(seen) == [(log, position) for log in ("main", "north") for position in range(1, 8)]
