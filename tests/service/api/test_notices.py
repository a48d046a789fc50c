"""The caller's notices over HTTP."""

from collections.abc import AsyncIterator
from datetime import date

import msgspec
import pytest

from service.alerts.hours import Hours
from service.alerts.outbox import tell
from service.api import shapes
from tests.service.alerts.made import notice
from tests.serving import BODY, Served, problem_of, serving
from tests.web.visiting import lived, people
from workflows.actor import Role


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def test_notices_are_listed_with_the_next_action_and_marked_read(served: Served) -> None:
    """Each notice comes in a sentence and in data, page by page; those that are named, or all, are marked read."""
    officer = await served.service.access.account("officer")
    case_id = await lived(served, 0)
    about = {"case_id": case_id, "key": "D04", "rule": "D04", "due": date(2024, 2, 19)}
    async with served.service.pool.connection() as conn:
        told = await tell(conn, [notice(officer.id, **about, days=days) for days in (3, 2, 1)], Hours())
    client = await served.client(officer)
    page = msgspec.convert((await client.get("/api/v1/notices", params={"limit": 2})).json(), shapes.Notices)
    assert [item.days for item in page.items] == [1, 2]
    first = page.items[0]
    assert (first.days_left, first.over, first.next) == (5, False, "announce_start")
    assert first.text.endswith("due 19 February 2024 (Mon), in 5 working days; you are responsible")
    assert page.unread == 3
    assert page.next
    rest = (await client.get(page.next)).json()
    assert ([item["days"] for item in rest["items"]], rest["next"]) == ([3], None)
    answer = await client.post("/api/v1/notices/read", json={"ids": [str(told[0].id)]})
    assert answer.json() == {"read": 1, "unread": 2}
    unread = (await client.get("/api/v1/notices", params={"unread": True})).json()["items"]
    assert [item["days"] for item in unread] == [1, 2]
    assert (await client.post("/api/v1/notices/read", json={"all": True})).json() == {"read": 2, "unread": 0}


async def test_a_sealed_case_gives_no_content(served: Served) -> None:
    """Of a notice about a sealed case nothing says what it is about."""
    officer = await served.service.access.account("officer")
    async with served.service.pool.connection() as conn:
        await tell(conn, [notice(officer.id, clearance="C4", subtask="2.1.1")], Hours())
    [item] = (await (await served.client(officer)).get("/api/v1/notices")).json()["items"]
    blank = {name: item[name] for name in ("key", "organization", "workflow", "subtask", "rule", "next")}
    assert blank == dict.fromkeys(("key", "organization", "workflow", "subtask", "rule"), "") | {"next": None}


async def test_what_is_doubtful_is_refused(served: Served) -> None:
    """A body that names no notices, or both, is refused with an example; so is a cursor that no page gave out."""
    client = await served.client(await served.account("reader", Role.OFFICER, BODY))
    for body in ({}, {"all": False}, {"ids": "x"}, {"ids": ["x"]}, {"ids": [], "all": True}):
        problem = problem_of(await client.post("/api/v1/notices/read", json=body), 400, "bad-request")
        assert '{"all": true}' in problem["detail"]
    problem_of(await client.get("/api/v1/notices", params={"cursor": "x"}), 400, "bad-cursor")
    problem_of(await served.anonymous().get("/api/v1/notices"), 401, "unauthenticated")
