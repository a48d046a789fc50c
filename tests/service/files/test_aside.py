"""What a form brings, before it is kept."""

import os
import tempfile
from pathlib import Path

import pytest

from service.files.aside import Aside


@pytest.mark.parametrize("size", [0, 7, 300_000])
def test_what_is_written_is_read(size: int) -> None:
    """A file of any length is read as it was written, in pieces and whole, from its beginning again too."""
    content, aside = os.urandom(size), Aside()
    assert sum(aside.write(content[start:][:50_000]) for start in range(0, size, 50_000)) == size
    assert aside.seek(0) == 0
    assert aside.read(5) + aside.read() == content
    aside.seek(0)
    assert aside.read() == content
    aside.close()


def test_it_lies_closed_and_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at the folder of temporary files finds none, and whoever looks at the disk finds nothing open."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    aside = Aside()
    aside.write(b"secret" * 50_000)
    assert [*tmp_path.iterdir()] == []
    descriptor = aside._file.fileno()
    assert os.fstat(descriptor).st_size > 200_000
    assert b"secret" not in os.pread(descriptor, 1 << 20, 0)
    aside.close()
