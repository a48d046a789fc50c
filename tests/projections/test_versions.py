"""Versions of rows: whatever was corrected or entered late, every moment shows what a replay up to it gives."""

from datetime import date, timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection

from events.case import days_of
from projections.cases import cases
from projections.deadline_lists import deadlines
from projections.past import as_of
from projections.versions import NO_LATER_DAY, NOTHING_LATER
from tests.projections.histories import append, feed_all
from tests.projections.test_real_histories import cancelled, corrected_opening
from tests.projections.visits import by_versions, by_visits
from tests.workflows.risk_analysis.life import START, lived
from tests.workflows.scenario import HEAD, OFFICER, Scenario

Conn = AsyncConnection[Any]


def corrected_day() -> Scenario:
    """An analysis whose announcement is corrected to another day when it has long begun."""
    data = START | {"published_on": "2024-02-14"}
    scenario = lived("approve_positions")
    number = next(e.originator_version for e in scenario.case.history if "start_announced" in e.TOPIC)
    return scenario.do(
        "correct",
        OFFICER,
        scenario.case.history[-1].timestamp.date().isoformat(),
        corrects=number,
        reason="x",
        data=data,
    )


def entered_late() -> Scenario:
    """An analysis whose order was amended before the announcement, which is entered only afterwards."""
    amendment = {"order_no": "21-Ө", "amended_on": "2024-02-13", "starts_on": "2024-03-04", "ends_on": "2024-04-05"}
    return lived("announce_start").do("amend_order", HEAD, "2024-02-20", **amendment, reason="Продление")


MADE = [cancelled, corrected_opening, corrected_day, entered_late]


@pytest.mark.parametrize("size", [1, 1000])
@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
async def test_every_moment_shows_what_a_replay_gives(conn: Conn, make: Any, size: int) -> None:
    """After each event and for each day, state, version and deadlines are those of the case folded up to there, however the events were fed.

    Its visits to states are those of its versions, and figures are counted of the same terms.
    """
    case = make().case
    for event in case.history:
        await append(conn, [event])
        if size == 1:
            await feed_all(conn)
    await feed_all(conn, size)
    query = "SELECT recorded_at FROM log.events ORDER BY position"
    instants = [at for (at,) in await (await conn.execute(query)).fetchall()]
    days = sorted({day + timedelta(days=n) for day in days_of(case.history).values() for n in (-1, 0)})
    for number, at in enumerate(instants, 1):
        for day in (*days, NO_LATER_DAY):
            replayed = type(case).as_of(case.history[:number], day)
            async with as_of(conn, at, day):
                rows = (await cases(conn)).rows
                page = await deadlines(conn, today=date(2024, 12, 1), case_id=case.id, limit=100)
                visits, versions = await by_visits(conn), await by_versions(conn)
                terms, awaited = await _terms(conn, "terms"), await _terms(conn, "awaited_terms")
            where = (number, day)
            assert visits == versions, where
            standing = sorted((row.due, row.rule, row.status) for row in page.rows if row.status != "dropped")
            assert (terms, awaited) == (standing, [one for one in standing if one[2] in {"open", "missed"}]), where
            assert len(rows) == (replayed is not None), where
            if replayed:
                assert (rows[0].state, rows[0].version, rows[0].closed) == (
                    replayed.state, replayed.version, replayed.closed
                ), where  # fmt: skip
                expected = {key: (one.status, one.deadline.due) for key, one in replayed.deadlines.items()}
                assert {row.key: (row.status, row.due) for row in page.rows} == expected, where
    async with as_of(conn, NOTHING_LATER, NO_LATER_DAY):
        assert (await cases(conn)).rows[0].version == case.version


async def _terms(conn: Conn, view: str) -> list[tuple[Any, ...]]:
    query = f"SELECT due, rule, status FROM read.{view}".encode()  # noqa: S608 - a name of ours
    return sorted(await (await conn.execute(query)).fetchall())
