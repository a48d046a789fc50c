"""The overview and the map in a real Chromium: accessible in light and dark, wide and narrow; by keyboard alone."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from service.geography import geography
from tests.browser.site import Site, site
from tests.browser.test_journeys import check_accessible
from tests.service.test_geography import squares
from tests.web.visiting import lived

PAGES = ["/", "/map", "/map?view=map", "/map/KZ-19", "/silent"]


@pytest.fixture
def place(database_url: str, browser: Browser, tmp_path: Path) -> Iterator[Site]:
    """A site with a true map and an analysis that is late, about which no browser may complain."""
    file = tmp_path / "regions.geojson"
    file.write_text(json.dumps(squares()), "utf-8")
    with site(database_url, browser, map_file=file) as found:
        assert geography(file).outlines
        found.do(lived(found.served, 3))
        found.served.clock.travel(date(2024, 4, 10))
        found.do(found.served.sweep())
        found.do(found.served.projected())
        yield found
        assert found.troubles == []


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1366, 768)), ("light", (320, 640))])
def test_the_pages_are_accessible(place: Site, scheme: str, size: tuple[int, int]) -> None:
    """axe-core finds nothing on the overview, the maps, and the list of silent bodies; nothing scrolls sideways."""
    width, height = size
    page = place.page("supervisor", viewport={"width": width, "height": height}, color_scheme=scheme)
    check_accessible(page, PAGES)


def test_a_cell_opens_by_keyboard(place: Site) -> None:
    """A cell of the map can be reached and opened by keyboard, and says its region, measure and number."""
    page = place.page("supervisor")
    page.goto("/map?lang=en")
    cell = page.locator("svg.map a[href^='/map/KZ-19']")
    expect(cell).to_have_attribute("aria-label", "19 1 Almaty. Almaty Region: Overdue")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/KZ-19?*")
