"""Pages on paper, as Chromium lays them out for a printer."""

import pytest
from playwright.sync_api import Page

from tests.browser.inventory import found_in
from tests.browser.site import Site

PAGES = ["/", "/cases?all=1", "/deadlines?standing=overdue", "/map/KZ-19", "/organizations/almaty-region", "/plans/2026", "/deadlines/review?all=1", "/consistency", "/cases/{case_id}", "/cases/{cartogram}", "/cases/{subtask_case}"]  # fmt: skip

_A4 = {"width": 688, "height": 1016}
"""What is left of the sheet between its margins, in pixels."""

_SHOWN = """() => ({
  interface: [...document.querySelectorAll('nav, form:not(:has(table)), button, input, select, textarea, .btn, header')]
    .filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 80)),
  folded: document.querySelectorAll('main details:not([open])').length,
  heads: [...document.querySelectorAll('main table > thead:not(.visually-hidden)')].filter(e => e.checkVisibility())
    .filter(e => getComputedStyle(e).display !== 'table-header-group').length,
  addresses: [...document.querySelectorAll('main a')].filter(e => /http|\\//.test(getComputedStyle(e, '::after').content)).length,
  underlined: [...document.querySelectorAll('main a')].filter(e => getComputedStyle(e).textDecorationLine.includes('underline')).length,
  wide: document.documentElement.scrollWidth > innerWidth,
  cut: [...document.querySelectorAll('main .scroll')].filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
    .map(e => e.getAttribute('aria-label') || e.getAttribute('aria-labelledby')),
  dark: getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)' })"""

_CLEAN = {"interface": [], "folded": 0, "heads": 0, "addresses": 0, "underlined": 0, "wide": False, "cut": [], "dark": False}  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_a_page_prints_cleanly(demo: Site, address: str) -> None:
    """On A4 there is no navigation, form or button; links are words; what is folded is open; heads of tables repeat; nothing is cut off."""
    page = demo.page("supervisor", viewport=_A4, color_scheme="dark")
    page.goto(address.format_map(found_in(demo.served.database)))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(_SHOWN) == _CLEAN
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert _folded(page) > 0
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def _folded(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('details:not([open])').length"))
