"""The block of a cartogram as its readers have it: opened as a file of its own, read by assistive technology, printed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from service.i18n import LANGUAGES, Language, translator
from service.publication.block import Rows
from service.publication.giving import page as drawn
from tests.browser.looking import AXE
from tests.service.publication.test_block import differing, drawing_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_block_is_accessible_and_needs_nothing_else(browser: Browser, tmp_path: Path, language: Language) -> None:
    """axe-core finds nothing, wide or narrow; nothing scrolls sideways or is asked of any server; a printer gets pages."""
    drawing = drawing_of(differing(), language)
    file = tmp_path / "block.html"
    file.write_text(drawn(drawing, drawing.block(Rows.WEBSITE), translator(language)), "utf-8")
    window = browser.new_context(viewport={"width": 320, "height": 640})
    page = window.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(AXE.read_text("utf-8"))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(v["id"], n["target"]) for v in found["violations"] for n in v["nodes"]] == []
    assert asked == [file.as_uri()]
    assert page.pdf().startswith(b"%PDF")
    window.close()
