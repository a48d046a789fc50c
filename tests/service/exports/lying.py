"""What lay in the clear on the disk while a file was made."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from service.exports.folder import ExportFolder


def lying(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give a list that takes up the text of whatever lies among the parts of files, when it is taken away there."""
    found: list[str] = []
    parts, remove = ExportFolder.parts, os.remove

    def read(place: Path) -> None:
        found.append(place.read_bytes().decode("utf-8", errors="replace"))

    @contextmanager
    def watched(folder: ExportFolder) -> Iterator[str]:
        with parts(folder) as own:
            try:
                yield own
            finally:
                for left in Path(own).iterdir():
                    read(left)

    def removed(path: Any, *args: Any, **more: Any) -> None:
        if not isinstance(path, int) and "export-" in os.fspath(path) and Path(path).is_file():
            read(Path(path))
        remove(path, *args, **more)

    monkeypatch.setattr(ExportFolder, "parts", watched)
    monkeypatch.setattr(os, "remove", removed)
    monkeypatch.setattr(os, "unlink", removed)
    return found
