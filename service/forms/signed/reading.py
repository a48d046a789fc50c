"""Reads what a file says, in a process of its own, given by its path: what is sent may be hostile, and cost what it costs.

Standard input holds the kind in a line, then the file; standard output takes the texts of its pages (of a DOCX the whole is one, and
so is whatever stands in the parts of another office file), what stands there unseen, the keywords among its properties, whether a
password keeps it closed and whether a signature is in it, as JSON. Of a signature what it carries with it is read, and told of which kind that is. Nothing touches the disk. The arguments are how many bytes of memory and seconds of the processor it may take: what needs
more is ended by a signal.
"""

import io
import json
import logging
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser, fromstring

from pypdf import PageObject, PdfReader

from service.limits import keep_to_limits
from service.signatures.reading import attached, signed_data

MOST_PAGES, MOST_TEXT = 2_000, 2_000_000
_MOST_XML = 60_000_000
_WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
_LEFT_OUT = {
    f"{_WORDS}del",
    f"{_WORDS}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BESIDE = re.compile(r"/(?:header|footer|footnotes|endnotes)\d*\.xml")
_NOT_PAINTED = (3, 7)
_SAVING, _SHOWING = (b"q", b"Do"), (b"Tj", b"TJ", b"'", b'"')
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
    keep_to_limits()
    logging.disable(logging.CRITICAL)  # what the library says may be of the file
    kind = sys.stdin.buffer.readline().strip().decode()
    content = sys.stdin.buffer.read()
    if is_signature := kind == "cms":
        content = attached(signed_data(content)) or b""
        kind = _kind_of(content)
    found = {"pdf": _pdf, "docx": _docx, "parts": _parts, "text": _text}[kind](content)
    json.dump(found | {"kind": kind} | ({"signed": True} if is_signature else {}), sys.stdout)


def _kind_of(content: bytes) -> str:
    """Give the kind of what a signature carries with it; raises `zipfile.BadZipFile` for what is none of them."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    with _opened(content) as parts:
        return "docx" if any(name.startswith("word/") for name in parts.namelist()) else "parts"


def _pdf(content: bytes) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"pages": [], "locked": True}
    if len(reader.pages) > MOST_PAGES:
        raise TooLong
    unseen = [_Unseen() for _ in reader.pages]
    pages = list(_limited(one.rest_of(page) for one, page in zip(unseen, reader.pages, strict=True)))
    every = _limited(page.extract_text() for page in reader.pages) if any(one.is_there for one in unseen) else ()
    keywords = reader.metadata.get("/Keywords", "") if reader.metadata else ""
    about = {"keywords": str(keywords)[:1000], "signed": _is_signed(reader)}
    return {"pages": pages, "unseen": "".join(every)} | about


def _is_signed(reader: PdfReader) -> bool:
    """Whether a field of the file has a signature in it: whether that is worth anything others say."""
    fields = (reader.get_fields() or {}).values()
    return any(field.get("/FT") == "/Sig" and "/V" in field for field in fields)


class _Unseen:
    """Empties the operands by which text is shown that is not painted: what a program read in a scan lies over the picture like that.

    It says what the program took it for, and is no text of the page. The mode is a part of the graphics state, which forms inside a
    page inherit.
    """

    def __init__(self) -> None:
        self.is_there = False
        self._modes, self._floors = [0], [1]

    def rest_of(self, page: PageObject) -> str:
        """Give the text of a page that is painted."""
        return page.extract_text(visitor_operand_before=self.before, visitor_operand_after=self.after)

    def before(self, operator: bytes, operands: list[Any], *_matrices: Any) -> None:
        """Follow the mode, and let nothing be shown that is not painted."""
        if operator == b"Tr" and operands:
            self._modes[-1] = operands[0]
        elif operator in _SAVING:
            self._modes.append(self._modes[-1])
            if operator == b"Do":
                self._floors.append(len(self._modes))
        elif operator == b"Q" and len(self._modes) > self._floors[-1]:
            self._modes.pop()
        elif operator in _SHOWING and self._modes[-1] in _NOT_PAINTED:
            operands.clear()
            self.is_there = True

    def after(self, operator: bytes, *_rest: Any) -> None:
        """Leave a form inside the page."""
        if operator == b"Do":
            del self._modes[self._floors.pop() - 1 :]


def _docx(content: bytes) -> dict[str, Any]:
    with _opened(content) as parts:
        text = "".join(_limited(_stories(parts)))
        about = _xml(parts, "docProps/core.xml") if "docProps/core.xml" in parts.namelist() else None
    keywords = about.findtext(_KEYWORDS) if about is not None else ""
    return {"pages": [text], "keywords": (keywords or "")[:1000]}


def _stories(parts: zipfile.ZipFile) -> Iterator[str]:
    """Give what stands in a document, then in its heads, feet and notes, if that is more than the number of the page."""
    links = _xml(parts, "_rels/.rels").iterfind(f"{_LINKS}Relationship")
    main = next(link.get("Target", "") for link in links if link.get("Type", "").endswith("/officeDocument")).lstrip(
        "/"
    )
    yield from _said(_xml(parts, main))
    for name in parts.namelist():
        if _BESIDE.fullmatch(name.removeprefix(main.rpartition("/")[0])):
            text = "".join(_said(_xml(parts, name)))
            if any(letter.isalpha() for letter in text):
                yield f"\n{text}"


def _parts(content: bytes) -> dict[str, Any]:
    """Read everything that stands in a workbook, or in a text of another program, in no order to rely on."""
    with _opened(content) as parts:
        names = (name for name in parts.namelist() if name.endswith(".xml"))
        text = "".join(_limited("".join(_xml(parts, name).itertext()) for name in names))
    return {"pages": [text]}


def _text(content: bytes) -> dict[str, Any]:
    return {"pages": list(_limited(iter([content.decode(errors="replace")])))}


def _opened(content: bytes) -> zipfile.ZipFile:
    """Open a file of parts; raises ValueError if two have one name, since programs differ in which of them they show."""
    parts = zipfile.ZipFile(io.BytesIO(content))
    if len(set(parts.namelist())) < len(parts.namelist()):
        raise ValueError("two parts have one name")
    return parts


def _xml(parts: zipfile.ZipFile, name: str) -> Element:
    """Read a part: the parser fetches nothing."""
    with parts.open(name) as part:
        content = part.read(_MOST_XML + 1)
    if len(content) > _MOST_XML:
        raise TooLong
    return fromstring(content, XMLParser(target=_Undeclared()))  # noqa: S314 - within the limits of this process


def _said(document: Element) -> Iterator[str]:
    """Give what stands in a part, in its order, but for what is hidden: what was struck out or moved away is no text of it any more."""
    below = [document]
    while below:
        element = below.pop()
        if element.tag in _LEFT_OUT or _is_hidden(element):
            continue
        if element.tag == f"{_WORDS}t":
            yield element.text or ""
        elif element.tag in _SPACES:
            yield "\n"
        below += reversed(element)


def _is_hidden(element: Element) -> bool:
    hidden = element.find(f"{_WORDS}rPr/{_WORDS}vanish") if element.tag == f"{_WORDS}r" else None
    return hidden is not None and hidden.get(f"{_WORDS}val") not in {"0", "false", "off"}


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
    except Exception as error:
        # what it says may be of the file, and goes into no log
        sys.exit(type(error).__name__)
