"""Recognising content by how it begins and ends. Each check takes the file open for reading, and says whether it is that."""

import base64
import binascii
import codecs
import os
import re
from typing import BinaryIO

_HEAD = 4096
_TAIL = 1024
_BLOCK = 1 << 20
_BLANK = b"\x00\t\n\x0c\r "
"""What PDF counts as white space (ISO 32000-1, 7.2.2)."""

_SIGNED_DATA = re.compile(
    rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", re.DOTALL
)
"""The beginning of a CMS structure that holds signed data (RFC 5652, sections 3 and 5.1), whatever its length."""

_PEM = re.compile(rb"-----BEGIN (?:CMS|PKCS7)-----\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(
    r"\ufeff?\s*(?:<(?:!doctype|html|head|body|script|svg|\?xml|\?php)|#!|\{\\rtf|%PDF-)", re.IGNORECASE
)


def head(file: BinaryIO, size: int = _HEAD) -> bytes:
    """Give the first bytes."""
    file.seek(0)
    return file.read(size)


def tail(file: BinaryIO, size: int = _TAIL) -> bytes:
    """Give the last bytes."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - size))
    return file.read()


def is_pdf(file: BinaryIO) -> bool:
    """A PDF begins as one, with nothing before it, and is whole: it ends with its end mark, the last one after updates."""
    _, mark, rest = tail(file).rpartition(b"%%EOF")
    return head(file).startswith(b"%PDF-") and bool(mark) and not rest.strip(_BLANK)


def is_jpeg(file: BinaryIO) -> bool:
    """A JPEG picture."""
    return head(file).startswith(b"\xff\xd8\xff")


def is_png(file: BinaryIO) -> bool:
    """A PNG picture: the signature and its first chunk."""
    begins = head(file)
    return begins.startswith(b"\x89PNG\r\n\x1a\n") and begins[12:16] == b"IHDR"


def is_tiff(file: BinaryIO) -> bool:
    """A TIFF picture in either order of bytes."""
    return head(file).startswith((b"II*\x00", b"MM\x00*"))


def is_signature(file: BinaryIO) -> bool:
    """A CMS signature: DER, PEM, or base64 without a frame, as signing programs write it."""
    begins = head(file)
    if _SIGNED_DATA.match(begins):
        return True
    text = b"".join(_PEM.sub(b"", begins, count=1).split())[:64]
    try:
        return bool(_SIGNED_DATA.match(base64.b64decode(text, validate=True)))
    except binascii.Error:
        return False


def is_text(file: BinaryIO) -> bool:
    """Text in UTF-8 for people: no control characters, and nothing that a program would take for markup or a script."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    first = True
    while block := file.read(_BLOCK):
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError:
            return False
        if _CONTROL.search(text) or (first and _MARKUP.match(text)):
            return False
        first = False
    return not decoder.getstate()[0]  # no half of a character is left
