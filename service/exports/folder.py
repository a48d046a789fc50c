"""Where the files of exports lie: apart from the evidence, closed with the same key, each attempt's under a name of its own."""

import contextlib
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from service.files.closed import Closing

_PARTS, _PART = "parts", "export-"
_LEFT = 6 * 3600.0  # seconds after which what lies about is nobody's


@dataclass(frozen=True, slots=True)
class ExportFolder:
    """A folder of files by export and attempt; replicas have it in common."""

    path: Path

    def file(self, export_id: UUID, attempt: int) -> Path:
        """Give the place of a file."""
        return self.path / f"{export_id}.{attempt}"

    @contextlib.contextmanager
    def writing(self, export_id: UUID, attempt: int) -> Iterator[Closing]:
        """Give what closes the bytes of a file as they come; the file is gone if the block fails."""
        self.path.mkdir(parents=True, exist_ok=True)
        place = self.file(export_id, attempt)
        try:
            with place.open("wb") as file:
                closing = Closing(file)
                yield closing
                closing.end(address(export_id))
        except BaseException:
            place.unlink(missing_ok=True)
            raise

    def remove(self, export_id: UUID) -> None:
        """Take the files of an export away, of all attempts."""
        for place in self.path.glob(f"{export_id}.*"):
            place.unlink(missing_ok=True)

    def lying(self, now: float | None = None) -> list[tuple[UUID, int]]:
        """Give what has lain here for a while, by export and attempt."""
        before = (time.time() if now is None else now) - _LEFT
        found = []
        for place in self.path.glob("*.*"):
            with contextlib.suppress(FileNotFoundError, ValueError):
                if place.stat().st_mtime < before:
                    found.append((UUID(place.stem), int(place.suffix[1:])))
        return found

    @contextlib.contextmanager
    def parts(self) -> Iterator[str]:
        """Give a folder of one's own for parts of a file that is not packed yet, in the clear; it is gone after the block.

        Nothing that is sealed may come into it: until it is gone, or if the process is killed, whoever has the disk reads it.
        """
        room = self.path / _PARTS
        room.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_PART, dir=room) as own:
            yield own

    def clear_parts(self, now: float | None = None) -> None:
        """Take away the parts that a process left when it was killed."""
        before = (time.time() if now is None else now) - _LEFT
        for place in (self.path / _PARTS).glob(f"{_PART}*"):
            with contextlib.suppress(FileNotFoundError):
                if place.stat().st_mtime < before:
                    for part in place.iterdir():
                        part.unlink(missing_ok=True)
                    place.rmdir()


def address(export_id: UUID) -> str:
    """Give what binds a file to its export."""
    return f"export {export_id}"
