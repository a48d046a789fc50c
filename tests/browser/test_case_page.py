"""The page of a long case in a real Chromium: accessible in light and dark, wide and narrow; without JavaScript; on paper."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.browser.test_journeys import check_accessible
from tests.web.long_history import long_history
from tests.web.visiting import lived


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


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1366, 768)), ("light", (320, 640))])
def test_the_page_is_accessible(place: Site, case_id: UUID, scheme: str, size: tuple[int, int]) -> None:
    """axe-core finds nothing on the page, folded or not, nor on an older or narrowed history; nothing scrolls sideways but the diagram in its frame."""
    width, height = size
    page = place.page("supervisor", viewport={"width": width, "height": height}, color_scheme=scheme)
    analysis = place.do(lived(place.served, 4))
    home = f"/cases/{case_id}"
    check_accessible(page, [home, f"{home}?first=10", f"{home}?only=corrections", f"/cases/{analysis}"])
    page.click("#path > summary")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame = page.locator("#path .scroll")
    assert frame.evaluate("e => e.scrollWidth > e.clientWidth") is (width == 320)


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
