"""The block of a cartogram as its readers have it: opened as a file of its own, read by assistive technology, printed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from service.i18n import LANGUAGES, Language, translator
from service.publication.block import Rows
from service.publication.giving import page as drawn
from tests.browser.page_alone import check_page_alone
from tests.service.publication.test_block import differing, drawing_of


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_block_is_accessible_and_needs_nothing_else(browser: Browser, tmp_path: Path, language: Language) -> None:
    """axe-core finds nothing, wide or narrow; nothing scrolls sideways or is asked of any server; a printer gets pages."""
    drawing = drawing_of(differing(), language)
    file = tmp_path / "block.html"
    file.write_text(drawn(drawing, drawing.block(Rows.WEBSITE), translator(language)), "utf-8")
    check_page_alone(browser, file)
