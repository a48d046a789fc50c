"""How a page is looked at: by axe-core in light and dark, then on a telephone; it is loaded once for all."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = ViewportSize(width=1366, height=768), ViewportSize(width=320, height=640)

_LIGHT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_DARK = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours: all others are about what is the same in light and dark."""

_SMALL = ["target-size", "scrollable-region-focusable"]
"""The rules that look at sizes: what folds and stacks at 320 px has its own."""

_ABOUT = """() => ({
  title: document.title.trim(), headings: document.querySelectorAll('h1').length, language: document.documentElement.lang,
  narrow: document.documentElement.scrollWidth <= innerWidth })"""


def troubles(page: Page, language: str = "ru") -> list[str]:
    """Give what is wrong with the page that is shown, which is left wide and light."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(WIDE)
    wrong = [f"light: {one}" for one in _axe(page, "tag", _LIGHT)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    wrong += [f"dark: {one}" for one in _axe(page, "rule", _DARK)]
    page.set_viewport_size(NARROW)
    wrong += [f"narrow: {one}" for one in _axe(page, "rule", _SMALL)]
    about = page.evaluate(_ABOUT)
    if not (about["title"] and about["headings"] == 1 and about["language"] == language and about["narrow"]):
        wrong.append(str(about))
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return wrong


def look(page: Page, language: str = "ru") -> None:
    """Hold nothing to be wrong with the page that is shown."""
    assert troubles(page, language) == [], page.url


def _axe(page: Page, kind: str, values: list[str]) -> list[str]:
    """Let axe-core look by the rules with some tags, or by some rules."""
    found: dict[str, Any] = page.evaluate(
        "([type, values]) => axe.run(document, {runOnly: {type, values}, resultTypes: ['violations']})", [kind, values]
    )
    return [
        f"{violation['id']} {node['target']} {node.get('failureSummary')}"
        for violation in found["violations"]
        for node in violation["nodes"][:2]
    ]
