"""The folder in which contents lie."""

import stat
from pathlib import Path

import pytest

from service.files import Folder
from service.files.part import Part

SHA256 = "ab" * 32


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "files")


async def _take(folder: Folder, content: bytes) -> None:
    with Part(folder.incoming) as part:
        part.write(content)
        part.sync()
        await folder.take(part.path, SHA256)


async def test_content_lies_by_its_hash(folder: Folder, tmp_path: Path) -> None:
    """A content is one file in a folder of a folder, which only the service's user may read, and nothing is left aside."""
    assert await folder.path(SHA256) is None
    await _take(folder, b"content")
    path = await folder.path(SHA256)
    assert path == tmp_path / "files" / "ab" / "ab" / SHA256
    assert path.read_bytes() == b"content"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:3]} == {0o700}
    assert list(folder.incoming.iterdir()) == []


async def test_damaged_content_is_mended_by_the_next(folder: Folder) -> None:
    """Content that comes again replaces what lies there."""
    await _take(folder, b"cont")
    await _take(folder, b"content")
    path = await folder.path(SHA256)
    assert path is not None
    assert path.read_bytes() == b"content"


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
