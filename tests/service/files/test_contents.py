"""The folder in which contents lie."""

import stat
from pathlib import Path

import pytest

from service.files import Folder
from service.files.closed import opened
from service.files.part import Part

ADDRESS = "ab" * 32


def _content(path: Path) -> bytes:
    with opened(path, ADDRESS) as file:
        return file.read()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


async def _take(folder: Folder, content: bytes) -> None:
    with Part(folder.incoming) as part:
        part.write(content)
        part.end(ADDRESS)
        part.sync()
        await folder.take(part.path, ADDRESS)


async def test_content_lies_by_its_address(folder: Folder, tmp_path: Path) -> None:
    """A content is one closed file in a folder of a folder, which only the service's user may read, and nothing is left aside."""
    assert await folder.path(ADDRESS) is None
    await _take(folder, b"content")
    path = await folder.path(ADDRESS)
    assert path == tmp_path / "files" / "ab" / "ab" / ADDRESS
    assert _content(path) == b"content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:3]} == {0o700}
    assert list(folder.incoming.iterdir()) == []


async def test_damaged_content_is_mended_by_the_next(folder: Folder) -> None:
    """Content that comes again replaces what lies there."""
    await _take(folder, b"cont")
    await _take(folder, b"content")
    path = await folder.path(ADDRESS)
    assert path is not None
    assert _content(path) == b"content"


async def test_only_what_nobody_writes_any_more_is_cleared(folder: Folder) -> None:
    """What a killed process left goes at the next start; an upload under way in another process stays."""
    with Part(folder.incoming) as part:
        left = folder.incoming / "left.part"
        left.write_bytes(b"half")
        folder.clear()
        assert list(folder.incoming.iterdir()) == [part.path]


def test_clearing_before_the_first_file_is_no_error(folder: Folder) -> None:
    """A service that never kept a file starts."""
    folder.clear()
    assert not folder.incoming.exists()
