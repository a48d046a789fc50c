"""Documents and their templates in a real Chromium: a template sent, refused, mended, put in force, and a document drawn up by it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.service.documents.made import template, text_of
from tests.serving import BODY
from tests.web.visiting import lived

TEMPLATES = f"/organizations/{BODY}/templates"


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site, about which no browser may complain."""
    with site(database_url, browser, data_dir=tmp_path) as found:
        yield found


def _send(page: Page, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    page.select_option("#kind", "order")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Check and keep").click()


def _saved(page: Page, name: str) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("link", name=re.compile(name)).first.click()
    return Path(saved.value.path()).read_bytes()


def test_a_template_from_its_refusal_to_a_document(place: Site, tmp_path: Path) -> None:
    """By pages alone the head sends a template, reads what is wrong with it, mends it, looks at a preview, and has the order drawn up by it."""
    case_id = place.do(lived(place.served, 1))
    page, file = place.page("head", viewport={"width": 1366, "height": 768}), tmp_path / "Наш приказ.docx"
    page.goto(f"{TEMPLATES}?lang=en")
    look(page, "en")
    _send(page, file, template("Наш приказ {{ order.numbr }}"))
    expect(page.get_by_role("alert")).to_contain_text("There is no field “order.numbr”")
    look(page, "en")
    assert place.troubles == [
        "Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
    ]
    place.troubles.clear()
    _send(page, file, template("Наш приказ {{ order.number }} {{ plan.number }}"))
    page.goto(TEMPLATES)
    page.select_option("#by-case", str(case_id))
    page.get_by_role("button", name="Choose", exact=True).click()
    assert text_of(_saved(page, "With the chosen case.*Наш приказ.docx")).startswith("Наш приказ 17-Ө")
    page.get_by_role("button", name=re.compile("Put in force.*Наш приказ.docx")).click()
    expect(page.locator("#uses + ul li")).to_have_count(1)
    look(page, "en")
    page.goto(f"/cases/{case_id}")
    look(page, "en")
    assert text_of(_saved(page, "DOCX, Русский.*Order to conduct the analysis")).startswith("Наш приказ 17-Ө")
    page.get_by_role("link", name="What is still blank in them").click()
    expect(page.locator("section[aria-labelledby=order]")).to_contain_text("plan.number")
    look(page, "en")
    page.goto("/documents")
    look(page, "en")
    assert place.troubles == []


def test_the_pages_are_fine_in_russian(place: Site) -> None:
    """Wide and narrow, light and dark, axe-core finds nothing, and nothing scrolls sideways but tables in their frames."""
    case_id = place.do(lived(place.served, 6))
    page = place.page("head", viewport={"width": 1366, "height": 768})
    for address in (f"{TEMPLATES}?case={case_id}", f"/cases/{case_id}/documents", "/documents", f"/cases/{case_id}"):
        page.goto(address)
        look(page)
    assert place.troubles == []
