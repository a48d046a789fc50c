"""Checks signatures in a process of its own, given by its path: what is sent may be hostile, and may cost what it costs.

Standard input holds the length of a JSON object (8 bytes), the object, the signature if it lies apart, then the file; standard
output takes what was found, as JSON. Nothing touches the disk. The arguments are how many bytes of memory and seconds of the
processor it may take: what needs more is ended by a signal.
"""

import asyncio
import logging
import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from service.limits import keep_to_limits
from service.signatures import cms_files, pdf_files
from service.signatures.request import Asked
from service.signatures.result import Found
from service.signatures.trust import load


def main() -> None:
    """Keep to the limits, and check what comes in."""
    keep_to_limits()
    logging.disable(logging.CRITICAL)  # what the libraries say names people
    found = asyncio.run(_found(sys.stdin.buffer))
    sys.stdout.buffer.write(msgspec.json.encode(found))


async def _found(given: BinaryIO) -> Found:
    asked = msgspec.json.decode(given.read(int.from_bytes(given.read(8))), type=Asked)
    trust, signature, content = (
        load(Path(asked.trust) if asked.trust else None),
        given.read(asked.signature),
        given.read(),
    )
    if asked.is_pdf:
        return await pdf_files.inside(content, trust, asked.received)
    if asked.signature:
        return await cms_files.over(content, signature, trust, asked.received)
    return await cms_files.within(content, trust, asked.received)


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
