"""The overview and the map in a real Chromium: by keyboard alone."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site with an analysis that is late, about which no browser may complain."""
    with site(database_url, browser) as found:
        found.do(lived(found.served, 3))
        found.served.clock.travel(date(2024, 4, 10))
        found.do(found.served.sweep())
        found.do(found.served.projected())
        yield found
        assert found.troubles == []


def test_a_cell_opens_by_keyboard(place: Site) -> None:
    """A cell of the map can be reached and opened by keyboard, and says its region, measure and number."""
    page = place.page("supervisor")
    page.goto("/map?lang=en")
    cell = page.locator("svg.map a[href^='/map/KZ-19']")
    expect(cell).to_have_attribute("aria-label", "19 1 Almaty. Almaty Region: Overdue")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/KZ-19?*")
