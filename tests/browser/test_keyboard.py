"""By keyboard alone: every page is walked from its first link to its last, and nothing holds on to whoever walks."""

import pytest
from playwright.sync_api import expect

from tests.browser.inventory import found_in
from tests.browser.site import Site

PAGES = [("supervisor", "/"), ("supervisor", "/map"), ("supervisor", "/deadlines/ask?standing=overdue"), ("supervisor", "/search?q=закупки"), ("officer", "/cases/{order}"), ("officer", "/cases/{order}/actions/announce_discussion"), ("talgar", "/tasks?all=1")]  # fmt: skip

MOST = 500

_THERE = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.checkVisibility({visibilityProperty: true})).filter(e => e.type !== 'radio' || e.checked
    || (!document.querySelector(`[name="${e.name}"]:checked`) && document.querySelector(`[name="${e.name}"]`) === e)).length"""
"""How many stops there are: of a group of radio buttons one."""

_HERE = """() => { const e = document.activeElement; if (!e || e === document.body) return null;
  window.walked ??= new Map(); if (!window.walked.has(e)) window.walked.set(e, window.walked.size);
  const look = getComputedStyle(e), box = e.getBoundingClientRect();
  return [window.walked.get(e), look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
          box.bottom > 0 && box.top < innerHeight, e.outerHTML.slice(0, 120)] }"""


@pytest.mark.parametrize(("login", "address"), PAGES)
def test_nothing_holds_the_keyboard(demo: Site, login: str, address: str) -> None:
    """Tab leads to everything that can be used, in one round, each stop is outlined and in sight; the first one skips to the content."""
    page = demo.page(login, viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    page.goto(address.format_map(found_in(demo.served.database)))
    page.evaluate("document.activeElement.blur()")
    there = page.evaluate(_THERE)
    stops: list[int] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(_HERE)
        if here is None or here[0] < len(stops) - 1:
            break
        number, outlined, in_sight, what = here
        if number == len(stops) - 1:  # the next part of a date
            continue
        assert outlined, f"no outline: {what}"
        assert in_sight, f"out of sight: {what}"
        stops.append(number)
    assert stops == list(range(len(stops)))
    assert there - 8 <= len(stops) <= there + 8, "what scrolls may be a stop of its own"
    page.evaluate("scrollTo(0, 0)")
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
