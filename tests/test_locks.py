"""What is installed is pinned by hash, from whichever registry the machine uses."""

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


def locked(name: str) -> dict[str, str]:
    """Return the requirements of a lock file: normalised name to the text up to the next one."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    entries = re.split(r"\n(?=\S)", text.strip())
    return {re.split(r"[=\[ ]", entry, maxsplit=1)[0].lower(): entry for entry in entries}


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_every_python_package_has_one_version_and_hashes(name: str) -> None:
    """Each entry is `name==version` with at least one SHA-256."""
    entries = locked(name)
    assert entries
    assert [entry for entry in entries.values() if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_every_declared_dependency_is_locked() -> None:
    """A dependency added to pyproject.toml without `make lock` is noticed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in {
        "requirements.txt": [*project["dependencies"], *extras["build"]],
        "requirements-dev.txt": [*project["dependencies"], *extras["build"], *extras["dev"]],
    }.items():
        names = {re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower() for requirement in wanted}
        assert names - locked(lock).keys() == set()


def test_both_locks_agree() -> None:
    """Tests run on the versions that are served."""
    runtime, development = locked("requirements.txt"), locked("requirements-dev.txt")
    differing = [name for name, entry in runtime.items() if entry.split()[0] != development[name].split()[0]]
    assert differing == []


@pytest.mark.parametrize("name", [*PYTHON_LOCKS, "package-lock.json"])
def test_no_lock_names_a_registry(name: str) -> None:
    """A lock file holds versions and hashes, no addresses."""
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|\"resolved\"", (ROOT / name).read_text("utf-8")) == []


def test_every_npm_package_has_a_hash() -> None:
    """Each npm package is pinned by an integrity hash."""
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    assert [path for path, entry in packages.items() if path and not entry["integrity"].startswith("sha512-")] == []
