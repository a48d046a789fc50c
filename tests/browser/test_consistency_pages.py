"""The Consistency pages in a real Chromium: accessible, wide and dark, at 320 px and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, site
from tests.browser.test_journeys import check_accessible
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


def test_findings_are_accessible(place: Site) -> None:
    """axe-core finds nothing on the list and on a finding; nothing scrolls sideways; by keyboard alone one is dismissed."""
    wide = place.page("supervisor", viewport={"width": 1366, "height": 768})
    wide.goto("/consistency?rule=near_identical")
    wide.click("#list tbody a >> nth=0")
    finding = wide.url.removeprefix(place.served.url)
    expect(wide.locator("mark").first).to_be_visible()
    check_accessible(wide, ["/consistency", finding])
    check_accessible(place.page("supervisor", color_scheme="dark"), ["/consistency", finding])
    check_accessible(place.page("supervisor", viewport={"width": 320, "height": 640}), ["/consistency", finding])
    wide.goto(finding)
    wide.focus("#f-reason")
    wide.keyboard.type("Совместный анализ")
    wide.keyboard.press("Tab")
    wide.keyboard.press("Enter")
    expect(wide.locator("#said ~ ul")).to_contain_text("Совместный анализ")
