"""The Consistency pages in a real Chromium: by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.looking import look
from tests.browser.site import Site, site
from tests.serving import BELOW, BODY
from tests.stories.test_findings_over_http import analysis


@pytest.fixture
def place(database_url: str, browser: Browser) -> Iterator[Site]:
    """A site with a copied report, about which no browser may complain."""
    with site(database_url, browser) as found:
        found.do(analysis(found.served, BODY))
        found.do(analysis(found.served, BELOW))
        found.do(found.served.projected())
        yield found
        assert found.troubles == []


def test_a_finding_is_dismissed_by_keyboard(place: Site) -> None:
    """What two texts have in common is marked; by keyboard alone the finding is dismissed with a reason."""
    page = place.page("supervisor")
    page.goto("/consistency?rule=near_identical")
    page.click("#list tbody a >> nth=0")
    expect(page.locator("mark").first).to_be_visible()
    page.focus("#f-reason")
    page.keyboard.type("Совместный анализ")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#said ~ ul")).to_contain_text("Совместный анализ")
    look(page)
