"""A form in a real Chromium: chosen, looked at with its blanks, had as files, formed as a report, looked at as it was frozen."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.site import Site, site
from tests.browser.test_journeys import check_shown
from tests.serving import BODY
from tests.web.visiting import lived

FORM = f"/forms?lang=en&appendix=2&organization={BODY}&year=2024&period=2024Q1"


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site, about which no browser may complain."""
    with site(database_url, browser, data_dir=tmp_path) as found:
        yield found


def _saved(page: Page, name: str) -> bytes:
    with page.expect_download() as saved:
        page.get_by_role("link", name=name, exact=True).click()
    return Path(saved.value.path()).read_bytes()


def test_a_form_becomes_a_report(place: Site) -> None:
    """By pages alone an officer sees what is missing, has the form as a file, forms the report twice, and compares both versions."""
    place.do(lived(place.served, 1))
    page = place.page("officer", viewport={"width": 1366, "height": 768})
    page.goto(FORM)
    check_shown(page)
    expect(page.get_by_role("heading", name=re.compile("^Blanks"))).to_be_visible()
    cells = [cell.text for row in Document(BytesIO(_saved(page, "DOCX"))).tables[0].rows for cell in row.cells]
    assert any(cell.startswith("Установление") or cell.endswith("анықтау") for cell in cells)
    assert _saved(page, "PDF").startswith(b"%PDF-")
    page.get_by_role("button", name="Form the report").click()
    page.wait_for_url(re.compile("/cases/"))
    check_shown(page)
    page.goto(FORM)
    page.get_by_role("button", name="Form the report anew").click()
    page.wait_for_url(re.compile("/cases/"))
    page.get_by_role("link", name="Compare with 1").click()
    expect(page.get_by_text("Both versions say the same.")).to_be_visible()
    check_shown(page)
    assert place.troubles == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forms_fit_a_telephone(place: Site, scheme: str) -> None:
    """At 320 px nothing scrolls sideways but tables in their frames, in light and dark, and axe-core finds nothing."""
    place.do(lived(place.served, 1))
    page = place.page("officer", viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.goto(FORM)
    check_shown(page)
    page.get_by_role("button", name="Form the report").click()
    page.wait_for_url(re.compile("/cases/"))
    check_shown(page)
    page.get_by_role("link", name="Version 1", exact=True).click()
    check_shown(page)
    assert place.troubles == []
