"""The search as people and programs use it."""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.web import search as searching_page
from tests.serving import BODY, OTHER, Served, problem_of, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with people and an analysis that was ordered."""
    async with serving(database_url) as served:
        await people(served)
        await lived(served, 1)
        yield served


def _plain(page: str) -> str:
    """The text of a page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"</?mark>", "", page))


async def _answer(client: httpx2.AsyncClient, **query: str) -> shapes.SearchAnswer:
    answer = await client.get("/api/v1/search", params=query)
    assert answer.status_code == 200, answer.text
    return msgspec.convert(answer.json(), shapes.SearchAnswer)


async def test_a_case_is_found_from_every_page(served: Served) -> None:
    """The box in the header of any page leads to the search, which groups what fits, marks it and leads to the case."""
    client = await visitor(served, "officer")
    home = (await client.get("/?lang=ru")).text
    assert re.search(r'<form class="search" role="search" action="/search" method="get"', home)
    page = (await client.get("/search", params={"q": "закупками"})).text
    [href] = re.findall(r'<a class="main-link" href="(/cases/[^"]+)">', page)
    assert "<mark>Закупки</mark>" in page
    assert "№ 17-Ө" in _plain(page)
    assert (await client.get(href)).status_code == 200
    assert "<mark>17</mark>" in (await client.get("/search", params={"q": "17-Ө"})).text


async def test_the_page_says_what_to_do(served: Served) -> None:
    """Before anything is asked, without a word, with nothing that fits, and with a filter that there is not, the page says what helps."""
    client = await visitor(served, "officer")

    async def said(**query: str) -> str:
        answer = await client.get("/search", params={"lang": "en", **query})
        assert answer.status_code == 200
        return answer.text

    assert "Write words, a number, a date or a BIN" in await said()
    assert "There is no word to look for in “-закупки”" in await said(q="-закупки")
    assert "Nothing fits “нигде”" in await said(q="нигде")
    assert "there is no such thing to filter by" in await said(q="закупки", region="KZ-00")
    assert "Nothing has exactly these words" in await said(q="закуп")
    assert "<script>" not in (await said(q="<script>alert(1)</script>")).replace("<script src", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in await said(q="<script>alert(1)</script>")


async def test_everybody_finds_what_they_may_see(served: Served) -> None:
    """Over page and API a supervisor finds the case, an officer of another body neither it nor its body."""
    await served.account("stranger", *_officer(OTHER), password=PASSWORD)
    for login, expected in (("supervisor", True), ("officer", True), ("stranger", False)):
        client = await visitor(served, login)
        for query in ("закупки", BODY):
            page = (await client.get("/search", params={"q": query})).text
            assert ('class="main-link"' in page) is expected, (login, query)
        answer = await _answer(await served.client(await served.service.access.account(login)), q="закупки")
        assert ([group.fitting for group in answer.groups if group.kind == "case"] == [1]) is expected


def _officer(body: str) -> tuple[Any, str, None]:
    return Role.OFFICER, body, None


async def test_people_are_found_by_right_alone(served: Served) -> None:
    """A person's name is found by the body that keeps the record and by supervisors; others find nobody, nor does a page tell."""
    data = {"code": "p-1", "name_ru": "Ахметова Айгуль Кайратовна", "name_kk": "Ахметова Айгүл Қайратқызы"}
    keeper = await served.client(await served.service.access.account("officer"))
    assert (await keeper.post("/api/v1/people", json=data)).status_code == 201
    await served.projected()
    await served.account("stranger", *_officer(OTHER), password=PASSWORD)
    for login, expected in (("supervisor", True), ("officer", True), ("stranger", False)):
        client = await visitor(served, login)
        page = (await client.get("/search", params={"q": "ахметову"})).text
        assert ('href="/people/p-1"' in page) is expected, login
        assert ("Айгуль" in page) is expected, login


async def test_a_program_turns_pages(served: Served) -> None:
    """The API gives kinds with their numbers, leads on within one, and says what is wrong with a question."""
    client = await served.client(await served.service.access.account("supervisor"))
    answer = await _answer(client, q="region", limit="1")
    [bodies] = [group for group in answer.groups if group.kind == "organization"]
    assert (bodies.fitting, len(bodies.items), bodies.more) == (4, 1, False)
    found, following = [bodies.items[0].id], bodies.next
    while following:
        [group] = msgspec.convert((await client.get(following)).json(), shapes.SearchAnswer).groups
        found += [item.id for item in group.items]
        following = group.next
    assert len(found) == len(set(found)) == 4
    item = bodies.items[0]
    assert "".join(piece.text for piece in item.title if piece.found) == "region"
    assert (await client.get(item.href)).status_code == 200
    problem_of(await client.get("/api/v1/search"), 400, "bad-query")
    problem_of(await client.get("/api/v1/search", params={"q": "-x"}), 400, "bad-query")
    problem_of(await client.get("/api/v1/search", params={"q": "x", "kind": "nosuch"}), 400, "bad-query")
    problem_of(await client.get("/api/v1/search", params={"q": "x", "cursor": "x"}), 400, "bad-cursor")
    problem_of(await client.get("/api/v1/search", params={"q": "x", "kind": "case", "cursor": "x"}), 400, "bad-cursor")


async def test_pages_of_one_kind_follow_each_other(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit beside other kinds is a link away, page by page."""
    monkeypatch.setattr(searching_page, "FIRST", 2)
    monkeypatch.setattr(searching_page, "PAGE", 2)
    client = await visitor(served, "supervisor")
    first = (await client.get("/search", params={"q": "region", "lang": "en"})).text
    [more] = re.findall(r'href="(\?[^"]*kind=organization[^"]*)">All that fits', first)
    one = (await client.get("/search" + more.replace("&amp;", "&"))).text
    assert one.count('class="main-link"') == 2
    [onward] = re.findall(r'rel="next" href="([^"]+)"', one)
    two = (await client.get("/search" + onward.replace("&amp;", "&"))).text
    assert two.count('class="main-link"') == 2
    assert 'rel="next"' not in two
