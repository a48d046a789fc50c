"""Reports are told apart wherever cases are named: by their Appendix, their period, and whether they tell of the bodies below, too."""

import re
from collections.abc import AsyncIterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.service.exports.reading import rows_of
from tests.serving import BODY, Served, serving
from tests.stories.test_forms_over_http import form_report
from tests.web.visiting import people, visitor

OWN, CONSOLIDATED = "Appendix 2, Quarter II of 2024", "Appendix 2, Quarter II of 2024, consolidated"
DAYS = {"from": "2024-07-01", "to": "2024-07-15"}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A body in July with two reports of one quarter: its own, and the one with the bodies below it."""
    async with serving(database_url, data_dir=tmp_path) as made:
        made.clock.travel(date(2024, 7, 15))
        await people(made)
        yield made


async def _reports(served: Served, client: httpx2.AsyncClient) -> dict[str, str]:
    """Form both; gives their titles by their ids."""
    made = [(await form_report(client, **more)).json()["id"] for more in ({}, {"consolidated": True})]
    await served.projected()
    return dict(zip(made, (OWN, CONSOLIDATED), strict=True))


def _titles(items: list[dict[str, Any]], key: str, titles: dict[str, str], title: str = "title") -> dict[str, str]:
    return {one[key]: one[title] for one in items if one[key] in titles}


async def test_the_api_tells_reports_apart(served: Served) -> None:
    """Lists, tasks, the search and two days compared give each report its own title, and lists find it by its period."""
    client = await served.officer()
    titles = await _reports(served, client)
    listed = (await client.get("/api/v1/cases?workflow=report&period=2024Q2")).json()["items"]
    awaited = (await client.get("/api/v1/tasks")).json()["items"]
    groups = (await client.get("/api/v1/search", params={"q": "2024Q2", "kind": "case"})).json()["groups"]
    hits = [one | {"title": "".join(piece["text"] for piece in one["title"])} for one in groups[0]["items"]]
    differ = (await client.get("/api/v1/compare", params=DAYS)).json()["items"]
    for items, key in ((listed, "id"), (awaited, "case_id"), (hits, "id"), (differ, "id")):
        assert _titles(items, key, titles) == titles, items
    assert {one["about"] for one in listed} == {"appendix_2", "appendix_2/consolidated"}


@pytest.mark.parametrize(
    "address",
    ["/cases?workflow=report", "/tasks?tab=mine", "/search?q=2024Q2", "/compare?from=2024-07-01&to=2024-07-15"],
)
async def test_pages_tell_reports_apart(served: Served, address: str) -> None:
    """Each page that lists cases names both reports, and so do the pages of the reports themselves."""
    browser = await visitor(served, "officer")
    titles = await _reports(served, await served.officer())
    page = re.sub("</?mark>", "", unescape((await browser.get(f"{address}&lang=en")).text))
    for case_id, title in titles.items():
        link = page[page.index(f"/cases/{case_id}") :]
        assert f">{title}<" in link[: link.index("</a>") + 1], link[:300]
        assert f"<h1>{title} " in unescape((await browser.get(f"/cases/{case_id}", params={"lang": "en"})).text)


@pytest.mark.parametrize(
    ("name", "key", "title"),
    [("cases", "id", "case"), ("tasks", "case_id", "title"), ("search", "id", "title"), ("compared", "id", "case")],
)
async def test_exports_tell_reports_apart(served: Served, name: str, key: str, title: str) -> None:
    """A file of a list names each report as its page does, in the reader's language."""
    client = await served.officer()
    titles = await _reports(served, client)
    asked = {"search": {"q": BODY}, "compared": DAYS}.get(name, {})
    rows = rows_of((await client.get(f"/api/v1/lists/{name}.json", params=asked)).content, "json")
    assert _titles(rows, key, titles, title) == titles
    russian = await client.get(f"/api/v1/lists/{name}.json", params=asked, headers={"Accept-Language": "ru"})
    told = set(_titles(rows_of(russian.content, "json"), key, titles, title).values())
    assert len(told) == 2
    assert all(one.startswith("Приложение 2") for one in told), told
