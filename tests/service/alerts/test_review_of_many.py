"""The review of many deadlines: a page is there at once."""

import time
from datetime import date

from events.store.statements import load
from service.alerts import review
from service.alerts.lateness import Lateness
from service.alerts.review import Group, Span
from tests.serving import BODY, serving
from workflows.actor import Role

SQL = load(__package__, "test_review_of_many.sql")
TODAY, QUARTER = date(2024, 6, 3), Span(date(2024, 1, 1), date(2024, 3, 31), "KZ-19", BODY, "1")


async def test_a_quarter_among_a_hundred_thousand(database_url: str) -> None:
    """Numbers, and the first page of the whole list with who was told, take less than two seconds."""
    async with serving(database_url) as served, served.service.pool.connection() as conn:
        account = await served.account("officer", Role.OFFICER, BODY)
        register = await served.service.register.current()
        await conn.execute(SQL["deadlines"])
        await conn.execute(SQL["notices"], {"account": account.id})
        await conn.execute("ANALYZE")
        began = time.perf_counter()
        total, *_ = await review.outcomes(conn, QUARTER, Lateness(register, TODAY), [BODY])
        page = await review.lines(conn, QUARTER, Group.DUE, TODAY, scope=[BODY], limit=25)
        about, told = await review.about(conn, page.rows), await review.told_of(conn, page.rows)
        took = time.perf_counter() - began
    assert (total.due, total.told) == (12_467, 12_467)
    assert (len(page.rows), len(about), len(told), bool(page.next)) == (25, 25, 25, True)
    assert took < 2, took
