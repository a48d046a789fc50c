"""Organisations in a real Chromium: the tree by keyboard, with and without scripts."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.serving import BODY, REGION
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site with an analysis that is late and a plan, about which no browser may complain."""
    with site(database_url, browser) as found:
        found.do(lived(found.served, 3))
        found.served.clock.travel(date(2024, 4, 10))
        found.do(found.served.sweep())
        found.do(found.served.projected())
        yield found
        assert found.troubles == []


@pytest.mark.parametrize("scripts", [True, False])
def test_the_tree_opens_by_keyboard(place: Site, scripts: bool) -> None:
    """A branch opens and closes by its link; with scripts the focus stays on it, and without them it works as well."""
    page = place.page("supervisor", java_script_enabled=scripts)
    page.goto("/organizations?open=&lang=en")
    opens = page.locator("[id='opens-KZ-19']")
    expect(opens).to_have_attribute("aria-expanded", "false")
    opens.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='row-{REGION}']")).to_be_visible()
    expect(opens).to_have_attribute("aria-expanded", "true")
    if scripts:
        expect(opens).to_be_focused()
    opens.press("Enter")
    expect(page.locator(f"[id='row-{REGION}']")).to_have_count(0)


def test_a_cell_of_the_year_leads_to_its_case(place: Site) -> None:
    """From the list to an overdue case of a body in three presses: the body, the cell of its year, the case."""
    page = place.page("supervisor")
    page.goto("/organizations?lang=en&open=KZ-19&open=almaty-region")
    page.click(f"[id='row-{BODY}'] a[href='/organizations/{BODY}']")
    page.locator("a.chip.status-overdue").first.click()
    page.wait_for_url("**/cases/*")
