"""A Chromium for the browser tests: found, or fetched by `python -m tests.chromium` (part of `make test`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_chromium() -> Path | None:
    """Return the browser `TBN4_CHROMIUM` names, else one on PATH, else the Mac's, else the one Playwright downloaded."""
    given = os.environ.get("TBN4_CHROMIUM")
    if given:
        if shutil.which(given) is None:
            sys.exit(f"TBN4_CHROMIUM names no program: {given}")
        return Path(given)
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    if on_path:
        return Path(on_path)
    return next((path for path in (MAC, _of_playwright()) if path.exists()), None)


def fetch_chromium() -> None:
    """Install a Chromium: Debian's package where we may (as root), Playwright's download elsewhere."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _say("No Chromium found: installing the Debian package chromium")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], check=True, env=quiet)
        install = [
            "apt-get",
            "-qq",
            "-o",
            "DPkg::Lock::Timeout=600",
            "install",
            "--yes",
            "--no-install-recommends",
            "chromium",
        ]
        subprocess.run(install, check=True, env=quiet, stdout=subprocess.DEVNULL)
    else:
        _say("No Chromium found: downloading Playwright's into its cache folder")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


def _of_playwright() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if find_chromium() is None:
        try:
            fetch_chromium()
        except subprocess.CalledProcessError as error:
            sys.exit(
                f"{' '.join(map(str, error.cmd))} failed: install Chromium or Chrome, or name one in TBN4_CHROMIUM"
            )
    _say(f"Browser tests use {find_chromium()}")
