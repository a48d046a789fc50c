"""The page of a long case: its history page by page and narrowed, its documents, the cases beside it, the path it took."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.serving import OTHER, Served, serving
from tests.web.long_history import long_history
from tests.web.visiting import lived, people, visitor


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A site with people."""
    async with serving(database_url, data_dir=tmp_path) as running:
        await people(running)
        yield running


async def _page(client: httpx2.AsyncClient, address: str) -> str:
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def _entries(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="entry-(\d+)"', page)]


def _link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


async def test_a_long_history_is_turned_page_by_page(served: Served) -> None:
    """The newest fifty come first; older and newer lead to every entry once and back; a link to an entry leads to its page."""
    case_id = await long_history(served, 120)
    client = await visitor(served, "supervisor")
    page = await _page(client, f"/cases/{case_id}")
    assert _entries(page) == list(range(120, 70, -1))
    assert _link(page, "prev") == ""
    seen = _entries(page)
    while older := _link(page, "next"):
        page = await _page(client, older)
        seen += _entries(page)
    assert seen == list(range(120, 0, -1))
    back = await _page(client, _link(page, "prev"))
    assert _entries(back) == list(range(70, 20, -1))
    assert 7 in _entries(await _page(client, f"/cases/{case_id}?entry=7"))
    assert 'href="?entry=9#entry-9"' in await _page(client, f"/cases/{case_id}?event=case.fact_corrected")
    assert "there is no such thing" in await _page(client, f"/cases/{case_id}?entry=x&lang=en")


async def test_a_history_is_narrowed(served: Served) -> None:
    """By action, person, kind and period by either clock, with the numbers of each; pages keep what was asked for."""
    case_id = await long_history(served, 120)
    client = await visitor(served, "supervisor")
    corrections = await _page(client, f"/cases/{case_id}?only=corrections&lang=en")
    assert _entries(corrections) == list(range(120, 0, -10))
    assert "12 of 120 entries" in corrections
    assert "Corrections (12)" in corrections
    assert _entries(await _page(client, f"/cases/{case_id}?event=subtask.assigned")) == [1]
    assert _entries(await _page(client, f"/cases/{case_id}?from=2024-03-13")) == []
    assert _entries(await _page(client, f"/cases/{case_id}?clock=recorded&to=2024-03-11")) == []
    assert len(_entries(await _page(client, f"/cases/{case_id}?clock=recorded&from=2024-03-12&to=2024-03-12"))) == 50
    papers = await _page(client, f"/cases/{case_id}?only=documents")
    assert "only=documents" in _link(papers, "next")
    who = re.search(r'<select[^>]*name="by">.*?<option value="([0-9a-f-]{36})"', papers, re.DOTALL)
    assert who is not None
    assert len(_entries(await _page(client, f"/cases/{case_id}?by={who[1]}"))) == 50
    assert _entries(await _page(client, f"/cases/{case_id}?by=nobody")) == []


async def test_documents_name_their_signatory_and_whole_hash(served: Served) -> None:
    """An analysis lists its papers with numbers, addresses, who signed them and the entry; a file's whole hash can be copied."""
    evidence = await _page(await visitor(served, "supervisor"), f"/cases/{await long_history(served, 4)}")
    assert re.search(r'<code class="hash">[0-9a-f]{64}</code>', evidence)
    page = await _page(await visitor(served, "supervisor"), f"/cases/{await lived(served)}?lang=en")
    listed = page[page.index('id="documents"') : page.index('id="deadlines"')]
    assert "17-Ө" in listed
    assert listed.count("https://") > 2
    assert "Signed by: " in listed
    assert "entry 1" in listed


async def test_cases_beside_are_linked_with_their_state(served: Served) -> None:
    """The same work of the body in another period stands beside, and the plan of the year; not for those who may not see it."""
    case_id = await long_history(served, 4)
    officer = await served.client(await served.service.access.account("company-officer"))
    other = {
        "workflow": "subtask",
        "organization": OTHER,
        "data": {"subtask": "3.2.1", "period": "2025", "assigned_on": "2024-03-12"},
    }
    opened = await officer.post("/api/v1/cases", json=other)
    assert opened.status_code == 201, opened.text
    await served.projected()
    page = await _page(await visitor(served, "supervisor"), f"/cases/{case_id}")
    beside = page[page.index('id="beside"') : page.index('id="history"')]
    assert f'href="/cases/{opened.json()["id"]}"' in beside
    assert f'href="/plans/2024/{OTHER}"' in beside


async def test_an_analysis_leads_to_the_cartogram_and_back(served: Served) -> None:
    """Each stands beside the other for who may see both; an officer below the akimat is not told of its cartogram."""
    case_id = await lived(served)
    supervisor = await visitor(served, "supervisor")
    page = await _page(supervisor, f"/cases/{case_id}?lang=en")
    beside = page[page.index('id="beside"') : page.index('id="history"')]
    cartogram = re.search(r'<h3>Cartogram</h3>.*?href="(/cases/[^"]+)"', beside, re.DOTALL)
    assert cartogram is not None
    back = await _page(supervisor, cartogram[1])
    assert f'href="/cases/{case_id}"' in back[back.index('id="beside"') : back.index('id="history"')]
    assert cartogram[1] not in await _page(await visitor(served, "officer"), f"/cases/{case_id}")


async def test_the_diagram_shows_the_path_taken(served: Served) -> None:
    """States that were passed say when, the ways taken are marked, the present state is framed; the same stands in a list."""
    page = await _page(await visitor(served, "supervisor"), f"/cases/{await lived(served, 4)}?lang=en")
    path = page[page.index('id="path"') :]
    assert "✓ 1 time: 12 February 2024" in path.replace("Feb ", "February ")
    assert path.count("The case is here") == 1
    assert 'stroke-width="3"' in path
    steps = re.findall(r"<li>.*?<strong>(.*?)</strong>.*?entry (\d+)</a></li>", path)
    assert [int(number) for _, number in steps] == sorted(int(number) for _, number in steps)
    assert steps[0][1] == "1"
