"""Files in an archive, under names that every system takes, whose bytes depend on nothing but what is in it: neither on the hour nor on whose machine made it."""

import re
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from service.harmless import harmless

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 18
_PACKED = frozenset({"docx", "xlsx", "odt", "ods", "jpg", "jpeg", "png"})
"""Formats that are packed themselves."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_MORE = "…"
_PHRASES = (",", ";", " (")
_SHORT_WORDS = re.compile(r"(?<=\w)(?: \w{1,3})+$")
_MOST_BYTES = 215
"""Some systems take 255 for a name; number, ending and that of a signature come on top."""

_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def add(archive: ZipFile, name: str, source: IO[bytes]) -> int:
    """Add a file as it is read, and give its size; not called on the event loop."""
    info = ZipInfo(name, _NO_DATE)
    info.external_attr = 0o600 << 16
    info.compress_type = ZIP_STORED if name.rpartition(".")[2].lower() in _PACKED else ZIP_DEFLATED
    size = 0
    with archive.open(info, "w") as into:
        while block := source.read(_BLOCK):
            size += into.write(block)
    return size


def safe(text: str, most: int) -> str:
    """Give a name of a file or folder: in one line, without what some system refuses or obeys, of so many characters at most."""
    plain = " ".join(_FORBIDDEN.sub(" ", harmless(text)).split())
    if len(plain) > most or len(plain.encode(errors="ignore")) > _MOST_BYTES:
        plain = _shortened(plain, most - len(_MORE))
    plain = plain.strip(" .,;—-")
    return f"_{plain}" if not plain or _RESERVED.match(plain) else plain


def _shortened(text: str, most: int) -> str:
    """Cut a text behind a phrase, else between words and not behind a preposition, and mark that there is more."""
    room = text.encode(errors="ignore")[: _MOST_BYTES - len(_MORE.encode())].decode(errors="ignore")[:most]
    whole = text[: len(room) + 1].rpartition(" ")[0]
    if len(whole) <= most // 2:
        return room + _MORE
    phrase = max(whole.rfind(mark) for mark in _PHRASES)
    whole = whole[:phrase] if phrase > most // 2 else _SHORT_WORDS.sub("", whole)
    return whole.rstrip(" .,;:—-(«") + _MORE
