"""Which form of ours a file is, by the mark in its properties (`workflows.forms.Mark`), read in a process of its own (`mark_reading`)."""

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from service.files.closed import opened
from service.own_process import answered
from workflows.forms import Mark

MEMORY, SECONDS = 1 << 30, 10
"""Bytes, beside several times the file, and seconds of the processor after which reading is given up."""

KINDS = {
    "application/pdf": b"pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"docx",
}
"""Types that our printer marks, by media type."""

_REMEMBERED, _AT_ONCE = 256, 2
_READING = Path(__file__).with_name("mark_reading.py")
_MAY_HAVE = re.compile(
    rb"/Keywords|/ObjStm"
)  # the properties of a PDF stand open, or with others in a stream of objects
_BLOCK, _OVERLAP = 1 << 20, 16

log = structlog.get_logger(__name__)


@dataclass
class Marks:
    """Reads marks; what was found is remembered by the address of the content, for commands that are tried again."""

    _queue: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False)
    _found: dict[str, Mark | None] = field(default_factory=dict, init=False)

    async def of(self, path: Path, address: str, media_type: str) -> Mark | None:
        """Give the mark of a closed content; None where there is none, or it cannot be read within the limits."""
        if media_type not in KINDS:
            return None
        if address not in self._found:
            async with self._queue:
                found = await _read(path, address, KINDS[media_type])
            self._found = dict([*self._found.items(), (address, found)][-_REMEMBERED:])
        return self._found[address]


async def _read(path: Path, address: str, kind: bytes) -> Mark | None:
    content = await asyncio.to_thread(_content, path, address, kind)
    if content is None:
        return None
    asked = kind + b"\n" + content
    code, told, complaint = await answered(_READING, asked, MEMORY + 6 * len(content), SECONDS)
    if code:
        error = (complaint.splitlines() or [b""])[-1].partition(b":")[0].decode(errors="replace")
        log.warning("the properties of a file could not be read", code=code, error=error)
        return None
    return Mark.read(told.decode())


def _content(path: Path, address: str, kind: bytes) -> bytes | None:
    """Give a content to be read, None of a PDF that cannot have a mark: no process is started for it."""
    with opened(path, address) as file:
        if kind == b"pdf":
            rest = b""
            while block := file.read(_BLOCK):
                if _MAY_HAVE.search(rest + block):
                    break
                rest = block[-_OVERLAP:]
            else:
                return None
            file.seek(0)
        return file.read()
