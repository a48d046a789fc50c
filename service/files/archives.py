"""Office documents: ZIP archives of a known inside. They are listed, never unpacked.

Only plain archives are looked into: the first byte belongs to the first entry and the last to the list of entries, so that no
program reads the file as something else, and the list is short, so that reading it costs little.
"""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO

from events.text import msg
from service.files.signatures import head, tail
from service.files.stored import FileRefused

LONGEST_LIST = 2_000_000
"""Bytes of the list of entries: some 20,000 of them."""

MOST_UNPACKED = 1_000_000_000
"""Bytes that a document may have when an office program unpacks it."""

_LONGEST_PART, _MOST_PROPERTIES = 1_000_000, 3
_END = struct.Struct("<4s4H2LH")  # end of the central directory (APPNOTE 4.3.16)
_ENCRYPTED = 0x1
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGED = (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, struct.error, zlib.error)

_HARMFUL = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|macrosheets/.*|activeX/.*|.*\.(?:exe|dll|scr|com|bat|cmd|ps1|js|vbs|jar|msi|lnk|hta))$"
    r"|^(?:Basic|Scripts)/.",
    re.IGNORECASE,
)
"""Names of entries that hold macros (of Microsoft's programs, of LibreOffice) or programs."""

_PROPERTIES = re.compile(r"docProps/core\d*\.xml|.+\.psmdcp|meta\.xml")
"""Where a document says of itself what it is called, who wrote it, and under which keywords: names that programs give that entry."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."


def is_docx(file: BinaryIO) -> bool:
    """A text of Word; raises `FileRefused` for macros and what would swell."""
    return _is_ooxml(file, r"word/document\d*\.xml", f"{_OOXML}wordprocessingml.document.main+xml")


def is_xlsx(file: BinaryIO) -> bool:
    """A workbook of Excel; raises `FileRefused` for macros and what would swell."""
    return _is_ooxml(file, r"xl/workbook\d*\.xml", f"{_OOXML}spreadsheetml.sheet.main+xml")


def is_odt(file: BinaryIO) -> bool:
    """A text of LibreOffice; raises `FileRefused` for macros and what would swell."""
    return _is_odf(file, f"{_ODF}text")


def is_ods(file: BinaryIO) -> bool:
    """A workbook of LibreOffice; raises `FileRefused` for macros and what would swell."""
    return _is_odf(file, f"{_ODF}spreadsheet")


def properties(file: BinaryIO) -> bytes:
    """Give what a document says of itself, as it stands there; nothing if it is none, or says nothing."""
    try:
        with _opened(file) as archive:
            named = (name for name in archive.namelist() if _PROPERTIES.fullmatch(name))
            return b"\n".join(_part(archive, name) for name in islice(named, _MOST_PROPERTIES))
    except (*_DAMAGED, FileRefused):
        return b""


def _is_ooxml(file: BinaryIO, main: str, content_type: str) -> bool:
    try:
        with _opened(file) as archive:
            named = any(re.fullmatch(main, name) for name in archive.namelist())
            return named and f'"{content_type}"'.encode() in _part(archive, "[Content_Types].xml")
    except (*_DAMAGED, KeyError):
        return False


def _is_odf(file: BinaryIO, media_type: str) -> bool:
    try:
        with _opened(file) as archive:
            return _part(archive, "mimetype") == media_type.encode() and "content.xml" in archive.namelist()
    except (*_DAMAGED, KeyError):
        return False


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a plain archive without harm in it; raises `FileRefused`, and one of `_DAMAGED` if it is none."""
    if not _is_plain(file):
        raise zipfile.BadZipFile
    with zipfile.ZipFile(file) as archive:
        if any(_HARMFUL.search(name) for name in archive.namelist()):
            raise FileRefused(msg("The file contains macros or programs: save it without them."))
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            limit = f"{MOST_UNPACKED / 1e6:g}"
            raise FileRefused(msg("Unpacked, the file would be larger than {limit} MB.", limit=limit))
        yield archive


def _is_plain(file: BinaryIO) -> bool:
    end, size = tail(file, _END.size), file.seek(0, os.SEEK_END)
    if len(end) != _END.size or not head(file).startswith(b"PK\x03\x04"):
        return False
    signature, *_, length, offset, comment = _END.unpack(end)
    # nothing may stand between the list and its end either, such as the sizes of a ZIP64
    is_whole: bool = signature == b"PK\x05\x06" and comment == 0 and offset + length + _END.size == size
    return is_whole and length <= LONGEST_LIST


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Give the beginning of an entry, whatever size it claims to have."""
    entry = archive.getinfo(name)
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _READABLE:
        raise zipfile.BadZipFile
    with archive.open(entry) as part:
        return part.read(_LONGEST_PART)
