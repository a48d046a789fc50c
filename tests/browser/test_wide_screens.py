"""Pages on the largest screens: lines of text stay as long as an eye follows, tables take the room."""

import pytest

from tests.browser.inventory import found_in
from tests.browser.site import Site

_LOOK = """() => {
  const letters = e => e.getBoundingClientRect().width / parseFloat(getComputedStyle(e).fontSize);
  const main = document.querySelector('main').getBoundingClientRect();
  return {
    long: [...document.querySelectorAll('main p, main dd, main .hint')].filter(e => e.checkVisibility() && !e.closest('td, th'))
      .filter(e => letters(e) > 80).map(e => e.outerHTML.slice(0, 100)),
    used: Math.max(...[...document.querySelectorAll('main table')].map(e => e.getBoundingClientRect().width)) / innerWidth,
    right: main.right / innerWidth, size: parseFloat(getComputedStyle(document.body).fontSize),
    sideways: document.documentElement.scrollWidth > innerWidth } }"""


@pytest.mark.parametrize(
    "address", ["/", "/cases?all=1", "/deadlines?standing=overdue", "/audit?all=1", "/cases/{case_id}"]
)
def test_a_large_screen_is_used(demo: Site, address: str) -> None:
    """At 3840 × 2160 no line of text is longer than 80 letters are wide, letters are larger, and a table takes most of the width."""
    page = demo.page("supervisor", viewport={"width": 3840, "height": 2160})
    page.goto(address.format_map(found_in(demo.served.database)))
    look = page.evaluate(_LOOK)
    assert look["long"] == []
    assert look["used"] > 0.5
    assert look["right"] > 0.98
    assert look["size"] >= 18
    assert not look["sideways"]
