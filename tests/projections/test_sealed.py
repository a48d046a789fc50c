"""What read models keep of sealed cases, and to whom queries give it."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from psycopg import AsyncConnection

from events.deadlines import DeadlineChanges
from events.event import Envelope, Recorded
from events.reading import Reading, SealedCase, SealedRead
from projections.audit import audit
from projections.batch import Item
from projections.cases import by_ids, cases, planned
from projections.cleared import NOTHING_SEALED, Cleared
from projections.dashboard import outcomes, stages, tiles
from projections.deadline_lists import deadlines, overdue_unrecorded, terms_by_month
from projections.named_files import naming
from projections.sealed_reads import reads
from tests.projections.histories import NOON, History, append, contents, deadline, feed_all, organization
from tests.projections.test_report_counts import OFFENCE, Secret
from tests.stories.secrets import ReportMade

Conn = AsyncConnection[Any]
DUE, LATER = date(2024, 2, 19), date(2024, 3, 1)


def sealed(name: str, body: str = "org-1") -> Secret:
    """A sealed case with a deadline."""
    history = Secret(name, body)
    set_ = DeadlineChanges(set=(deadline("D04", DUE),))
    history.add(ReportMade, "known", set_, found_on=date(2024, 2, 12), offence=OFFENCE, letter="a" * 64)
    return history


async def _told(conn: Conn, cleared: Cleared) -> tuple[set[Any], set[Any], set[Any]]:
    """Give the cases that lists and look-ups by id give, and those whose deadlines are listed."""
    listed = {row.id for row in (await cases(conn, cleared=cleared)).rows}
    found = set(await by_ids(conn, [Secret("a").id, Secret("b").id, History("c").id], cleared))
    due = {row.case_id for row in (await deadlines(conn, today=LATER, cleared=cleared)).rows}
    return listed, found, due


async def test_queries_give_sealed_rows_to_those_cleared_alone(conn: Conn) -> None:
    """Without a clearance no sealed row is given; with one, those of its kind and organisations, and all others as ever."""
    a, b = sealed("a"), sealed("b", "org-2")
    c = History("c", "org-1").ordered(DeadlineChanges(set=(deadline("D04", DUE),)))
    await append(conn, [*a.events, *b.events, *c.events])
    await feed_all(conn)
    assert await _told(conn, NOTHING_SEALED) == ({c.id},) * 3
    assert await _told(conn, Cleared({"C6": ["org-1"]})) == ({c.id},) * 3
    assert await _told(conn, Cleared({"C4": ["org-1"], "C6": ["org-2"]})) == ({a.id, c.id},) * 3
    assert await _told(conn, Cleared({"C4": ["org-1", "org-2"]})) == ({a.id, b.id, c.id},) * 3
    [row] = [row for row in (await cases(conn, cleared=Cleared({"C4": ["org-1"]}))).rows if row.id == a.id]
    assert (row.clearance, row.organization) == ("C4", "org-1")


async def test_figures_and_the_trail_leave_sealed_cases_out(conn: Conn) -> None:
    """Counts, tiles, figures of organisations, the plan's and the audit trail know nothing of a sealed case, event by event too."""
    history = sealed("a").missed("D04", DUE, date(2024, 2, 20))
    await append(conn, [organization("org-1"), *history.events])
    await feed_all(conn, size=1)
    assert (await stages(conn), await outcomes(conn), await planned(conn, 2024)) == ([], [], [])
    assert (await tiles(conn, LATER, LATER)).open == 0
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    assert await terms_by_month(conn, "org-1", first, last, today=LATER) == []
    assert await terms_by_month(conn, "org-1", first, last, today=LATER, cleared=Cleared({"C4": ["org-1"]})) != []
    assert [entry.topic for entry in (await audit(conn)).rows] == ["organization.registered"]
    assert OFFENCE.offender not in str(await contents(conn))


async def test_the_scheduler_sees_sealed_deadlines(conn: Conn) -> None:
    """What passed on a sealed case is to be recorded like anything else, and says that it is sealed."""
    await append(conn, sealed("a").events)
    await feed_all(conn)
    assert [(row.key, row.clearance) for row in await overdue_unrecorded(conn, LATER)] == [("D04", "C4")]


async def test_files_are_known_by_the_cases_that_name_them(conn: Conn) -> None:
    """Each case that names a file is known with its clearance, also where a correction alone names it; the hash is kept nowhere."""
    history = sealed("a")
    history.corrected(1, {"letter": "b" * 64})
    await append(conn, history.events)
    await feed_all(conn)
    for sha256 in ("a" * 64, "b" * 64):
        [found] = (await naming(conn, "org-1", [sha256]))[sha256]
        assert (found.case_id, found.clearance) == (history.id, "C4")
        assert await naming(conn, "org-2", [sha256]) == {sha256: []}
        assert sha256 not in str(await contents(conn))


async def test_reads_are_kept_by_case(conn: Conn) -> None:
    """A read of a list counts for each of its cases; the audit trail does not tell of it."""
    a, b = SealedCase(Secret("a").id, "org-1", "C4"), SealedCase(Secret("b").id, "org-2", "C4")
    for what, read in ((Reading.LIST, (a, b)), (Reading.PAGE, (a,))):
        envelope = Envelope("somebody", "officer", uuid4(), clearance="C4")
        event = SealedRead(
            originator_id=uuid4(), originator_version=1, timestamp=NOON, envelope=envelope, cases=read, what=what
        )
        await append(conn, [event])
    await feed_all(conn)
    assert [(row.actor, row.what) for row in (await reads(conn, a.case)).rows] == [
        ("somebody", "page"),
        ("somebody", "list"),
    ]
    assert [row.what for row in (await reads(conn, b.case)).rows] == ["list"]
    assert (await audit(conn)).rows == ()


@pytest.mark.parametrize(
    ("history", "told"), [(sealed("a"), "ValueError"), (History("a").ordered(), "ValueError: Асанов")]
)
def test_what_went_wrong_with_a_sealed_event_is_told_by_its_kind(history: History, told: str) -> None:
    """The words of an error may quote the event: of a sealed one they are kept nowhere, nor is its id in log lines."""
    item = Item(1, history.id, Recorded("main", 1, NOON, history.events[0]))
    assert item.told(ValueError("Асанов")) == told
    assert (str(history.id) in str(item.named)) is not item.sealed
