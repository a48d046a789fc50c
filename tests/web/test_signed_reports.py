"""The page of a report says how the signed file stands to the form, and its form asks nobody for that."""

import re
from collections.abc import AsyncIterator
from datetime import date
from html import unescape
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from docx import Document

from service.requests import Request
from tests.service.package.test_package import keep
from tests.serving import BODY, Served, serving
from tests.stories.test_forms_over_http import ROW, act, fact, form_report
from tests.web.visiting import people, visitor
from workflows.actor import SYSTEM
from workflows.organization import Organization

PAGE = {"lang": "en"}
HEAD = "p-1"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """The people of a body in July."""
    async with serving(database_url, data_dir=tmp_path) as made:
        made.clock.travel(date(2024, 7, 15))
        await people(made)
        yield made


async def checked(served: Served, client: httpx2.AsyncClient) -> str:
    """A report that was formed and checked."""
    await fact(client, ROW)
    await served.projected()
    report = str((await form_report(client)).json()["id"])
    await act(client, report, "check_report", checked_on="2024-07-15")
    return report


async def test_the_case_names_the_first_difference(served: Served) -> None:
    """Which page, what stands there, what the form says; the form of the correction has no field for it, and keeps the finding."""
    api, browser = await served.officer(), await visitor(served, "officer")
    report = await checked(served, api)
    form = await api.get(f"/api/v1/cases/{report}/form.docx", params={"lang": "ru"})
    document, made = Document(BytesIO(form.content)), BytesIO()
    document.paragraphs[1].text = "Иное управление"
    document.save(made)
    file = await keep(api, made.getvalue(), "форма.docx")
    await act(api, report, "sign_form", signed_on="2024-07-15", signature={"post": "first_head"}, file=file)
    page = unescape((await browser.get(f"/cases/{report}", params=PAGE)).text)
    assert "The signed file beside the form: It says something else" in page
    assert "Page 1: there stands “Иное управление" in page
    assert "The signed file says something else than the form that was formed" in page
    correcting = await browser.get(f"/cases/{report}/actions/correct", params=PAGE | {"corrects": "3"})
    assert correcting.status_code == 200, correcting.text
    assert 'name="data.file"' in correcting.text
    assert "comparison" not in correcting.text


async def test_a_form_in_a_page_is_refused_at_its_field(served: Served) -> None:
    """The file of another quarter, sent with the form of the signature: the page says so beside the file, and nothing is recorded."""
    api, browser = await served.officer(), await visitor(served, "officer")
    report = await checked(served, api)
    other = await api.get(f"/api/v1/forms/2/file.pdf?organization={BODY}&period=2024Q1&lang=ru&mode=verbatim")
    assert other.status_code == 200, other.text
    version = (await api.get(f"/api/v1/cases/{report}")).json()["version"]
    sent = await browser.post(
        f"/cases/{report}/actions/sign_form",
        params=PAGE,
        data={"_version": str(version), "signed_on": "2024-07-15", "signature.post": "first_head"},
        files={"file": ("форма.pdf", other.content)},
    )
    assert sent.status_code == 422, sent.text
    assert "This is another form: Appendix 2" in unescape(sent.text)
    assert (await api.get(f"/api/v1/cases/{report}")).json()["version"] == version


async def test_the_page_of_a_signature_offers_who_may_sign_and_the_paper(served: Served) -> None:
    """The posts that the Instruction lets sign this form are offered, and no others; the PDFs of the frozen version are a link away."""
    api, browser = await served.officer(), await visitor(served, "officer")
    report = await checked(served, api)
    page = await browser.get(f"/cases/{report}/actions/sign_form", params=PAGE)
    assert offered_posts(page.text) == ["apparatus_head", "deputy_head", "first_head"]
    links = [unescape(one) for one in re.findall(r'href="(/cases/[^"]*/form\.pdf[^"]*)"', page.text)]
    assert [dict(parse_qsl(urlsplit(one).query)) for one in links] == [
        {"version": "1", "mode": mode, "form_language": language}
        for mode in ("clean", "verbatim")
        for language in ("ru", "kk")
    ]
    paper = await browser.get(links[0])
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    file = await keep(api, paper.content, "форма.pdf")
    await act(api, report, "sign_form", signed_on="2024-07-15", signature={"post": "first_head"}, file=file)
    assert (await api.get(f"/api/v1/cases/{report}")).json()["data"]["signed"]["comparison"]["likeness"] == "same"
    correcting = await browser.get(f"/cases/{report}/actions/correct", params=PAGE | {"corrects": "3"})
    assert offered_posts(correcting.text, "data.") == ["apparatus_head", "deputy_head", "first_head"]
    assert "/form.pdf?version=1" in correcting.text


def offered_posts(page: str, place: str = "") -> list[str]:
    """The posts among which a page lets somebody choose, sorted."""
    [control] = re.findall(rf'<select[^>]*name="{place}signature\.post".*?</select>', page, re.DOTALL)
    return sorted(filter(None, re.findall(r'<option value="([^"]*)"', control)))


async def test_the_form_of_the_signature_offers_who_may_sign(served: Served) -> None:
    """Posts that sign this form and nobody else, the people who hold them by name, the first of them chosen; so does its correction."""
    api, browser = await served.officer(), await visitor(served, "officer")
    await _headed(served)
    report = await checked(served, api)
    page = unescape((await browser.get(f"/cases/{report}/actions/sign_form", params=PAGE)).text)
    assert 'value="first_head"' in page
    assert 'value="ethics_officer"' not in page
    assert f'<option value="{HEAD}" selected>' in page
    await act(api, report, "sign_form", signed_on="2024-07-15", signature={"post": "first_head", "person": HEAD})
    correcting = await browser.get(f"/cases/{report}/actions/correct", params=PAGE | {"corrects": "3"})
    assert f'<option value="{HEAD}" selected>' in unescape(correcting.text)


async def test_a_report_that_came_back_leads_to_where_it_is_formed_anew(served: Served) -> None:
    """It is the step that is awaited now, for the body; whoever only looks on is told so."""
    api, browser = await served.officer(), await visitor(served, "officer")
    report = await checked(served, api)
    again = f'<a class="btn btn-primary" href="/forms?appendix=2&amp;organization={BODY}&amp;period=2024Q2">'
    assert again not in (await browser.get(f"/cases/{report}", params=PAGE)).text
    await act(api, report, "reopen_report", reopened_on="2024-07-15", reason="Ошибка")
    page = (await browser.get(f"/cases/{report}", params=PAGE)).text
    assert again in page
    assert "Nothing is awaited now." not in page
    onlooker = await visitor(served, "supervisor")
    page = (await onlooker.get(f"/cases/{report}", params=PAGE)).text
    assert again not in page
    assert "Awaited from the organisation:" in page


async def _headed(served: Served) -> None:
    """Enter the head of the body."""
    register = served.service.organizations
    await register.enter_person({"code": HEAD, "name_ru": "Ахметова Айгуль"}, BODY, SYSTEM, Request.of(SYSTEM, None))
    post = {"post": "head", "kind": "first_head", "post_class": "corps_b", "title_ru": "Руководитель"}
    for action, data in (("establish_post", post), ("appoint", {"post": "head", "person": HEAD, "order_no": "1"})):
        version = await served.service.cases.version(Organization.id_of(BODY))
        await register.act(BODY, action, data | {"since": "2024-03-20"}, SYSTEM, Request.of(SYSTEM, None), version)
