"""Reads the keywords of a PDF, or of what a signature carries with it, in a process of its own, given by its path: what is sent may be hostile.

Standard input holds the file, standard output takes what it says of itself, the keywords among it. Nothing touches the disk. The arguments are how many bytes of memory
and seconds of the processor it may take: what needs more is ended by a signal.
"""

import io
import logging
import os
import sys

from pypdf import PdfReader

from service.files.archives import properties
from service.limits import keep_to_limits
from service.signatures.reading import attached, signed_data

_PDF, _LONGEST = b"%PDF-", 100_000


def main() -> None:
    """Keep to the limits, and read what comes in."""
    keep_to_limits()
    logging.disable(logging.CRITICAL)  # what the library says may be of the file
    content = sys.stdin.buffer.read()
    if not content.startswith(_PDF):
        content = attached(signed_data(content)) or b""
    told = (
        _keywords(content).encode("utf-8", "replace") if content.startswith(_PDF) else properties(io.BytesIO(content))
    )
    sys.stdout.buffer.write(told[:_LONGEST])


def _keywords(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return ""
    return str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
