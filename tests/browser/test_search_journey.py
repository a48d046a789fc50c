"""The search in a real Chromium: by keyboard alone, without JavaScript, a view for the team."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.web.visiting import lived


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site with an ordered analysis, about which no browser may complain."""
    with site(database_url, browser) as found:
        found.do(lived(found.served, 1))
        yield found
        assert found.troubles == []


def test_a_case_is_found_by_keyboard(place: Site) -> None:
    """The key / leads to the box on any page, Enter searches, and Tab leads to what was found; in a field / is a letter; it can be switched off."""
    page = place.page("officer")
    page.goto("/deadlines?all=1")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("12/закупками")
    expect(page.locator("#q")).to_have_value("12/закупками")
    page.keyboard.press("Control+a")
    page.keyboard.type("закупками")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("#list mark").first).to_have_text("Закупки")
    page.focus("#saved summary")
    page.keyboard.press("Tab")
    expect(page.locator("#list .main-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*")
    page.goto("/search?all=1")
    page.uncheck("#slash")
    page.goto("/deadlines?all=1")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_the_search_needs_no_script(place: Site) -> None:
    """Without JavaScript the box searches, filters narrow, and a view is kept for the team."""
    page = place.page("officer", java_script_enabled=False)
    page.goto("/")
    page.fill("#q", "17-Ө")
    page.press("#q", "Enter")
    expect(page.locator("[aria-labelledby=found-case] .main-link")).to_have_count(1)
    page.select_option("#by-open", "closed")
    page.click(".filters button")
    expect(page.locator("#list .empty")).to_be_visible()
    page.goto("/search?q=закупки")
    page.click("#saved summary")
    page.fill("#new-view", "Закупки")
    page.select_option("#new-view-shared", "body")
    page.click(".saved-new button")
    head = place.page("head", java_script_enabled=False)
    head.goto("/search?all=1")
    head.click("#saved summary")
    head.click("text=Закупки")
    expect(head).to_have_url(re.compile("q=%D0"))
    expect(head.locator("#list .main-link")).to_have_count(1)
