"""Exports on the pages: links that keep the filter, the page of what was exported, the inbox; without JavaScript."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx2
import pytest

from service.exports import at_once
from service.exports.exported import LISTS
from service.exports.worker import Worker
from service.web import render
from tests.service.exports.reading import about_of, rows_of
from tests.serving import BODY, ELSEWHERE, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Role

PAGES = {
    "/cases?open=closed&q=17": "cases",
    "/deadlines?standing=met&strength=hard": "deadlines",
    "/tasks?tab=review": "tasks",
    "/organizations?region=KZ-19&closed=yes": "organizations",
    "/audit?topic=risk_analysis.analysis_ordered&recorded_from=2024-02-01&recorded_to=2024-02-29": "audit",
    "/deadlines/told?account=anybody": "told",
    "/deadlines/review?quarter=2024Q1&group=met": "review",
    "/plans/2024": "plans",
    f"/plans/2024/{BODY}": "plans",
    f"/scores/{ELSEWHERE}?year=2024": "scores",
    f"/appendix-2?organization={BODY}&period=2024Q1": "facts",
    "/?lang=en": "figures",
    "/map?measure=late&year=2024&view=tiles": "map",
    "/map/KZ-19?measure=risks&year=2024": "map-region",
    "/owed/2024?subtask=4.2.3&type=UPR": "owed",
    "/silent": "silent",
    "/compare?from=2024-02-01&to=2024-02-20&region=KZ-19&difference=added": "compared",
    "/compare?from=2024-02-01&to=2024-02-20&axis=happened": "compared-figures",
    "/consistency?period=2024Q1&severity=information": "findings",
    "/consistency?period=2024": "finding-counts",
    "/search?q=17&kind=case&open=closed": "search",
    f"/deadlines?standing=met&organization={BODY}&sort=body&year=2024": "heat",
    f"/organizations?within={REGION}&year=2024": "tree",
    "/plans/2024?lang=en": "plan-counts",
}
"""Pages with lists, narrowed, to the list that they export."""

_MAYBE_EMPTY = {"tasks", "told", "silent", "findings", "finding-counts"}

_PAST = ("/", "/map", "/map/KZ-19", "/silent", "/cases", "/deadlines", "/deadlines/told", "/deadlines/review", "/plans/2024",
         f"/plans/2024/{BODY}", f"/owed/2024?organization={BODY}", "/organizations", f"/organizations/{BODY}", f"/appendix-2?organization={BODY}", f"/scores/{ELSEWHERE}", "/audit")  # fmt: skip
"""Pages that show a past day."""


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A site with an analysis that was carried out."""
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
        await lived(served)
        yield served


def _links(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="(/exports/[a-z-]+\.[a-z]+[^"]*)"', page)]


async def test_every_list_has_links_that_keep_its_filter(served: Served) -> None:
    """Each page with a list leads to it in three formats, narrowed as it is; each of these is a file of the same rows."""
    supervisor = await visitor(served, "supervisor")
    await served.sweep()
    for page, name in PAGES.items():
        shown = (await supervisor.get(page)).text
        links = [link for link in _links(shown) if link.startswith(f"/exports/{name}.")]
        if name in _MAYBE_EMPTY and not links:
            assert "empty" in shown  # nothing to export
            links = [f"/exports/{name}.{form}" for form in ("xlsx", "csv", "json")]
        assert [re.split(r"[.?]", link)[1] for link in links] == ["xlsx", "csv", "json"], page
        counts = set()
        for link in links:
            answer = await supervisor.get(link)
            assert answer.status_code == 200, f"{link}: {answer.text}"
            assert answer.headers["content-disposition"].startswith("attachment")
            counts.add(len(rows_of(answer.content, re.split(r"[.?]", link)[1])))
        assert len(counts) == 1, page


async def test_files_are_of_the_day_that_is_looked_at(served: Served) -> None:
    """On a past day every link to a file asks for that day, and the file says so; its address leads back to that day."""
    supervisor, asked = await visitor(served, "supervisor"), {"at": "2024-02-20"}
    instant = "2024-02-20T23:59:59.999999+06:00"
    for page in _PAST:
        shown = (await supervisor.get(page, params=dict(httpx2.QueryParams(page.partition("?")[2])) | asked)).text
        links = [link for link in _links(shown) if ".json" in link]
        assert links or "empty" in shown, page
        for link in links:
            answer = await supervisor.get(link)
            assert answer.status_code == 200, (page, link, answer.text)
            about = about_of(answer.content, "json")
            assert (about["filters"]["at"], about["as_of"][:10]) == (instant, "2024-02-20"), link
            assert "at=2024-02-20" in about["address"], link


async def test_a_file_has_the_rows_of_its_page(served: Served) -> None:
    """The filter of the page counts in the file, which says so in the reader's language and leads back to the page."""
    supervisor = await visitor(served, "supervisor")
    found = {}
    for which in ("open", "closed"):
        content = (await supervisor.get(f"/exports/cases.json?open={which}&q=17-&lang=ru")).content
        found[which] = len(rows_of(content, "json"))
        about = about_of(content, "json")
        assert about["filters"] == {"open": which == "open", "number": "17-"}
        assert about["address"].endswith(f"/cases?open={which}&q=17-")
        assert about["title"] == "Дела"
    assert sorted(found.values()) == [0, 1]


async def _asked_for_long(supervisor: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """Ask for a list that is too long to be made at once; gives the page that says so."""
    monkeypatch.setattr(at_once, "SHORT", 2)
    return (await supervisor.get("/exports/audit.csv?region=KZ-19&lang=en")).text


async def test_a_long_list_is_made_behind_the_back(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long list asks before it is made; it is watched on its page, told of in the inbox, taken there, and deleted."""
    supervisor = await visitor(served, "supervisor")
    page = await _asked_for_long(supervisor, monkeypatch)
    assert "A long list" in page
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page[page.index('action="/exports"') :]))
    assert fields == {"list": "audit", "format": "csv", "q.region": "KZ-19"}
    sent = await supervisor.post("/exports", data=fields)
    assert (sent.status_code, sent.headers["location"]) == (303, "/exports")
    waiting = (await supervisor.get("/exports?lang=en")).text
    assert "Waits in line" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert (await supervisor.get("/inbox?lang=en")).text.count("Your export is ready") == 0
    assert await Worker(served.service).make_next()
    inbox = (await supervisor.get("/inbox?lang=en")).text
    assert "Your export is ready: audit-" in inbox
    assert "Inbox: 1 unread notice" in inbox
    ready = (await supervisor.get("/exports?lang=en")).text
    assert "every 2s" not in ready
    assert "Inbox: 0 unread notices" in ready
    [link] = re.findall(r'href="(/exports/[0-9a-f-]+/file)"', ready)
    file = await supervisor.get(link)
    assert len(rows_of(file.content, "csv")) > 2
    assert "Your export is ready" not in (await supervisor.get("/inbox?lang=en")).text
    officer = await visitor(served, "officer")
    assert (await officer.get(link)).status_code == 404
    address = link.removesuffix("/file")
    assert (await officer.post(address, data={"action": "delete"})).status_code == 404
    assert (await supervisor.post(address, data={"action": "delete"})).status_code == 303
    assert "Nothing exported yet" in (await supervisor.get("/exports?lang=en")).text
    assert (await supervisor.get(link)).status_code == 404


async def test_an_export_is_cancelled_on_its_page(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits can be cancelled, and is not made then."""
    supervisor = await visitor(served, "supervisor")
    await supervisor.post("/exports", data={"list": "audit", "format": "csv"})
    [address] = re.findall(r'action="(/exports/[0-9a-f-]+)"', (await supervisor.get("/exports")).text)
    assert (await supervisor.post(address, data={"action": "cancel"})).status_code == 303
    assert "Cancelled" in (await supervisor.get("/exports?lang=en")).text
    assert not await Worker(served.service).make_next()
    assert (await supervisor.post(address, data={"action": "paint"})).status_code == 400


async def test_what_cannot_be_exported_is_said(served: Served) -> None:
    """Wrong lists, formats, filters and rights get a page that says so; nothing is put in line."""
    officer = await visitor(served, "officer")
    for address, status in (
        ("/exports/secrets.csv", 404),
        ("/exports/cases.pdf", 404),
        ("/exports/cases.csv?state=nowhere", 400),
        ("/exports/audit.csv", 403),
        ("/exports/review.csv?quarter=soon", 400),
    ):
        assert (await officer.get(address)).status_code == status, address
    assert (await officer.post("/exports", data={"list": "audit", "format": "csv"})).status_code == 403
    assert (await officer.post("/exports", data={"list": "cases", "format": "pdf"})).status_code == 400
    assert "Nothing exported yet" in (await officer.get("/exports?lang=en")).text
    assert (await (await visitor(served)).get("/exports/cases.csv")).status_code == 303


async def test_three_languages(served: Served) -> None:
    """Headings, states and what the file says of itself are in the reader's language, names too."""
    supervisor = await visitor(served, "supervisor")
    for language, heading in (("ru", "Дело"), ("kk", "Іс"), ("en", "Case")):
        content = (await supervisor.get(f"/exports/cases.json?lang={language}")).content
        about = about_of(content, "json")
        assert (about["language"], about["columns"]["case"]) == (language, heading)
        assert rows_of(content, "json")[0]["state_title"] != rows_of(content, "json")[0]["state"]


OTHERWISE = {
    "ask.html": "whom reminding would tell: exported as the deadlines that it is narrowed to",
    "asked.html": "what came of one request; those who were told stand in the export of notices",
    "calendar_change.html": "one case, exported as its history",
    "calendar_changes.html": "cases, exported as such",
    "case.html": "one case, exported as its history",
    "document_fields.html": "fields of one document, which is a file itself",
    "document_templates.html": "files, each given as such",
    "exports.html": "the exports themselves",
    "figures.html": "part of pages",
    "map_parts.html": "part of pages",
    "notices.html": "part of pages",
    "task_rows.html": "part of pages",
    "tree.html": "part of pages",
    "form_sheet.html": "a form, given as DOCX, PDF and XLSX",
    "hiring_check.html": "one case, exported as its history",
    "import.html": "what is wrong with a file that was sent",
    "liability_form.html": "a form to fill",
    "list_of_offences.html": "what is wrong with a file that was sent",
    "package_results.html": "what is wrong with a file that was sent",
    "packages.html": "files, given as one archive",
    "person.html": "one person; posts of all are exported as officials",
    "policy_preview.html": "what a proposed policy would do",
    "readers.html": "one case, exported as its history",
    "report.html": "a form, given as DOCX, PDF and XLSX",
    "results.html": "what is wrong with a file that was sent",
    "schedule.html": "one case, exported as its history",
    "subtask.html": "one subtask of the catalogue, which is exported",
    "subtask_case.html": "one case, exported as its history",
    "webhooks.html": "settings; what was sent is exported",
    "workflow.html": "how a kind of work goes, given as a diagram",
}
"""Templates with a table and no link to export it, and why."""


def test_every_page_with_a_table_exports_it() -> None:
    """Whoever draws a table links to its file, or says here where its rows are exported otherwise."""
    templates = Path(render.__file__).parent / "templates"
    tables = {
        one.name: one.read_text("utf-8") for one in templates.glob("*.html") if "<table" in one.read_text("utf-8")
    }
    assert len(tables) > 40
    assert {name for name, text in tables.items() if "parts.export(" not in text} == OTHERWISE.keys()


def test_every_list_has_its_link() -> None:
    """Each list that can be exported stands on some page."""
    templates = Path(render.__file__).parent / "templates"
    linked = set(
        re.findall(r'parts\.export\("([a-z-]+)"', "".join(one.read_text("utf-8") for one in templates.glob("*.html")))
    )
    assert LISTS.keys() - linked == {"overdue"}  # a group of the deadlines, which have one
