"""Where the bytes lie. A store elsewhere, S3 for example, is another class with these methods."""

import asyncio
import fcntl
import os
from pathlib import Path
from typing import Protocol

from service.files.part import SUFFIX


class Contents(Protocol):
    """A store of closed contents by their address (`Seal.address`). What is in them is for `service.files.closed` to say."""

    incoming: Path
    """The local folder in which files are received and checked before the store takes them."""

    async def take(self, part: Path, address: str) -> None:
        """Make a whole, synced local file the content of that address: durable, all of it or nothing. The same twice does no harm."""

    async def path(self, address: str) -> Path | None:
        """Give a local file with the content (a store elsewhere fetches it), None if the store has none."""


class Folder:
    """Contents as files of one folder, `ab/cd/abcd…`; readable for the service's own user only."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.incoming = root / "incoming"

    async def take(self, part: Path, address: str) -> None:
        """Move a received file to its place: a rename, so that nobody ever sees half of it.

        It replaces what lies there: that is the same, or damaged.
        """
        await asyncio.to_thread(self._take, part, address)

    async def path(self, address: str) -> Path | None:
        """Give the file, None if there is none."""
        path = self._place(address)
        return path if await asyncio.to_thread(path.is_file) else None

    def clear(self) -> None:
        """Remove what uploads left behind whose process was killed; those under way hold a lock on theirs."""
        for path in self.incoming.glob(f"*{SUFFIX}"):
            try:
                with path.open("rb") as file:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    path.unlink(missing_ok=True)
            except (BlockingIOError, FileNotFoundError):
                continue  # it is under way, or another replica has removed it meanwhile

    def _take(self, part: Path, address: str) -> None:
        place = self._place(address)
        folders = self._root, place.parent.parent, place.parent
        for folder in folders:
            folder.mkdir(mode=0o700, exist_ok=True)
        part.replace(place)
        for folder in (self._root.parent, *folders):
            _sync(folder)

    def _place(self, address: str) -> Path:
        return self._root / address[:2] / address[2:4] / address


def _sync(folder: Path) -> None:
    """Make the names in a folder durable."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
