"""A form in a real Chromium: chosen, looked at with its blanks, had as files, formed as a report, looked at as it was frozen."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.service.forms.oblast import begin
from tests.serving import BODY
from tests.web.visiting import lived

ROW = "2.3.1"
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


async def _declared(place: Site) -> None:
    """Nothing is to be reported in a row: that is news for the form."""
    nothing = {"row": ROW, "period": "2024Q1", "declared_on": "2024-02-12", "signature": {"post": "first_head"}}
    await begin(place.served, "reporting_row", BODY, "declare_no_facts", **nothing)
    await place.served.projected()


def test_a_form_becomes_a_report(place: Site) -> None:
    """By pages alone an officer sees what is missing, has the form as a file, forms the report, and anew once more is known."""
    place.do(lived(place.served, 1))
    page = place.page("officer", viewport={"width": 1366, "height": 768})
    page.goto(FORM)
    look(page, "en")
    expect(page.get_by_role("heading", name=re.compile("^Blanks"))).to_be_visible()
    cells = [cell.text for row in Document(BytesIO(_saved(page, "DOCX"))).tables[0].rows for cell in row.cells]
    assert any(cell.startswith("Установление") or cell.endswith("анықтау") for cell in cells)
    assert _saved(page, "PDF").startswith(b"%PDF-")
    page.get_by_role("button", name="Form the report").click()
    page.wait_for_url(re.compile("/cases/"))
    look(page, "en")
    page.goto(FORM)
    page.get_by_role("button", name="Form the report anew").click()
    expect(page.get_by_text("Version 1 says the same")).to_be_visible()
    look(page, "en")
    place.do(_declared(place))
    page.get_by_role("button", name="Form the report anew").click()
    page.wait_for_url(re.compile("/cases/"))
    case = page.url.partition("?")[0]
    page.get_by_role("link", name="Compare with 1").click()
    expect(page.get_by_text(f"{ROW}, ")).to_be_visible()
    look(page, "en")
    _check(page, case)
    _look_at_the_signature(page, case)
    assert place.troubles == []


def _check(page: Page, case: str) -> None:
    """Record that the form was looked through."""
    page.goto(f"{case}/actions/check_report?lang=en")
    page.locator("input[name=checked_on]").fill("2024-02-16")
    page.locator("form.action-form .submit button").first.click()
    page.wait_for_url(re.compile("recorded="))


def _look_at_the_signature(page: Page, case: str) -> None:
    """The page offers those who may sign this form, and has the paper of the last version."""
    page.goto(f"{case}/actions/sign_form?lang=en")
    _choose, *posts = page.locator("select[name='signature.post'] option").all_text_contents()
    assert sorted(posts) == ["Deputy head", "First head", "Head of the apparatus"]
    look(page, "en")
    assert _saved(page, "PDF · Version 2 · In Russian · Letter for letter").startswith(b"%PDF-")
