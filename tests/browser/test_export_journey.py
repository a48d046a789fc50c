"""Exports in a real Chromium: a list saved by its link, narrowed as it is shown; a long one followed until it is ready."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.exports import at_once
from service.exports.worker import Worker
from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.service.exports.reading import about_of, rows_of
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site, about which no browser may complain."""
    with site(database_url, browser, data_dir=tmp_path) as found:
        yield found
        assert found.troubles == []


def test_a_list_is_saved_as_it_is_shown(place: Site) -> None:
    """After the filter was changed without loading the page anew, the link gives a workbook of what is shown now."""
    place.do(lived(place.served, 1))
    page = place.page("supervisor")
    page.goto("/cases")
    page.select_option("[name=region]", "KZ-19")
    expect(page).to_have_url(re.compile("region=KZ-19"))
    with page.expect_download() as saved:
        page.click(".export >> text=XLSX")
    assert re.fullmatch(r"cases-2024-\d\d-\d\d\.xlsx", saved.value.suggested_filename)
    content = Path(saved.value.path()).read_bytes()
    [row] = rows_of(content, "xlsx")
    assert row["Номер"] == "17-Ө"
    assert "Алматинская область (KZ-19)" in about_of(content, "xlsx").values()


def test_a_long_list_is_followed_until_it_is_ready(place: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of exports follows by itself what is made, the bell tells of it, and the file is there to be saved; axe-core finds nothing meanwhile."""
    place.do(lived(place.served, 1))
    monkeypatch.setattr(at_once, "SHORT", 1)
    page, other = place.page("supervisor"), place.page("supervisor")
    other.goto("/cases")
    expect(other.locator(".bell-count")).to_be_hidden()
    page.goto("/audit")
    page.click(".export >> text=CSV")
    look(page)
    page.click("main form button")
    expect(page.locator("#list progress")).to_have_count(0)
    expect(page.locator("#list a[download]")).to_have_count(0)
    look(page)
    assert place.do(Worker(place.served.service).make_next())
    expect(other.locator(".bell-count")).to_have_text("1")
    expect(page.locator("#list a[download]")).to_have_count(1)
    look(page)
    with page.expect_download() as saved:
        page.click("#list a[download]")
    assert len(rows_of(Path(saved.value.path()).read_bytes(), "csv")) > 1
    expect(other.locator(".bell-count")).to_be_hidden()
