"""The pages of the catalogue."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from service.i18n import LANGUAGES
from tests.serving import serving
from workflows.catalogue import edition

INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", re.IGNORECASE)
CODE = re.compile(r'href="/catalogue/([\d.R]+)"')


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(database_url) as served:
        yield served.anonymous(**{"Accept-Language": "ru"})


async def _page(client: httpx2.AsyncClient, address: str, status: int = 200, **query: str) -> str:
    answer = await client.get(address, params=query)
    assert answer.status_code == status, answer.text
    assert not INLINE.search(answer.text)
    assert answer.text.count("<h1") == 1
    return unescape(answer.text)


async def test_all_subtasks_stand_in_the_visitors_language(client: httpx2.AsyncClient) -> None:
    """The catalogue names every project, task and subtask in each language, without a log-in."""
    for language in LANGUAGES:
        text = await _page(client, "/catalogue", lang=language)
        for project in edition(2024).projects:
            assert project.title.of(language) in text
            for task in project.tasks:
                assert task.title.of(language) in text
                assert all(f">{subtask.name(language)}</a>" in text for subtask in task.subtasks)


async def test_a_type_of_organisation_sees_what_it_owes(client: httpx2.AsyncClient) -> None:
    """The filter leaves the subtasks that a type owes, and passes over a type that does not exist."""
    for kind in ("KGS", "OBL", "ORG"):
        shown = CODE.findall(await _page(client, "/catalogue", type=kind))
        assert shown == [subtask.code for subtask in edition(2024).subtasks if kind in subtask.applies_to]
    text = await _page(client, "/catalogue", type="ORG")
    assert "project-3" not in text
    for nobody in ("XYZ", "%00", ""):
        assert len(CODE.findall(await _page(client, "/catalogue", type=nobody))) == 39


async def test_a_row_tells_evidence_term_and_signatory(client: httpx2.AsyncClient) -> None:
    """What stands for each other is joined by “or”; a condition stands beside what it is for."""
    text = await _page(client, "/catalogue", lang="en")
    commission = text[text.index('id="commission"') : text.index('id="gsz"')]
    proofs = re.sub(r"<[^>]+>|\s+", " ", commission)
    assert re.search(
        r"link to the publication on the official website \(if published\)\s+or\s+minutes of the sitting", proofs
    )
    assert "every quarter" in proofs
    assert "First head, deputy or head of the apparatus" in proofs
    published = text[text.index('id="kgs-publish"') : text.index('id="kgs-iso37001"')]
    assert "if there is no website" in published
    assert "computed, not attached" in published


async def test_every_subtask_has_its_page(client: httpx2.AsyncClient) -> None:
    """Each subtask is shown in full: performers, evidence, terms with their quotation, in each language."""
    catalogue = edition(2024)
    for number, subtask in enumerate((*catalogue.subtasks, *catalogue.rows)):
        language = LANGUAGES[number % len(LANGUAGES)]
        text = await _page(client, f"/catalogue/{subtask.code}", lang=language)
        assert f"{subtask.code}. {subtask.name(language)}</h1>" in text
        assert all(rule.title.of(language) in text for rule in subtask.evidence)
        assert all(rule.title.of(language) in text and rule.quote in text for rule in catalogue.owed(subtask.code))
        assert all(words.of(language) in text for words in (subtask.note, subtask.conditional) if words)
        if language != "ru":
            assert f"«{subtask.title.ru}»" in text


async def test_a_subtask_leads_to_its_workflow(client: httpx2.AsyncClient) -> None:
    """Where the workflow of a subtask exists its page is a click away; where none carries it there is no dead link."""
    assert 'href="/workflows/risk_analysis"' in await _page(client, "/catalogue/vakr-order")
    assert 'href="/workflows/"' not in await _page(client, "/catalogue/2.1.1")
    for address in re.findall(r'<dd[^>]*><a href="(/workflows/[^"]+)"', await _page(client, "/catalogue/3.1.1")):
        assert (await client.get(address)).status_code == 200


async def test_what_the_instruction_does_not_say_is_marked(client: httpx2.AsyncClient) -> None:
    """Proposals are told from the Instruction's own words, a mended title from the original."""
    assert "(предложение)" in await _page(client, "/catalogue/kgs-policy")
    assert "(предложение)" not in await _page(client, "/catalogue/vakr-order")
    cartogram = await _page(client, "/catalogue/cartogram")
    assert "рисков на официальном интернет-ресурсе</h1>" in cartogram
    assert "«Актуализация сведений в картограмме коррупционных рисков официальном" in cartogram


async def test_what_does_not_exist_is_a_page_too(client: httpx2.AsyncClient) -> None:
    """An unknown subtask or year is answered with a page that says so."""
    assert "9.9.9" in await _page(client, "/catalogue/9.9.9", 404)
    assert "1999" in await _page(client, "/catalogue", 404, year="1999")
    assert "2024" in await _page(client, "/catalogue/4.1.1", year="2024")
