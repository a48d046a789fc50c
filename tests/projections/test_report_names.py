"""What read models know of a report, so that lists can tell one from another."""

from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection

from events.event import CaseEvent
from events.report import ReportFormed
from projections import ALL, searching
from projections.cases import CasesProjection, by_ids, cases
from projections.cleared import Cleared
from projections.compared import Between, compared
from projections.feed import places_of
from projections.findings.entry import year_of
from projections.generations import add_positions, generations, make, switch
from projections.projection import Connect
from projections.rebuild import rebuild
from projections.search_entry import Found
from projections.searching import Sought
from projections.tasks import Wanted, tasks
from projections.versions import LAST_DAY, NO_LATER_DAY, NOTHING_LATER
from service.i18n import translator
from service.subtasks import case_name, row_title
from tests.projections.histories import NOON, History, append, feed_all
from tests.projections.test_sealed import sealed

Conn = AsyncConnection[Any]
CASES = ALL[1]


def formed(name: str, period: str = "2026", *, appendix: int = 4, consolidated: bool = False) -> History:
    """A report on a form, as it was formed."""
    return History(name).add(
        ReportFormed, "formed", appendix=appendix, period=period, consolidated=consolidated, formed_on=date(2027, 1, 11),
        known_at="2027-01-11T10:15:00+05:00", position=1, snapshot="a" * 64, lines=0, blanks=0, proof="b" * 64,
    )  # fmt: skip


def _title(row: Any) -> str:
    return row_title(translator("en"), row)


async def test_every_read_model_tells_reports_apart(conn: Conn) -> None:
    """Of one body the reports on two forms, and the consolidated one, have titles of their own in lists, tasks, searches and comparisons."""
    own, consolidated = formed("own"), formed("consolidated", consolidated=True)
    quarter = formed("quarter", "2026Q2", appendix=2)
    titles = {
        own.id: "Appendix 4, Year 2026", consolidated.id: "Appendix 4, Year 2026, consolidated",
        quarter.id: f"Appendix 2, {translator('en').period('2026Q2')}",
    }  # fmt: skip
    await append(conn, [*own.events, *consolidated.events, *quarter.events])
    await feed_all(conn)
    listed = {row.id: _title(row) for row in (await cases(conn)).rows}
    awaited = await tasks(conn, Wanted(None, ["report/formed"]))
    hits = (await searching.found(conn, Sought("'period=2026'"), Found.CASE)).rows
    early = Between(NOON.replace(year=2000), NO_LATER_DAY, NOTHING_LATER, NO_LATER_DAY)
    assert listed == titles
    assert {row.id: _title(row) for row in awaited.rows} == titles
    assert {row.id: _title(row) for row in (await compared(conn, early)).rows} == titles
    assert {hit.id: case_name(translator("en"), hit) for hit in hits} == {
        str(one.id): titles[one.id] for one in (own, consolidated)
    }
    assert {row.id for row in (await cases(conn, period="2026")).rows} == {own.id, consolidated.id}
    assert translator("ru").period("2026") in row_title(translator("ru"), (await by_ids(conn, [own.id]))[own.id])


async def test_a_sealed_case_says_no_more_than_before(conn: Conn) -> None:
    """Of a sealed case there is its row of Appendix 2 and its quarter, and nothing besides, in lists and in the search."""
    secret = sealed("a")
    await append(conn, secret.events)
    await feed_all(conn)
    to_reader = Cleared({"C4": ["org-1"]})
    [row] = (await cases(conn, cleared=to_reader)).rows
    [hit] = (await searching.found(conn, Sought("'subtask=2.1.1'"), Found.CASE, cleared=to_reader)).rows
    for shown in (row, hit):
        assert (shown.subtask, shown.period, shown.about, shown.number) == ("2.1.1", "2024Q1", "", "")


class _Earlier(CasesProjection):
    """The cases as the version before kept them."""

    version = CasesProjection.version - 1
    tables = CasesProjection.tables.replace(b"    about          text        NOT NULL,\n", b"")


async def test_what_an_earlier_version_kept_is_built_anew(conn: Conn, connect: Connect) -> None:
    """A read model of the version before is rebuilt at the start of this one, which then names the reports that were formed before."""
    report = formed("own")
    old = await make(conn, _Earlier())
    async with conn.transaction():
        await switch(conn, _Earlier(), old)
    await append(conn, report.events)
    await add_positions(conn)
    assert b"about" not in _Earlier.tables
    assert await places_of(conn, CASES) == [], "code of this version feeds no tables of the one before"
    async for _ in rebuild(connect, CASES, only_outdated=True):
        pass
    [live] = [one for one in await generations(conn, "cases") if one.status == "live"]
    row = (await by_ids(conn, [report.id]))[report.id]
    assert (live.version, row.about, row.period) == (CasesProjection.version, "appendix_4", "2026")
    was = await (
        await conn.execute("SELECT about, true_until FROM read.cases_was WHERE id = %s", [report.id])
    ).fetchall()
    assert was == [("appendix_4", LAST_DAY)]


@pytest.mark.parametrize(("event", "year"), [(formed("own").events[0], 2026), (History("a").ordered().events[0], 2024)])
def test_findings_know_for_which_year_a_report_is(event: CaseEvent, year: int) -> None:
    """A report of last year that is formed in January is of last year, when the same file is looked for in two years."""
    assert year_of(event) == year
