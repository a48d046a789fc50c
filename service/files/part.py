"""A file on its way in: closed and written aside, hashed as it comes, gone unless somebody moves it to its place."""

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, cast

from service.files.closed import Closing, opened

SUFFIX = ".part"


class Part:
    """A temporary file of a folder, locked while it is open (see `Folder.clear`), removed at the end of the `with`.

    Nothing of the content ever lies in it open.
    """

    def __init__(self, folder: Path) -> None:
        for made in (folder.parent, folder):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(SUFFIX, dir=folder)
        self.path = Path(name)
        self.file = cast(BinaryIO, os.fdopen(number, "w+b"))
        self.size = 0
        self._closing = Closing(self.file)
        self._hash = hashlib.sha256()
        fcntl.flock(number, fcntl.LOCK_EX)

    def __enter__(self) -> "Part":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
        self.path.unlink(missing_ok=True)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far."""
        return self._hash.hexdigest()

    def write(self, block: bytes) -> None:
        """Append a block."""
        self._closing.write(block)
        self._hash.update(block)
        self.size += len(block)

    def end(self, address: str) -> None:
        """Say that this was all, and where it will lie."""
        self._closing.end(address)
        self.file.flush()

    def sync(self) -> None:
        """Bring everything to the disk."""
        os.fsync(self.file.fileno())


def hash_of(path: Path, address: str) -> str:
    """Give the SHA-256 of the content of an address; raises what `opened` raises, and `Damaged`."""
    with opened(path, address) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
