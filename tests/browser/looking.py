"""How a page is looked at: by axe-core in light and dark, then on a telephone; it is loaded once for all.

By the rules about colours and sizes, which cost most, of many rows built alike the first three are looked at: tags, attributes, classes
and styles of the others are the same. By all other rules every row is.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = ViewportSize(width=1366, height=768), ViewportSize(width=320, height=640)

_LIGHT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: all others are about what is the same in light and dark."""

_SMALL = ["target-size", "scrollable-region-focusable"]
"""The rules that look at sizes: what folds and stacks at 320 px has its own."""

_FEW = """() => {
  const telling = new Set(['class', 'style', 'role', 'type']);
  const shape = e => [e.tagName, ...[...e.attributes].map(a => telling.has(a.name) ? `${a.name}=${a.value}` : a.name),
    ...[...e.children].map(shape)].join(' ');
  for (const list of document.querySelectorAll('tbody, ul, ol, dl')) {
    const seen = new Map();
    for (const row of list.children) {
      const key = shape(row), number = seen.get(key) ?? 0;
      seen.set(key, number + 1);
      if (number >= 3) { row.dataset.alike = row.getAttribute('style') ?? ''; row.style.setProperty('display', 'none', 'important') }
    }
  } }"""
"""Hides what is built like three others beside it."""

_ALL = """() => { for (const row of document.querySelectorAll('[data-alike]')) {
  row.dataset.alike ? row.setAttribute('style', row.dataset.alike) : row.removeAttribute('style'); delete row.dataset.alike } }"""
"""Shows it again."""

_ABOUT = """() => ({
  title: document.title.trim(), headings: document.querySelectorAll('h1').length, language: document.documentElement.lang,
  narrow: document.documentElement.scrollWidth <= innerWidth })"""


def troubles(page: Page, language: str = "ru") -> list[str]:
    """Give what is wrong with the page that is shown, which is left wide and light."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    wrong = [f"light: {one}" for one in _axe(page, "tag", _LIGHT, without=[*_COLOURS, *_SMALL])]
    page.evaluate(_FEW)
    wrong += [f"light: {one}" for one in _axe(page, "rule", [*_COLOURS, *_SMALL])]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    wrong += [f"dark: {one}" for one in _axe(page, "rule", _COLOURS)]
    page.set_viewport_size(NARROW)
    wrong += [f"narrow: {one}" for one in _axe(page, "rule", _SMALL)]
    page.evaluate(_ALL)
    about = page.evaluate(_ABOUT)
    if not (about["title"] and about["headings"] == 1 and about["language"] == language and about["narrow"]):
        wrong.append(str(about))
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return wrong


def look(page: Page, language: str = "ru") -> None:
    """Hold nothing to be wrong with the page that is shown."""
    assert troubles(page, language) == [], page.url


def _axe(page: Page, kind: str, values: list[str], without: Sequence[str] = ()) -> list[str]:
    """Let axe-core look by the rules with some tags, without some of them, or by some rules."""
    options = {
        "runOnly": {"type": kind, "values": values},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']} {node['target']} {node.get('failureSummary')}"
        for violation in found["violations"]
        for node in violation["nodes"][:2]
    ]
