"""LibreOffice as tests use it: without a window, with settings of its own, told to write what it opened in another format."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

_PROGRAMS = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
_PATIENCE = 300
_JAVA = "failed to launch javaldx"  # said of every file where there is no Java, which none of them needs


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of files: by name as it was written anew, and what the program said and exited with."""

    files: Mapping[str, bytes]
    complaint: str
    code: int


def program() -> str:
    """Give the office program; without one there is nothing to test."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        pytest.fail(
            "there is no LibreOffice: install it (on Debian and Ubuntu libreoffice-writer and libreoffice-calc), then try again"
        )
    return found


def opened(papers: Mapping[str, bytes], to: str, folder: Path) -> Opened:
    """Have files opened and written in a format; what could not be opened is not among what came of them."""
    taken, given = folder / "taken", folder / f"given-{to}"
    taken.mkdir(parents=True, exist_ok=True)
    for name, content in papers.items():
        (taken / name).write_bytes(content)
    command = [
        program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nologo",
        "--convert-to", to, "--outdir", str(given), *(str(taken / name) for name in papers),
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    found = {name: given / f"{name.rpartition('.')[0]}.{to}" for name in papers}
    files = {name: path.read_bytes() for name, path in found.items() if path.exists()}
    complaint = "\n".join(line for line in ended.stderr.splitlines() if _JAVA not in line)
    return Opened(files, complaint, ended.returncode)
