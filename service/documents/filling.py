"""Fills a template in a process of its own, given by its path: what a template costs is bounded, and a fault takes nobody along.

Reads a JSON object from standard input: `template` (base64), `names` (the fields there are), `contents` (what they say, once for each
document to be made), `title` and `author`. Writes one to standard output: `wrong`, `needed` (the fields whose absence leaves a blank) and
`documents` (base64). The arguments are how many bytes of memory and seconds of the processor it may take.
"""

import base64
import io
import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2.exceptions import TemplateError

from service.documents.language import Environment, Names, Reading
from service.documents.places import Places
from service.limits import keep_to_limits

BLANK = "____________________"
"""What stands in the place of something that is not known."""

MOST = 30_000_000
"""Bytes of a document."""

_UNFILLABLE = (
    TemplateError,
    OpcError,
    SyntaxError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    zipfile.BadZipFile,
)
"""What the libraries raise of a template that is no text, or none any more once it is filled in."""


class Blank(str):
    """A line to be filled in by hand: `if` takes it for nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class Nothing(list[Any]):
    """Rows of which there are none: `for` gives one to be filled in by hand, `if` takes them for nothing."""

    def __bool__(self) -> bool:
        return False


class Template(DocxTemplate):  # type: ignore[misc] # the library has no types
    """A template whose values stay what they are, and whose properties are ours."""

    def __init__(self, content: bytes, title: str, author: str) -> None:
        super().__init__(io.BytesIO(content))
        self.said = {
            "title": title[:255],
            "author": author[:255],
            "last_modified_by": "",
            "comments": "",
            "keywords": "",
        }

    def sources(self) -> Iterator[tuple[str, Places]]:
        """Give the parts that are filled, as they are read, each with the places in it."""
        self.init_docx()
        for name, xml in self._parts():
            yield self.patch_xml(xml), Places(name, xml)

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield "body", self.get_xml()
        for name, uri in (("header", self.HEADER_URI), ("footer", self.FOOTER_URI)):
            for _, part in self.get_headers_footers(uri):
                yield name, self.get_part_xml(part)
        for part in self.docx.part.package.parts:
            if part.content_type.endswith(".footnotes+xml"):
                yield "footnotes", part.blob.decode("utf-8")

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill a part in."""
        self.current_rendering_part = part
        filled: str = self.resolve_listing(jinja_env.from_string(src_xml).render(context))
        return filled

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:  # noqa: ARG002 - overrides
        """Say what the document is, instead of filling in what the template said of itself."""
        for name, value in self.said.items():
            setattr(self.docx.core_properties, name, value)


def read(content: bytes, names: Names) -> Reading:
    """Read the language of a template."""
    reading, environment = Reading(names), Environment()
    for source, places in Template(content, "", "").sources():
        reading.read(source, environment, places)
    return reading


def filled(content: bytes, contents: Mapping[str, Any], title: str, author: str, names: Names) -> bytes:
    """Fill a template that was read and not refused."""
    template = Template(content, title, author)
    template.render({**_groups(contents), **_rows(contents, names)}, Environment())
    template.save(made := io.BytesIO())
    if made.tell() > MOST:
        raise MemoryError
    return made.getvalue()


def _groups(contents: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(fields) for name, fields in contents["groups"].items()}


def _rows(contents: Mapping[str, Any], names: Names) -> dict[str, Any]:
    return {
        name: [_said(row) for row in rows] or Nothing([_said(dict.fromkeys(names["rows"][name]))])
        for name, rows in contents["rows"].items()
    }


def _said(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value or Blank(BLANK) for name, value in fields.items()}


def main() -> None:
    """Keep to the limits, and do what is asked."""
    keep_to_limits()
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    asked = json.load(sys.stdin.buffer)
    json.dump(answered(asked), sys.stdout)


def answered(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Read a template, and fill it in as often as is asked if nothing is wrong with it."""
    content, names = base64.b64decode(asked["template"]), asked["names"]
    documents: list[str] = []
    try:
        reading = read(content, names)
        for contents in () if reading.wrong else asked["contents"]:
            made = filled(content, contents, asked["title"], asked["author"], names)
            documents.append(base64.b64encode(made).decode())
    except _UNFILLABLE as error:
        wrong = [{"what": "unfillable", "name": f"{type(error).__name__}: {error}"[:200], "place": {}, "where": ""}]
        return {"wrong": wrong, "needed": [], "documents": []}
    return {"wrong": reading.wrong, "needed": [*reading.needed], "documents": documents}


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
