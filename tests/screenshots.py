"""`make screenshots`: the pictures of README, taken by Chromium from the demonstration on a fresh data folder."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from service.demo.load import PASSWORD
from tests.chromium import find_chromium
from tests.faults.server import Server

PICTURES = Path(__file__).parents[1] / "deploy" / "pictures"
_SERVE = [sys.executable, "-c", "from service.cli import app; app()", "serve", "--demo"]
_LONGEST = 300.0  # seconds for the demonstration to be loaded
_OPENED = "/cases?workflow=risk_analysis&organization=almaty-region.procurement&open=open"


@dataclass(frozen=True)
class Picture:
    """What is on a picture: whose page, in which window; with `opens` the first case of the list at the address."""

    name: str
    login: str
    address: str
    width: int = 1366
    height: int = 768
    scheme: str = "light"
    opens: bool = False


ALL = (
    Picture("overview", "supervisor", "/"),
    Picture("map", "supervisor", "/map"),
    Picture("case", "officer", _OPENED, opens=True),
    Picture("overdue", "supervisor", "/deadlines?standing=overdue"),
    Picture("tasks", "talgar", "/tasks?all=1"),
    Picture("consistency", "supervisor", "/consistency"),
    Picture("dark", "supervisor", "/map/KZ-19", scheme="dark"),
    Picture("phone", "talgar", "/tasks?all=1", width=390, height=780),
)


def main() -> None:
    """Serve, take the pictures, end what was started."""
    with TemporaryDirectory(prefix="tbn4-pictures-") as folder:
        # the embedded server runs as another user if we are root
        Path(folder).chmod(0o755)
        server = Server("demonstration", Path(folder), {"TBN4_DATA_DIR": str(Path(folder) / "data")}, _SERVE)
        server.start()
        try:
            asyncio.run(server.ready(_LONGEST))
            with sync_playwright() as playwright:
                sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=sandbox)
                for picture in ALL:
                    _take(browser, server.address, picture)
                    sys.stdout.write(f"{PICTURES.name}/{picture.name}.png\n")
                browser.close()
        finally:
            asyncio.run(server.stop())


def _take(browser: Browser, site: str, picture: Picture) -> None:
    context = browser.new_context(
        base_url=site,
        viewport={"width": picture.width, "height": picture.height},
        locale="ru-RU",
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    _log_in(page, picture.login)
    page.goto(picture.address)
    if picture.opens:
        page.click("#list .main-link >> nth=0")
        page.wait_for_load_state()
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


def _log_in(page: Page, login: str) -> None:
    page.goto("/login")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_url("**/")


if __name__ == "__main__":
    main()
