"""What a file says, read in a process of its own (`reading`): the texts of its pages, and the mark that the service put into its forms."""

from pathlib import Path

import msgspec
import structlog

from service.own_process import answered

MEMORY, SECONDS = 1 << 30, 40
"""Bytes, beside several times the file, and seconds of the processor after which reading is given up."""

_PARTS, _SIGNATURE, _TEXT = "parts", "cms", "text"

KINDS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _PARTS,
    "application/vnd.oasis.opendocument.text": _PARTS,
    "application/vnd.oasis.opendocument.spreadsheet": _PARTS,
    "application/pkcs7-signature": _SIGNATURE,
    "application/cms": _SIGNATURE,
    "text/plain": _TEXT,
    "text/csv": _TEXT,
}
"""Types whose text is read, by media type."""

NOT_COMPARED = frozenset({_PARTS, _TEXT})
"""Kinds that are looked through alone: nobody can say in which order what stands in them is read."""

PICTURES = frozenset({"image/jpeg", "image/png", "image/tiff"})
"""Types of scans."""

_READING = Path(__file__).with_name("reading.py")

log = structlog.get_logger(__name__)


class Paper(msgspec.Struct, frozen=True):
    """The texts of the pages of a file, the keywords among its properties, whether a password keeps it closed, and a signature is in it.

    `unseen` is the whole text with what is not painted, "" if all is. `kind` is that of the file, or of what a signature carries with it.
    """

    pages: tuple[str, ...]
    unseen: str = ""
    keywords: str = ""
    locked: bool = False
    signed: bool = False
    kind: str = ""


async def read(content: bytes, kind: str) -> Paper | None:
    """Give what a file of a kind says; None of one that cannot be read within the limits."""
    asked = kind.encode() + b"\n" + content
    code, made, complaint = await answered(_READING, asked, MEMORY + 6 * len(content), SECONDS)
    if code:
        last = (complaint.splitlines() or [b""])[-1]
        log.warning("a signed form could not be read", code=code, error=last.decode(errors="replace"))
        return None
    return msgspec.json.decode(made, type=Paper)
