"""The page of a long case in a real Chromium: accessible in light and dark, wide and narrow; without JavaScript; on paper."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import NARROW, WIDE, look
from tests.browser.site import Site, site
from tests.web.long_history import long_history


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site about which no browser may complain."""
    with site(database_url, browser, data_dir=tmp_path) as found:
        yield found
        assert found.troubles == []


@pytest.fixture
def case_id(place: Site) -> UUID:
    """A case with more entries than a page shows."""
    return place.do(long_history(place.served, 60))


def test_a_long_history_is_accessible(place: Site, case_id: UUID) -> None:
    """axe-core finds nothing on it with its diagram, nor on an older and narrowed one; on a telephone the diagram scrolls in its frame."""
    page = place.page("supervisor")
    home = f"/cases/{case_id}"
    page.goto(f"{home}?first=10&only=corrections")
    look(page)
    page.goto(home)
    page.click("#path > summary")
    look(page)
    frame = page.locator("#path .scroll")
    for size, scrolls in ((NARROW, True), (WIDE, False)):
        page.set_viewport_size(size)
        assert frame.evaluate("e => e.scrollWidth > e.clientWidth") is scrolls


def test_the_history_needs_no_script(place: Site, case_id: UUID) -> None:
    """Without JavaScript one turns pages, narrows the history, goes to a corrected entry, and gets the file."""
    page = place.page("supervisor", java_script_enabled=False)
    page.goto(f"/cases/{case_id}?lang=en")
    expect(page.locator(".entry")).to_have_count(50)
    page.click("a[rel=next]")
    expect(page.locator(".entry")).to_have_count(10)
    page.select_option("#by-only", "corrections")
    page.click(".history .filters button")
    expect(page.locator(".entry")).to_have_count(6)
    page.click("#entry-10 >> text=corrects entry 9")
    expect(page.locator("#entry-9")).to_be_in_viewport()
    with page.expect_download() as download:
        page.click("text=JSON Lines")
    assert download.value.suggested_filename.startswith(f"history-{case_id}-2024-03-12")


def test_on_paper_everything_is_open(place: Site, case_id: UUID) -> None:
    """On paper there is no navigation, and nothing is folded away; afterwards the page is as it was."""
    page = place.page("supervisor")
    page.goto(f"/cases/{case_id}")
    hidden = page.locator("#entry-59 .shown").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".side").is_visible()
    assert not page.locator(".history .filters").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(hidden).to_be_visible()
    expect(page.locator("#path svg")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert not hidden.is_visible()
