"""The page of the Карта's dates, as a browser without JavaScript uses it."""

import html
import re
from collections.abc import AsyncIterator
from uuid import UUID

import httpx2
import pytest

from service.i18n import LANGUAGES
from service.runs import RunState
from tests.service.imports.tables import workbook
from tests.serving import Served, serving
from tests.web.visiting import people, visitor
from workflows.consequences import case_id

TABLE = b"subtask;period;upload_by\n4.1.1;2024Q1;2024-04-05\n4.2.1;;2024-12-20\n"
BOOK = workbook([["subtask", "period", "upload_by"], ["4.1.1", "2024Q1", "2024-04-05"], ["4.2.1", "", "2024-12-20"]])
REGION = "almaty-region"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _send(client: httpx2.AsyncClient, content: bytes, name: str = "карта.csv") -> httpx2.Response:
    return await client.post("/card/2024", files={"file": (name, content)})


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize(("content", "name"), [(TABLE, "карта.csv"), (BOOK, "карта.xlsx")])
async def test_send_look_confirm(served: Served, content: bytes, name: str) -> None:
    """Dates are shown before they are stored; confirmed, they stand on the page and on the cases."""
    client = await visitor(served, "supervisor")
    await client.post(f"/plans/2024/{REGION}")
    empty = await client.get("/card/2024")
    assert (empty.status_code, empty.text.count("срок не задан")) == (200, 39)
    before = served.events()
    preview = await _send(client, content, name)
    assert (preview.status_code, served.events()) == (200, before)
    stored = await client.post("/card/2024", data=_hidden(preview.text))
    assert stored.status_code == 303
    address = stored.headers["location"]
    run = address.partition("run=")[2]
    for _ in range(500):
        page = await client.get(address)
        if "hx-trigger" not in page.text:
            break
    assert (await served.service.runs.get(UUID(run))).state is RunState.DONE
    assert page.text.count("срок не задан") == 37
    assert ("5 апреля 2024" in page.text, name in page.text) == (True, True)
    case = await served.service.cases.get(case_id(REGION, "4.1.1", "2024Q1"))
    assert str(case.facts.upload_by) == "2024-04-05"
    assert 'href="/card/2024"' in (await client.get("/plans/2024")).text


async def test_errors_by_row(served: Served) -> None:
    """What is wrong with a table is shown by row and column, with nothing to confirm."""
    client, before = await visitor(served, "supervisor"), served.events()
    page = await _send(client, TABLE + "9.9.9;;2024-12-20\n4.1.1;2024-05;завтра\n".encode())
    assert page.status_code == 422
    assert re.search(r'<th scope="row" class="num">5</th>', page.text)
    page = await _send(client, TABLE + b"9.9.9;;2024-12-20\n")
    assert re.search(r'<th scope="row" class="num">4</th>', page.text)
    assert (_hidden(page.text), served.events()) == ({}, before)
    assert (await _send(client, b"a;b\n1;2")).status_code == 422
    assert (await _send(client, b"x", "t.doc")).status_code == 422
    assert (await _send(client, b"")).status_code == 422


async def test_others_read_only(served: Served) -> None:
    """Officers see the dates and no form; what they send is refused, and a stranger is asked to log in."""
    officer = await visitor(served, "officer")
    page = await officer.get("/card/2024")
    assert (page.status_code, 'type="file"' in page.text) == (200, False)
    assert (await _send(officer, TABLE)).status_code == 403
    assert (await (await visitor(served)).get("/card/2024")).status_code == 303


@pytest.mark.parametrize("year", ["2023", "2026", "x", "9" * 5000])
async def test_there_is_no_such_year(served: Served, year: str) -> None:
    """A year that cannot be planned has no dates."""
    client = await visitor(served, "supervisor")
    assert (await client.get(f"/card/{year}")).status_code == 404
    assert (await client.get("/card")).headers["location"] == "/card/2024"


async def test_every_language(served: Served) -> None:
    """The page is drawn in each language."""
    client = await visitor(served, "supervisor")
    for language in LANGUAGES:
        assert (await client.get(f"/card/2024?lang={language}")).status_code == 200
