"""The page on which the list of results of a package is sent, looked at and recorded, as a browser without JavaScript uses it."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.service.package.test_package import PAPER, keep, ordered
from tests.service.package.test_results import written
from tests.serving import OTHER, Served, serving
from tests.web.visiting import people, visitor

PAGE = "/packages/results"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        yield served


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


async def _send(client: httpx2.AsyncClient, content: bytes, name: str = "results.csv") -> httpx2.Response:
    return await client.post(PAGE, files={"file": (name, content)})


async def test_send_look_record(served: Served) -> None:
    """A list is shown before it is recorded, recorded when that is confirmed, and once however often it is; a refused row stands beside."""
    head = await served.signatory()
    case_id = await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
    client = await visitor(served, "officer")
    assert f'href="{PAGE}"' in (await client.get("/packages")).text
    assert (await client.get(PAGE)).status_code == 200
    row = {"case": case_id, "subtask": "1.1.2", "period": "2024", "uploaded_on": "2024-02-12"}
    before = served.events()
    preview = await _send(client, written([row, row | {"case": "<b>1</b>"}]))
    assert (preview.status_code, served.events()) == (200, before)
    assert "<b>1</b>" not in preview.text
    form = _hidden(preview.text)
    assert form.keys() == {"name", "key", "content"}
    done = await client.post(PAGE, data=form)
    assert (done.status_code, served.events()) == (200, before + 1)
    assert not _hidden(done.text)
    again = await client.post(PAGE, data=form)
    assert served.events() == before + 1
    assert "alert-success" not in again.text


async def test_the_list_to_fill_in_speaks_the_language_of_its_reader(served: Served) -> None:
    """The page of the package leads to the list; it has the headings of the reader's language, and nobody has that of a body elsewhere."""
    head = await served.signatory()
    await ordered(head, file=await keep(head, PAPER, "приказ.pdf"))
    await served.projected()
    client = await visitor(served, "officer")
    shown = (await client.get("/packages", params={"year": "2024", "project": "1"})).text
    [address] = [html.unescape(one) for one in re.findall(r'href="(/packages/results\.csv[^"]*)"', shown)]
    for language, title in (("ru", "Загружено"), ("kk", "Жүктелген күні"), ("en", "Uploaded on")):
        made = await client.get(f"{address}&lang={language}")
        assert made.headers["content-disposition"] == 'attachment; filename="results.csv"'
        first, row, *_ = made.text.removeprefix("\ufeff").splitlines()
        assert title in first.split(",")
        assert "1.1.2" in row
    elsewhere = await client.get(
        "/packages/results.csv", params={"organization": OTHER, "year": "2024", "project": "3"}
    )
    assert elsewhere.status_code == 403


async def test_what_cannot_be_read(served: Served) -> None:
    """No file, no table, a row that is refused, nobody logged in: each is said, and nothing is recorded."""
    client = await visitor(served, "officer")
    before = served.events()
    assert (await client.post(PAGE, data={})).status_code == 422
    assert (await _send(client, b"PK\x03\x04")).status_code == 422
    assert (await _send(client, written([]), "list.pdf")).status_code == 422
    refused = await _send(
        client, written([{"case": "1", "subtask": "1.1.2", "period": "2024", "uploaded_on": "2024-02-12"}])
    )
    assert (refused.status_code, _hidden(refused.text)) == (422, {})
    assert (await client.post(PAGE, data={"content": "%"})).status_code == 400
    assert (await client.post(PAGE, data={}, headers={"Origin": "https://elsewhere.kz"})).status_code == 403
    assert (await (await visitor(served)).get(PAGE)).headers["location"] == f"/login?next={PAGE}"
    assert served.events() == before
