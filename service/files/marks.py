"""Which form of ours a file is, or a signature carries, by the mark in its properties (`workflows.forms.Mark`).

Those of a PDF, and of what lies in a signature, are read in a process of its own (`mark_reading`).
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import structlog

from service.files.archives import properties
from service.files.closed import opened
from service.files.kinds import KINDS, is_signature
from service.own_process import answered
from service.signatures.reading import der
from workflows.forms import Mark

MEMORY, SECONDS = 1 << 30, 10
"""Bytes, beside several times the file, and seconds of the processor after which reading is given up."""

_PDF = KINDS["pdf"].media_type
_OFFICE = frozenset(KINDS[ending].media_type for ending in ("docx", "xlsx", "odt", "ods"))
"""Types that our printer marks, and those as which programs keep what they opened, with its properties."""

_REMEMBERED, _AT_ONCE = 256, 2
_READING = Path(__file__).with_name("mark_reading.py")
_MAY_HAVE = re.compile(
    rb"/Keywords|/ObjStm"
)  # the properties of a PDF stand open, or with others in a stream of objects
_MARK = re.compile(r"tbn4-form/[^\s<>,;]+")  # people and programs may have put keywords of their own beside it
_CARRIES = re.compile(rb"%PDF-|PK\x03\x04")  # most signatures lie beside their file, and carry nothing
_BLOCK, _OVERLAP = 1 << 20, 16

log = structlog.get_logger(__name__)


@dataclass
class Marks:
    """Reads marks; what was found is remembered by the address of the content, for commands that are tried again."""

    _queue: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), init=False)
    _found: dict[str, Mark | None] = field(default_factory=dict, init=False)

    async def of(self, path: Path, address: str, media_type: str) -> Mark | None:
        """Give the mark of a closed content; None where there is none, or it cannot be read within the limits."""
        if media_type in _OFFICE:
            reads = _of_office
        elif media_type == _PDF or is_signature(media_type):
            reads = partial(_apart, _pdf if media_type == _PDF else _carrying)
        else:
            return None
        if address not in self._found:
            async with self._queue:
                told = await reads(path, address)
            mark = _MARK.search(told)
            self._found = dict([*self._found.items(), (address, Mark.read(mark[0]) if mark else None)][-_REMEMBERED:])
        return self._found[address]


async def _of_office(path: Path, address: str) -> str:
    """Give what an Office document says of itself: one small part of it, read here."""

    def read() -> str:
        with opened(path, address) as file:
            return properties(file).decode(errors="replace")

    return await asyncio.to_thread(read)


async def _apart(content_of: Callable[[Path, str], bytes | None], path: Path, address: str) -> str:
    """Give what a file says of itself as the process reads it, which is started only for what can have a mark."""
    content = await asyncio.to_thread(content_of, path, address)
    if content is None:
        return ""
    code, told, complaint = await answered(_READING, content, MEMORY + 6 * len(content), SECONDS)
    if code:
        error = (complaint.splitlines() or [b""])[-1].partition(b":")[0].decode(errors="replace")
        log.warning("the properties of a file could not be read", code=code, error=error)
        return ""
    return told.decode(errors="replace")


def _carrying(path: Path, address: str) -> bytes | None:
    """Give a signature that carries a document with it, None of any other."""
    with opened(path, address) as file:
        content = file.read()
    try:
        return content if _CARRIES.search(der(content)) else None
    except ValueError:
        return None


def _pdf(path: Path, address: str) -> bytes | None:
    """Give a PDF, None of one that cannot have a mark."""
    with opened(path, address) as file:
        rest = b""
        while block := file.read(_BLOCK):
            if _MAY_HAVE.search(rest + block):
                break
            rest = block[-_OVERLAP:]
        else:
            return None
        file.seek(0)
        return file.read()
