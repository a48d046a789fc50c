"""What a form brings, between its coming and its keeping: on the disk without a name and closed, as it will lie later."""

import io
import tempfile
from functools import cached_property
from typing import BinaryIO, cast

from service.files.closed import CHUNK, Closing, Opened

_NOWHERE = ""
"""The address of what has no place yet."""


class Aside:
    """A file that is written, then read; gone when it is closed, and when the process ends however it ends."""

    def __init__(self) -> None:
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - `close` closes it
        self._closing = Closing(self._file)

    def write(self, block: bytes) -> int:
        """Append a block."""
        self._closing.write(block)
        return len(block)

    def seek(self, offset: int) -> int:
        """Go to a place; from the first time on nothing can be appended any more."""
        return self._content.seek(offset)

    def read(self, size: int = -1) -> bytes:
        """Read what comes next."""
        return self._content.read(size)

    def close(self) -> None:
        """Let it go."""
        self._file.close()

    @cached_property
    def _content(self) -> io.BufferedReader:
        self._closing.end(_NOWHERE)
        self._file.seek(0)
        return io.BufferedReader(Opened(self._file, _NOWHERE), CHUNK)
