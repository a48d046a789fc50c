"""The board of deadlines in a real Chromium: by keyboard, and without JavaScript."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.serving import BODY
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site with an analysis that was announced in time, whose other deadlines have passed by June, about which no browser may complain."""
    with site(database_url, browser) as found:
        found.do(lived(found.served, 1))
        found.served.clock.travel(date(2024, 6, 3))
        found.do(found.served.sweep())
        found.do(found.served.projected())
        yield found
        assert found.troubles == []


def test_reminding_by_keyboard(place: Site) -> None:
    """A box is ticked with the space bar, all by the link; a filter changes the list and keeps the focus; a cell opens its list."""
    page = place.page("supervisor")
    page.goto("/deadlines?lang=en")
    boxes = page.locator("input[name=pick]")
    count = boxes.count()
    assert count > 1
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(boxes.first).to_be_checked()
    for checked in (count, 0, count):
        page.focus("[data-tick]")
        page.keyboard.press("Enter")
        expect(page.locator("input[name=pick]:checked")).to_have_count(checked)
    page.locator(".why summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".why p").first).to_be_visible()
    page.focus("#by-rule")
    page.select_option("#by-rule", "D07")
    expect(boxes).to_have_count(1)
    expect(page.locator("#by-rule")).to_be_focused()
    expect(page).to_have_url(re.compile("rule=D07"))
    page.goto("/deadlines?lang=en")
    page.locator(".heat td a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/deadlines?standing=*due_from=2024-01-01*")


def test_reminding_without_a_script(place: Site) -> None:
    """The link ticks all, a missing reason loses nothing, and the result names what was done for which deadline."""
    page = place.page("supervisor", java_script_enabled=False)
    page.goto(f"/deadlines?lang=en&organization={BODY}")
    count = page.locator("input[name=pick]").count()
    page.click("[data-tick]")
    expect(page.locator("input[name=pick]:checked")).to_have_count(count)
    page.click("button[value=remind]")
    expect(page.locator("#summary")).to_be_visible()
    expect(page.locator("input[name=pick]:checked")).to_have_count(count)
    page.fill("#reason", "Отчёт за квартал")
    assert [one.partition(":")[0] for one in place.troubles] == [
        "Failed to load resource"
    ]  # the refusal has its own status
    place.troubles.clear()
    page.click(".submit button")
    expect(page.locator("[aria-labelledby=told] tbody tr")).to_have_count(count)
    page.click("text=Back to the board")
    page.wait_for_url(f"**/deadlines?*organization={BODY}*")
    expect(page.locator("#list")).to_contain_text("asked for by Supervisor")
