"""Static files under names that change with their content, so that browsers may keep them for ever."""

import hashlib
import json
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")
VENDOR = STATIC / "vendor"


class AssetsMissing(RuntimeError):  # noqa: N818 - named as what is the case
    """The front-end packages have not been built."""


@cache
def asset(name: str) -> str:
    """Give the address of an own file ("tbn4.css") or of a vendor's ("vendor/htmx.js"); raises `AssetsMissing`."""
    if name.startswith("vendor/"):
        return f"/static/vendor/{_manifest()[name.removeprefix('vendor/')]}"
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@cache
def _manifest() -> dict[str, str]:
    path = VENDOR / "manifest.json"
    if not path.exists():
        raise AssetsMissing("the front-end assets are not built: run `make assets`")
    made: dict[str, str] = json.loads(path.read_text("utf-8"))
    return made
