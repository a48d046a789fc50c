"""Reads what a file says, in a process of its own, given by its path: what is sent may be hostile, and cost what it costs.

Standard input holds the kind in a line, then the file; standard output takes the texts of its pages (of a DOCX the whole is one, and
so is whatever stands in the parts of another office file), the keywords among its properties and whether a password keeps it closed,
as JSON. Nothing touches the disk. The arguments are how many bytes of memory and seconds of the processor it may take: what needs
more is ended by a signal.
"""

import io
import json
import logging
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser, fromstring

from pypdf import PdfReader

MOST_PAGES, MOST_TEXT = 2_000, 2_000_000
_MOST_XML = 60_000_000
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_SPACES = {f"{_WORDS}{name}" for name in ("p", "tab", "br", "cr", "tc")}


class TooLong(ValueError):  # noqa: N818 - named as what is the case
    """No form of ours is so long."""


class _Undeclared(TreeBuilder):
    """Builds what a part says; no document of an office program declares a type, by which entities would swell."""

    def doctype(self, *_declared: object) -> None:
        """Refuse the declaration; raises ValueError."""
        raise ValueError("the part declares a type")


def main() -> None:
    """Keep to the limits, and read what comes in."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # what the library says may be of the file
    reads = {b"pdf": _pdf, b"docx": _docx, b"parts": _parts}[sys.stdin.buffer.readline().strip()]
    json.dump(reads(sys.stdin.buffer.read()), sys.stdout)


def _pdf(content: bytes) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"pages": [], "keywords": "", "locked": True}
    if len(reader.pages) > MOST_PAGES:
        raise TooLong
    pages = list(_limited(page.extract_text() for page in reader.pages))
    keywords = reader.metadata.get("/Keywords", "") if reader.metadata else ""
    return {"pages": pages, "keywords": str(keywords)[:1000], "locked": False}


def _docx(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        text = "".join(_limited(_said(_xml(parts, "word/document.xml"))))
        about = _xml(parts, "docProps/core.xml") if "docProps/core.xml" in parts.namelist() else None
    keywords = about.findtext(_KEYWORDS) if about is not None else ""
    return {"pages": [text], "keywords": (keywords or "")[:1000], "locked": False}


def _parts(content: bytes) -> dict[str, Any]:
    """Read everything that stands in a workbook, or in a text of another program, in no order to rely on."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = (name for name in parts.namelist() if name.endswith(".xml"))
        text = "".join(_limited("".join(_xml(parts, name).itertext()) for name in names))
    return {"pages": [text], "keywords": "", "locked": False}


def _xml(parts: zipfile.ZipFile, name: str) -> Element:
    """Read a part: the parser fetches nothing."""
    with parts.open(name) as part:
        content = part.read(_MOST_XML + 1)
    if len(content) > _MOST_XML:
        raise TooLong
    return fromstring(content, XMLParser(target=_Undeclared()))  # noqa: S314 - within the limits of this process


def _said(document: Element) -> Iterator[str]:
    """Give what stands in a document, in its order: what was struck out in it is no text of it any more."""
    for element in document.iter():
        if element.tag == f"{_WORDS}t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield "\n"


def _limited(texts: Iterator[str]) -> Iterator[str]:
    length = 0
    for text in texts:
        length += len(text)
        if length > MOST_TEXT:
            raise TooLong
        yield text.encode("utf-8", "replace").decode()  # half a letter is none, and no JSON


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
