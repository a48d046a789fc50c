"""Reads the keywords among the properties of a PDF, in a process of its own, given by its path: what is sent may be hostile.

Standard input holds the file, standard output takes the keywords. Nothing touches the disk. The arguments are how many bytes of memory
and seconds of the processor it may take: what needs more is ended by a signal.
"""

import io
import logging
import os
import resource
import sys

from pypdf import PdfReader

_LONGEST = 1000


def main() -> None:
    """Keep to the limits, and read what comes in."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # what the library says may be of the file
    keywords = _keywords(sys.stdin.buffer.read())[:_LONGEST]
    sys.stdout.buffer.write(keywords.encode("utf-8", "replace"))


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
