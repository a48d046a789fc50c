"""The pages of the year's plan."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from service.i18n import LANGUAGES
from tests.serving import BODY, ELSEWHERE, REGION, Served, serving
from tests.web.visiting import people, visitor
from workflows.consequences import case_id

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _page(client: httpx2.AsyncClient, address: str, status: int = 200) -> str:
    answer = await client.get(address)
    assert answer.status_code == status, answer.text
    assert not INLINE.search(answer.text)
    assert answer.text.count("<h1") == 1
    return unescape(answer.text)


async def test_a_body_makes_its_plan_and_finds_its_cases(served: Served) -> None:
    """The plan's table has twelve months; what is not made yet is made by one button, and leads to the cases."""
    officer = await visitor(served, "officer")
    address = f"/plans/2024/{BODY}"
    before = await _page(officer, address)
    assert before.count("ещё не создано") == 18
    made = await officer.post(address)
    assert (made.status_code, made.headers["location"].partition("?")[0]) == (303, address)
    await served.projected()
    text = await _page(officer, made.headers["location"])
    assert "ещё не создано" not in text
    assert f'href="/cases/{case_id(BODY, "4.2.3", "2024-05")}"' in text
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)[1:]
    assert len(rows) == 8
    for row in rows:
        assert sum(int(months) for months in re.findall(r'colspan="(\d+)"', row)) == 12
    listed = await _page(officer, "/cases?subtask=4.2.3&period=2024-05")
    assert "май 2024" in listed
    assert listed.count("main-link") == 1


async def test_the_country_by_type_and_subtask(served: Served) -> None:
    """A supervisor sees what is owed by type, starts the plan of all, and is led to its run."""
    supervisor = await visitor(served, "supervisor")
    assert (await supervisor.get("/plans")).headers["location"] == "/plans/2024"
    text = await _page(supervisor, "/plans/2024")
    assert "0 / 22" in text
    started = await supervisor.post("/plans/2024")
    assert started.status_code == 303
    assert 'id="run"' in await _page(supervisor, started.headers["location"])
    for _ in range(100):
        if "hx-trigger" not in (text := await _page(supervisor, started.headers["location"])):
            break
    await served.projected()
    assert "22 / 22" in await _page(supervisor, "/plans/2024")


async def test_every_language(served: Served) -> None:
    """The pages are drawn in each language."""
    officer = await visitor(served, "officer")
    titles = {
        (await _page(officer, f"/plans/2024?lang={language}")).partition("<h1>")[2][:20] for language in LANGUAGES
    }
    assert len(titles) == len(LANGUAGES)


@pytest.mark.parametrize("code", [REGION, ELSEWHERE])
async def test_the_plan_of_others_is_not_shown(served: Served, code: str) -> None:
    """A body outside one's reach has no plan to look at or to make."""
    officer = await visitor(served, "officer")
    await _page(officer, f"/plans/2024/{code}", 403)
    assert (await officer.post(f"/plans/2024/{code}")).status_code == 403


@pytest.mark.parametrize(
    "address", ["/plans/2023", "/plans/2026", "/plans/x", f"/plans/2023/{BODY}", "/plans/2024/nobody"]
)
async def test_there_is_no_such_plan(served: Served, address: str) -> None:
    """A year that cannot be planned, or a body that does not exist, is not found."""
    await _page(await visitor(served, "officer"), address, 404)


async def test_the_catalogue_says_that_no_date_is_set(served: Served) -> None:
    """Without dates of the Карта, the catalogue invents none."""
    text = await _page(await visitor(served), "/catalogue")
    assert text.count("срок не задан") == 39
