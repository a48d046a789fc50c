"""Pages of documents and templates: what is offered on a case, what is blank, how a template is sent, refused and put in force."""

import html
import re
from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import httpx2
import pytest

from tests.service.documents.made import related, template, text_of
from tests.serving import BODY, OTHER, REGION, Served, serving
from tests.web.visiting import PASSWORD, lived, people, visitor
from workflows.actor import Post, Role

AT = f"/organizations/{BODY}/templates"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site with people."""
    async with serving(database_url) as served:
        await people(served)
        yield served


async def _send(client: httpx2.AsyncClient, content: bytes, **fields: str) -> httpx2.Response:
    data = {"kind": "order", "language": "ru", **fields}
    return await client.post(AT, data=data, files={"file": ("Бұйрық.docx", content)})


def _links(page: str, case_id: UUID) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]+)"', page) if f"/cases/{case_id}/documents/" in one]


async def test_a_case_offers_its_documents(served: Served) -> None:
    """The page of an analysis has a link to each of its documents in both languages, and each gives a document."""
    case_id = await lived(served, 1)
    officer = await visitor(served, "officer")
    page = (await officer.get(f"/cases/{case_id}")).text
    links = _links(page, case_id)
    assert len(links) == 16
    for link in links:
        answer = await officer.get(link)
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        language = "kk" if "lang=kk" in link else "ru"
        assert answer.headers["content-language"] == language
    assert "17-Ө" in text_of((await officer.get(links[0])).content)


async def test_other_cases_offer_none(served: Served) -> None:
    """A case without documents has no such section, and its list says that there are none."""
    await lived(served, 8)
    akimat = await visitor_of_region(served)
    [cartogram] = re.findall(r'href="/cases/([0-9a-f-]{36})"', (await akimat.get("/cases?workflow=cartogram")).text)[:1]
    assert 'id="made"' not in (await akimat.get(f"/cases/{cartogram}")).text
    assert "No documents are made of this case." in (await akimat.get(f"/cases/{cartogram}/documents?lang=en")).text


async def visitor_of_region(served: Served) -> httpx2.AsyncClient:
    """Give a browser of somebody of the akimat."""
    await served.account("akimat", Role.OFFICER, REGION, password=PASSWORD)
    return await visitor(served, "akimat")


async def test_the_list_says_what_is_blank_as_of_a_day(served: Served) -> None:
    """What is blank is named by its meaning; on a day before it was entered it is blank again, and links lead to that day."""
    case_id = await lived(served, 6)
    officer = await visitor(served, "officer")
    now = (await officer.get(f"/cases/{case_id}/documents?lang=en")).text
    assert "<code>report.number</code>" not in now
    assert "<code>plan.number</code>" in now
    was = (await officer.get(f"/cases/{case_id}/documents?lang=en&at=2024-03-10")).text
    assert "<code>report.number</code>" in was
    links = _links(was, case_id)
    assert all("at=2024-03-10" in link for link in links)
    report = next(link for link in links if "report.docx" in link)
    assert "Приёмка работ без комиссии" not in text_of((await officer.get(report)).content)


async def test_a_template_is_sent_looked_at_and_put_in_force(served: Served) -> None:
    """The head sends a template, previews it with the data of a case, puts it in force; documents are drawn up by it, and it can be undone."""
    case_id = await lived(served, 1)
    head = await visitor(served, "head")
    assert "Send a template" in (await head.get(f"{AT}?lang=en")).text
    sent = await _send(head, template("Наш {{ order.number }}"))
    assert (sent.status_code, sent.headers["location"]) == (303, f"{AT}#order")
    page = (await head.get(f"{AT}?case={case_id}&lang=en")).text
    assert "1. Бұйрық.docx" in page
    preview = f"{AT}/order/ru/1/preview.docx"
    assert f'href="{preview}"' in page
    assert f'href="{preview}?case={case_id}"' in page
    assert text_of((await head.get(f"{preview}?case={case_id}")).content) == "Наш 17-Ө"
    assert "ПРИКАЗ" in text_of((await head.get(f"/cases/{case_id}/documents/order.docx?lang=ru")).content)
    served.clock.travel(date(2024, 2, 20))
    assert (await head.post(f"{AT}/order/ru/1")).status_code == 303
    assert text_of((await head.get(f"/cases/{case_id}/documents/order.docx?lang=ru")).content) == "Наш 17-Ө"
    assert "version 1" in (await head.get(f"/cases/{case_id}/documents?lang=en")).text
    assert 'id="uses"' in (await head.get(AT)).text
    assert (await head.post(f"{AT}/order/ru/0")).status_code == 303
    assert "ПРИКАЗ" in text_of((await head.get(f"/cases/{case_id}/documents/order.docx?lang=ru")).content)


async def test_what_is_wrong_with_a_template_is_on_the_page(served: Served) -> None:
    """A template that is refused comes back with every reason, the choice is kept, and no version is there."""
    head = await visitor(served, "head")
    answer = await _send(head, template("{{ order.numbr }}", "{{ a.b }}"), kind="plan", language="kk", lang="en")
    assert answer.status_code == 422
    for words in ("order.numbr", "a.b", 'role="alert"', '<option value="plan" selected>'):
        assert words in answer.text
    remote = await _send(head, related("attachedTemplate", "https://example.com/t.dotm"))
    assert "https://example.com/t.dotm" in remote.text
    assert (await _send(head, b"")).status_code == 422
    assert "1. Бұйрық.docx" not in (await head.get(AT)).text


async def test_names_of_files_are_words(served: Served) -> None:
    """Markup and marks of direction in the name of a file are shown as text, or not at all."""
    head = await visitor(served, "head")
    data = {"kind": "order", "language": "ru"}
    await head.post(AT, data=data, files={"file": ("..\\<b>\u202excod.docx", template("{{ order.number }}"))})
    page = (await head.get(AT)).text
    assert "1. &lt;b&gt;xcod.docx" in page
    assert "\u202e" not in page


async def test_who_may_not_change_templates_sees_them_only(served: Served) -> None:
    """An officer sees templates and previews, without forms, and is refused when they send one; other bodies see nothing."""
    officer, other = await visitor(served, "officer"), await _other(served)
    page = (await officer.get(AT)).text
    assert "preview.docx" in page
    assert f'action="{AT}' not in page.replace(f'action="{AT}" method="get"', "")
    assert (await _send(officer, template("{{ order.number }}"))).status_code == 403
    assert (await officer.post(f"{AT}/order/ru/0")).status_code == 403
    assert (await other.get(AT)).status_code == 403


async def _other(served: Served) -> httpx2.AsyncClient:
    await served.account("other", Role.SIGNATORY, OTHER, Post.FIRST_HEAD, password=PASSWORD)
    return await visitor(served, "other")


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
async def test_the_fields_are_listed(served: Served, language: str) -> None:
    """The page of fields names each with its meaning and an example, in every language."""
    page = (await (await visitor(served, "officer")).get(f"/documents?lang={language}")).text
    for name in ("order.number", "schedule.breakdown", "<code>recommendations</code>", "risk_description"):
        assert name in page
    assert "{%tr for one in risks %}" in page
