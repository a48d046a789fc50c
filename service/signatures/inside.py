"""Whether a file brings signatures with it: looked at before a process is started for it."""

import asyncio
import re

from service.files.closed import opened
from service.signatures.port import Content

_CMS = frozenset({"application/pkcs7-signature", "application/cms"})
_PDF = "application/pdf"
_SIGNED = re.compile(rb"/ByteRange\s*\[")  # stands open in every signed PDF: its numbers are written after the rest
_BLOCK, _OVERLAP = 1 << 20, 64


def may_have_some(media_type: str) -> bool:
    """Whether files of a type can have signatures inside."""
    return media_type == _PDF or media_type in _CMS


async def has_signatures(content: Content, media_type: str) -> bool:
    """Whether a file has signatures inside; a signature is its own."""
    return media_type in _CMS or await asyncio.to_thread(_is_signed, content)


def _is_signed(content: Content) -> bool:
    rest = b""
    with opened(content.path, content.address) as file:
        while block := file.read(_BLOCK):
            if _SIGNED.search(rest + block):
                return True
            rest = block[-_OVERLAP:]
    return False
