"""Pages from the smallest to the largest screens: sections fold, lines of text stay as long as an eye follows, tables take the room."""

import re

import pytest
from playwright.sync_api import expect

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


def test_sections_fold_on_a_telephone(demo: Site) -> None:
    """At 320 px the sections are folded behind their name, and open by keyboard; without JavaScript, and on a wide screen, they are open."""
    page = demo.page("officer", viewport={"width": 320, "height": 640})
    page.goto("/")
    sections = page.get_by_role("navigation", name="Разделы")
    cases = sections.get_by_role("link", name="Дела", exact=True)
    expect(cases).to_be_hidden()
    sections.locator("summary").focus()
    page.keyboard.press("Enter")
    cases.click()
    expect(page).to_have_url(re.compile("/cases$"))
    expect(cases).to_be_hidden()
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(cases).to_be_visible()
    plain = demo.page("officer", viewport={"width": 320, "height": 640}, java_script_enabled=False)
    plain.goto("/")
    expect(plain.get_by_role("navigation", name="Разделы").get_by_role("link", name="Дела", exact=True)).to_be_visible()
