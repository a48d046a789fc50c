"""Reads the keywords among the properties of a PDF or a DOCX, in a process of its own, given by its path: what is sent may be hostile.

Standard input holds the kind in a line, then the file; standard output takes the keywords. Nothing touches the disk. The arguments are
how many bytes of memory and seconds of the processor it may take: what needs more is ended by a signal.
"""

import io
import logging
import os
import resource
import sys

from docx import Document
from pypdf import PdfReader

_LONGEST = 1000


def main() -> None:
    """Keep to the limits, and read what comes in."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # what the libraries say may be of the file
    reads = {b"pdf": _pdf, b"docx": _docx}[sys.stdin.buffer.readline().strip()]
    keywords = reads(sys.stdin.buffer.read())[:_LONGEST]
    sys.stdout.buffer.write(keywords.encode("utf-8", "replace"))


def _pdf(content: bytes) -> str:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return ""
    return str(reader.metadata.get("/Keywords", "")) if reader.metadata else ""


def _docx(content: bytes) -> str:
    return str(Document(io.BytesIO(content)).core_properties.keywords)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
