"""A page that is kept as a file: what its readers need of it, wherever they open it."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.looking import AXE


def check_page_alone(browser: Browser, file: Path) -> None:
    """See that axe-core finds nothing, wide or narrow, nothing scrolls sideways or is asked of any server, and a printer gets pages."""
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
