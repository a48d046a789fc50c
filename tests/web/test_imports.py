"""The page of imports, as a browser without JavaScript uses it."""

import html
import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.service.imports.tables import as_csv, as_xlsx, organization
from tests.serving import REGION, Served, serving
from tests.web.visiting import people, visitor

ROWS = [organization(f"{REGION}.new", "UPR", REGION, since="2024-02-12")]
WRONG = [*ROWS, organization("Я", "UPR", REGION, since="2024-02-12", name_ru="<b>Я</b>")]


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _send(client: httpx2.AsyncClient, content: bytes, name: str = "Таблица.csv") -> httpx2.Response:
    files = {"file": (name, content)}
    return await client.post("/import", data={"kind": "organizations"}, files=files)


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize(("content", "name"), [(as_csv(ROWS), "t.csv"), (as_xlsx(ROWS), "t.xlsx")])
async def test_send_look_confirm(served: Served, content: bytes, name: str) -> None:
    """A table is shown before it is stored, stored when that is confirmed, and once however often it is."""
    client = await visitor(served, "supervisor")
    assert 'href="/import"' in (await client.get("/organizations")).text
    assert (await client.get("/import?kind=posts")).status_code == 200
    before = served.events()
    preview = await _send(client, content, name)
    assert preview.status_code == 200
    assert served.events() == before
    form = _hidden(preview.text)
    assert form.keys() == {"kind", "name", "key", "content"}
    stored = await client.post("/import", data=form)
    assert "Таблица сохранена" in stored.text
    assert not _hidden(stored.text)
    after = served.events()
    again = await client.post("/import", data=form)
    assert "Таблица сохранена" in again.text
    assert (served.events(), after > before) == (after, True)
    assert f"{REGION}.new (ru)" in (await client.get("/organizations")).text


async def test_errors_by_row(served: Served) -> None:
    """Errors are shown by row and heading, with nothing to confirm; a confirmation of such a table stores nothing either."""
    client = await visitor(served, "supervisor")
    before = served.events()
    page = await _send(client, as_csv(WRONG))
    assert page.status_code == 422
    assert re.search(r'<th scope="row" class="num">3</th><td>code</td>', page.text)
    assert not _hidden(page.text)
    right = _hidden((await _send(client, as_csv(ROWS))).text)
    forged = right | {"content": _hidden_content(as_csv(WRONG))}
    assert (await client.post("/import", data=forged)).status_code == 422
    assert served.events() == before


def _hidden_content(content: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(content).decode()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (as_xlsx(ROWS), "t.csv", "похоже на книгу Excel"),
        (b"", "", "Выберите файл"),
        (b"a;b", "t.doc", ".xlsx или .csv"),
    ],
)
async def test_what_is_no_table(served: Served, content: bytes, name: str, words: str) -> None:
    """A file that is no table is refused on the page, with the reason."""
    page = await _send(await visitor(served, "supervisor"), content, name)
    assert page.status_code == 422
    assert words in page.text


async def test_forms_that_ours_are_not(served: Served) -> None:
    """A form that is not the page's is refused, and a stranger is asked to log in."""
    client = await visitor(served, "supervisor")
    assert (await client.post("/import", data={"kind": "organizations", "content": "%"})).status_code == 400
    assert (await client.post("/import", data={"kind": "cases", "content": ""})).status_code == 404
    assert (await client.post("/import", data={}, headers={"Origin": "https://elsewhere.kz"})).status_code == 403
    stranger = await visitor(served)
    assert (await stranger.get("/import")).headers["location"] == "/login?next=/import"


async def test_templates(served: Served) -> None:
    """The workbooks to fill in are in the visitor's language."""
    client = await visitor(served, "officer")
    answer = await client.get("/import/people.xlsx")
    assert answer.content.startswith(b"PK")
    assert (await client.get("/import/cases.xlsx")).status_code == 404
