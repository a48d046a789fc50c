"""Read models fed with what the workflow itself made say what the case says."""

from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection

from projections import cases
from projections.deadline_lists import deadlines
from tests.projections.histories import append, feed_all
from tests.workflows.risk_analysis.life import CLOSED, START, lived
from tests.workflows.scenario import HEAD, OFFICER, Scenario

Conn = AsyncConnection[Any]


def closed() -> Scenario:
    """An analysis whose monitoring was closed with a quarterly report unsent."""
    return lived("approve_positions").do(
        "close_monitoring", OFFICER, "2024-10-08", **CLOSED | {"closed_on": "2024-10-08", "reason": "x"}
    )


def cancelled() -> Scenario:
    """An analysis cancelled after a deadline had passed."""
    return lived("order").do("cancel", HEAD, "2024-03-12", cancelled_on="2024-03-12", basis_no="2", reason="x")


def corrected_opening() -> Scenario:
    """An analysis that an announcement opened, the announcement corrected without what may be left out."""
    planned = START | {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    scenario = Scenario().do("announce_start", OFFICER, "2024-02-16", **planned)
    return scenario.do("correct", OFFICER, "2024-02-16", corrects=1, reason="x", data=planned | {"channel": "media"})


@pytest.mark.parametrize("make", [closed, cancelled, corrected_opening], ids=lambda make: make.__name__)
async def test_the_read_models_say_what_the_case_says(conn: Conn, make: Any) -> None:
    """State, version and every deadline's status and date are those of the folded case, and the case is in the list."""
    case = make().case
    await append(conn, case.history)
    await feed_all(conn)
    page = await deadlines(conn, today=date(2024, 12, 1), case_id=case.id, limit=100)
    assert {row.key: (row.status, row.due) for row in page.rows} == {
        key: (standing.status, standing.deadline.due) for key, standing in case.deadlines.items()
    }
    [row] = (await cases.cases(conn)).rows
    assert (row.id, row.state, row.version) == (case.id, case.state, case.version)
