"""Saved views: kept under a name, shared with a team or not, one of them shown first, those that fit no more say so."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import psycopg
import pytest

from service.api import shapes
from service.inbox.views import MOST
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

PAGES: dict[str, dict[str, str]] = {
    "tasks": {"tab": "returned", "project": "3", "subtask": "3.2.1", "organization": BODY, "due_from": "2024-02-01", "late": "1"},
    "deadlines": {"standing": "met_late", "rule": "D05", "strength": "hard", "region": "KZ-19", "counted": "true"},
    "cases": {"q": "17-Ө", "workflow": "subtask", "state": "returned", "open": "open", "period": "2024Q2", "counted": "true"},
    "organizations": {"text": "region", "region": "KZ-19", "type": "UPR", "closed": "yes"},
    "search": {"q": "«отдел» -школа", "kind": "case", "region": "KZ-19", "project": "3", "state": "returned", "open": "open"},
    "deadlines/review": {"quarter": "2023Q4", "region": "KZ-19", "project": "1", "rule": "D05", "group": "missed"},
    "audit": {"topic": "case.deadline_missed", "region": "KZ-19", "occurred_from": "2024-01-01", "recorded_to": "2024-02-01"},
}  # fmt: skip
"""What each page can be asked for."""


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _client(served: Served, login: str = "officer") -> httpx2.AsyncClient:
    return await served.client(await served.service.access.account(login))


async def _save(client: httpx2.AsyncClient, name: str, page: str = "tasks", **query: str) -> Any:
    answer = await client.post("/api/v1/views", json={"page": page, "name": name, "query": query})
    assert answer.status_code == 201, answer.text
    return msgspec.convert(answer.json(), shapes.ViewItem)


@pytest.mark.parametrize("page", PAGES)
async def test_a_filter_is_kept_as_it_was_asked(served: Served, page: str) -> None:
    """Each page's view comes back as it was, for its owner alone, and its page opens with it without a complaint."""
    login, name = ("supervisor" if page == "audit" else "officer"), page.rpartition("/")[2]
    client = await _client(served, login)
    kept = await _save(client, "Мой", name, **PAGES[page])
    assert (kept.query, kept.unknown, kept.default) == (PAGES[page], {}, False)
    assert [item["id"] for item in (await client.get("/api/v1/views", params={"page": name})).json()["items"]] == [
        str(kept.id)
    ]
    assert (await (await _client(served, "head")).get("/api/v1/views")).json()["items"] == []
    browser = await visitor(served, login)
    text = (await browser.get(f"/{page}", params={"all": "1", "lang": "en"})).text
    [address] = re.findall(rf'href="(/{page}\?[^"]+)">Мой</a>', text)
    opened = (await browser.get(address.replace("&amp;", "&"))).text
    assert "there is no such thing to filter by" not in opened
    for parameter, value in PAGES[page].items():
        assert f'name="q.{parameter}" value="{value}"' in opened


async def test_a_filter_is_renamed_replaced_and_deleted(served: Served) -> None:
    """A name belongs to one filter: saving under it again changes the query, another cannot take it."""
    client = await _client(served)
    first, second = await _save(client, "  Мои   дела ", tab="mine"), await _save(client, "Другие", tab="unit")
    assert first.name == "Мои дела"
    again = await _save(client, "Мои дела", tab="returned")
    assert (again.id, again.query) == (first.id, {"tab": "returned"})
    taken = problem_of(await client.post(f"/api/v1/views/{second.id}", json={"name": "Мои дела"}), 422, "invalid")
    assert taken["errors"][0]["pointer"] == "#/name"
    renamed = await client.post(f"/api/v1/views/{second.id}", json={"name": "Чужие"})
    assert renamed.json()["name"] == "Чужие"
    problem_of(await (await _client(served, "head")).delete(f"/api/v1/views/{second.id}"), 404, "unknown")
    assert (await client.delete(f"/api/v1/views/{second.id}")).status_code == 200
    problem_of(await client.delete(f"/api/v1/views/{second.id}"), 404, "unknown")


async def test_the_default_is_shown_first(served: Served) -> None:
    """Who asks for nothing is led to the default; who resets the filter is not; of two that are set at once one stands."""
    client, browser = await _client(served), await visitor(served, "officer")
    first, second = await _save(client, "a", tab="returned"), await _save(client, "b", tab="mine", late="1")

    async def default(one: Any, wanted: bool = True) -> int:
        return (await client.post(f"/api/v1/views/{one.id}", json={"default": wanted})).status_code

    assert await default(first) == 200
    led = await browser.get("/tasks")
    assert (led.status_code, led.headers["location"]) == (303, "/tasks?tab=returned")
    assert (await browser.get("/tasks?tab=mine")).status_code == 200
    assert set(await asyncio.gather(*(default(one) for one in (first, second, first, second)))) == {200}
    shown = [item["default"] for item in (await client.get("/api/v1/views")).json()["items"]]
    assert sorted(shown) == [False, True]
    assert await default(first) == 200
    assert await default(first, wanted=False) == 200
    assert (await browser.get("/tasks")).status_code == 200


async def test_what_fits_no_more_says_so(served: Served) -> None:
    """A filter by what there is no more is marked, on the page and over the API, and as default it is not followed."""
    client, browser = await _client(served), await visitor(served, "officer")
    kept = await _save(client, "Старый", tab="returned")
    await client.post(f"/api/v1/views/{kept.id}", json={"default": True})
    with psycopg.connect(served.database, autocommit=True) as conn:
        conn.execute("UPDATE alerts.views SET query = 'tab=returned&workflow=gone&colour=red'")
    [item] = (await client.get("/api/v1/views")).json()["items"]
    assert item["unknown"] == {"workflow": "gone", "colour": "red"}
    page = await browser.get("/tasks")
    assert page.status_code == 200
    text = (await browser.get("/tasks", params={"all": "1", "lang": "en"})).text
    assert "does not fit any more: workflow=gone, colour=red" in text
    assert "Your default view “Старый” does not fit any more" in (await browser.get("/tasks")).text


async def test_what_no_page_understands_is_not_kept(served: Served) -> None:
    """A filter that its page would not understand is refused with what is wrong; so are names that are none, and too many filters."""
    client = await _client(served)
    for body, pointers in (
        ({"page": "tasks", "name": "x", "query": {"tab": "nosuch", "due_to": "2024-02-30"}}, {"#/query/tab", "#/query/due_to"}),
        ({"page": "cases", "name": "x", "query": {"organization": "nosuch"}}, {"#/query/organization"}),
        ({"page": "cases", "name": "  ", "query": {}}, {"#/name"}),
        ({"page": "maps", "name": "x", "query": {}}, {"#/page"}),
        ({"page": "cases", "name": "x" * 81, "query": {}}, {"#/name"}),
    ):  # fmt: skip
        errors = problem_of(await client.post("/api/v1/views", json=body), 422, "invalid")["errors"]
        assert {error["pointer"] for error in errors} == pointers
    for wrong in ({}, {"page": "cases", "name": "x", "query": {"q": 1}}):
        problem_of(await client.post("/api/v1/views", json=wrong), 400, "bad-request")
    for number in range(MOST):
        await _save(client, f"filter {number}", "cases")
    too_many = {"page": "cases", "name": "one more", "query": {}}
    problem_of(await client.post("/api/v1/views", json=too_many), 422, "invalid")
    assert (await _save(client, "filter 0", "cases", q="17")).query == {"q": "17"}


async def test_filters_are_kept_by_the_page_alone(served: Served) -> None:
    """Without JavaScript a filter is saved, set first, renamed and deleted by the page's own forms, which lead back to it."""
    browser = await visitor(served, "officer")

    async def change(**fields: str) -> httpx2.Response:
        return await browser.post("/views", data={"back": "/deadlines?standing=met", **fields})

    async def kept() -> list[str]:
        return re.findall(r'name="id" value="([^"]+)"', (await browser.get("/deadlines?standing=met")).text)

    saved = await change(wish="save", page="deadlines", name="Готово", **{"q.standing": "met"})
    assert (saved.status_code, saved.headers["location"]) == (303, "/deadlines?standing=met")
    one = (await kept())[0]
    await change(wish="default", id=one)
    assert (await browser.get("/deadlines")).headers["location"] == "/deadlines?standing=met"
    await change(wish="rename", id=one, name="В срок")
    assert "В срок</a>" in (await browser.get("/deadlines?standing=met")).text
    assert (await change(wish="rename", id=one, name="")).status_code == 400
    await change(wish="delete", id=one)
    assert await kept() == []
    assert (await change(wish="nonsense")).status_code == 400
    assert (
        await browser.post("/views", data={"wish": "save"}, headers={"Origin": "https://evil.example"})
    ).status_code == 403


async def _of(served: Served, login: str, body: str) -> httpx2.AsyncClient:
    return await served.client(await served.account(login, Role.OFFICER, body, password=PASSWORD))


async def _names(client: httpx2.AsyncClient, page: str = "cases") -> list[str]:
    return [item["name"] for item in (await client.get("/api/v1/views", params={"page": page})).json()["items"]]


async def _shared(client: httpx2.AsyncClient, name: str, shared: str) -> Any:
    body = {"page": "cases", "name": name, "query": {"open": "open"}, "shared": shared}
    answer = await client.post("/api/v1/views", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_view_is_seen_by_the_team_it_is_shared_with(served: Served) -> None:
    """A private view is its owner's alone, one of the body all of it see, one of those below them too; bodies above and beside do not."""
    owner, colleague = await _client(served), await _client(served, "head")
    above, below, beside = (
        await _of(served, "above", REGION),
        await _of(served, "below", BELOW),
        await _of(served, "beside", OTHER),
    )
    for shared in ("private", "body", "below"):
        assert (await _shared(owner, shared, shared))["shared"] == shared
    assert await _names(owner) == ["private", "body", "below"]
    assert await _names(colleague) == ["below", "body"]
    assert await _names(below) == ["below"]
    assert await _names(above) == await _names(beside) == await _names(await _client(served, "supervisor")) == []
    await _shared(await _client(served, "supervisor"), "to all", "below")
    assert await _names(beside) == ["to all"]
    problem_of(await owner.post("/api/v1/views", json={"page": "cases", "name": "x", "query": {}, "shared": "world"}), 400, "bad-request")  # fmt: skip


async def test_only_the_owner_changes_a_shared_view(served: Served) -> None:
    """Those with whom it is shared open it and may have it shown first, each for themselves; they cannot rename, share, move or delete it."""
    owner, colleague = await _client(served), await _client(served, "head")
    view = await _shared(owner, "Открытые", "body")
    address = f"/api/v1/views/{view['id']}"
    for change in ({"name": "x"}, {"shared": "private"}, {"place": 1}):
        problem_of(await colleague.post(address, json=change), 404, "unknown")
    problem_of(await colleague.delete(address), 404, "unknown")
    [seen] = (await colleague.get("/api/v1/views")).json()["items"]
    assert (seen["own"], seen["owner"], seen["default"]) == (False, "Officer", False)
    assert (await colleague.post(address, json={"default": True})).json()["default"] is True
    assert (await (await visitor(served, "head")).get("/cases")).headers["location"] == "/cases?open=open"
    assert (await (await visitor(served, "officer")).get("/cases")).status_code == 200
    page = (await (await visitor(served, "head")).get("/cases?all=1&lang=en")).text
    assert "shared by Officer" in page
    assert 'value="rename"' not in page
    assert (await owner.post(address, json={"shared": "private"})).json()["shared"] == "private"
    assert await _names(colleague) == []
    assert (await (await visitor(served, "head")).get("/cases")).status_code == 200, (
        "what is not seen any more is not followed"
    )


async def test_views_stand_in_the_order_of_their_owner(served: Served) -> None:
    """A new view comes last; one that is moved takes its place, and the page has a button that brings it to the top."""
    client, browser = await _client(served), await visitor(served, "officer")
    one, _two, three = [await _save(client, name, "cases", q=name) for name in ("a", "b", "c")]
    assert await _names(client) == ["a", "b", "c"]
    await client.post(f"/api/v1/views/{one.id}", json={"place": 2})
    assert await _names(client) == ["b", "a", "c"]
    await browser.post("/views", data={"wish": "first", "id": str(three.id), "back": "/cases?all=1"})
    assert await _names(client) == ["c", "b", "a"]
    await browser.post("/views", data={"wish": "share", "id": str(three.id), "shared": "body", "back": "/cases?all=1"})
    assert await _names(await _client(served, "head")) == ["c"]
    assert (await browser.post("/views", data={"wish": "share", "id": str(three.id), "shared": "x"})).status_code == 400


async def test_a_shared_view_shows_nobody_more_than_they_may_see(served: Served) -> None:
    """Who opens a view of somebody who sees more sees what they themselves may."""
    await lived(served, 1)
    supervisor = await _client(served, "supervisor")
    body = {"page": "search", "name": "Закупки", "query": {"q": "закупки"}, "shared": "below"}
    assert (await supervisor.post("/api/v1/views", json=body)).status_code == 201
    await _of(served, "beside", OTHER)
    for login, expected in (("officer", True), ("beside", False)):
        browser = await visitor(served, login)
        [address] = re.findall(r'href="(/search\?[^"]+)">Закупки</a>', (await browser.get("/search?all=1")).text)
        assert ('class="main-link"' in (await browser.get(address)).text) is expected
