"""Fills a template in a process of its own, given by its path: what a template costs is bounded, and a fault takes nobody along.

Reads a JSON object from standard input: `template` (base64), `names` (the fields there are), `contents` (what they say, once for each
document to be made), `title` and `author`. Writes one to standard output: `wrong`, `needed` (the fields whose absence leaves a blank) and
`documents` (base64). The arguments are how many bytes of memory and seconds of the processor it may take.

A template's language is small: a field, `for` over rows, `if` a field says something. Nothing else is carried out.
"""

import base64
import io
import json
import os
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

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

_LOOP = frozenset({"index", "first", "last"})
_NEAR = 80
_TAGS = re.compile(r"<[^>]*>")


class Blank(str):
    """A line to be filled in by hand: `if` takes it for nothing."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


class Nothing(list[Any]):
    """Rows of which there are none: `for` gives one to be filled in by hand, `if` takes them for nothing."""

    def __bool__(self) -> bool:
        return False


class Environment(SandboxedEnvironment):
    """Knows the fields, and what a loop says of itself."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        for known in (self.globals, self.filters, self.tests):
            known.clear()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a field of a group or row, or what a loop says of itself."""
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Refuse it."""
        raise SecurityError(f"{argument!r} of {type(obj).__name__}")

    def call(self, *_arguments: Any, **_named: Any) -> Any:
        """Refuse it."""
        raise SecurityError("a call")


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

    def sources(self) -> Iterator[str]:
        """Give the parts that are filled, as they are read."""
        self.init_docx()
        yield self.patch_xml(self.get_xml())
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield self.patch_xml(self.get_part_xml(part))
        for part in self.docx.part.package.parts:
            if part.content_type.endswith(".footnotes+xml"):
                yield self.patch_xml(part.blob.decode("utf-8"))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill a part in."""
        self.current_rendering_part = part
        filled: str = self.resolve_listing(jinja_env.from_string(src_xml).render(context))
        return filled

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:  # noqa: ARG002 - overrides
        """Say what the document is, instead of filling in what the template said of itself."""
        for name, value in self.said.items():
            setattr(self.docx.core_properties, name, value)


class Reading:
    """Reads the language of a template: what it names, and what it may not."""

    def __init__(self, names: Mapping[str, Mapping[str, list[str]]]) -> None:
        self._groups, self._rows = names["groups"], names["rows"]
        self._lines: list[str] = []
        self.wrong: list[dict[str, str]] = []
        self.needed: dict[str, None] = {}

    def read(self, source: str, environment: Environment) -> None:
        """Read a part."""
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        self._lines = source.splitlines()
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            self._refuse("syntax", error.lineno, error.message or "")
            return
        self._body(tree.body, {}, frozenset())

    def _body(self, body: Iterable[nodes.Node], rows: Mapping[str, str], tested: frozenset[str]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for one in node.nodes:
                        if not isinstance(one, nodes.TemplateData):
                            self._need(self._field(one, rows), tested)
                case nodes.For():
                    self._for(node, rows, tested)
                case nodes.If():
                    positive = self._test(node.test, rows)
                    self._body(node.body, rows, tested | positive)
                    self._body(node.elif_, rows, tested)
                    self._body(node.else_, rows, tested | positive)
                case _:
                    self._refuse("forbidden", node.lineno, type(node).__name__)

    def _for(self, node: nodes.For, rows: Mapping[str, str], tested: frozenset[str]) -> None:
        there, target = node.iter, node.target
        if not (isinstance(there, nodes.Name) and isinstance(target, nodes.Name)) or node.test or node.recursive:
            self._refuse("forbidden", node.lineno, "For")
        elif there.name not in self._rows:
            self._refuse("unknown", node.lineno, there.name)
        elif target.name in self._groups or target.name in self._rows or target.name in rows or target.name == "loop":
            self._refuse("taken", node.lineno, target.name)
        else:
            self._need(there.name, tested)
            self._body(node.body, {**rows, target.name: there.name}, tested)
            self._body(node.else_, rows, tested | {there.name})

    def _test(self, node: nodes.Node, rows: Mapping[str, str]) -> frozenset[str]:
        """Read a condition; gives the fields that it asks for."""
        match node:
            case nodes.Not():
                return self._test(node.node, rows)
            case nodes.And() | nodes.Or():
                return self._test(node.left, rows) | self._test(node.right, rows)
            case nodes.Name() if node.name in self._rows:
                return frozenset({node.name})
        return frozenset({self._field(node, rows)})

    def _field(self, node: nodes.Node, rows: Mapping[str, str]) -> str:
        """Give the full name of a field, "" of what needs no saying, or after refusing it."""
        if not (isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name)):
            if isinstance(node, nodes.Name):
                self._refuse("unknown", node.lineno, node.name)
            else:
                self._refuse("forbidden", node.lineno, type(node).__name__)
            return ""
        owner, name = node.node.name, node.attr
        if owner in rows and name in self._rows[rows[owner]]:
            return f"{rows[owner]}.{name}"
        if owner in self._groups and name in self._groups[owner]:
            return f"{owner}.{name}"
        if not (owner == "loop" and rows and name in _LOOP):
            self._refuse("unknown", node.lineno, f"{owner}.{name}")
        return ""

    def _need(self, name: str, tested: frozenset[str]) -> None:
        if name and name not in tested:
            self.needed[name] = None

    def _refuse(self, what: str, line: int, name: str) -> None:
        near = _TAGS.sub("", self._lines[line - 1]) if 0 < line <= len(self._lines) else ""
        self.wrong.append({"what": what, "name": name[:200], "where": " ".join(near.split())[:_NEAR]})


def read(content: bytes, names: Mapping[str, Mapping[str, list[str]]]) -> Reading:
    """Read the language of a template."""
    reading, environment = Reading(names), Environment()
    for source in Template(content, "", "").sources():
        reading.read(source, environment)
    return reading


def filled(content: bytes, contents: Mapping[str, Any], title: str, author: str, names: Mapping[str, Any]) -> bytes:
    """Fill a template that was read and not refused."""
    template = Template(content, title, author)
    template.render({**_groups(contents), **_rows(contents, names)}, Environment())
    template.save(made := io.BytesIO())
    if made.tell() > MOST:
        raise MemoryError
    return made.getvalue()


def _groups(contents: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(fields) for name, fields in contents["groups"].items()}


def _rows(contents: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [_said(row) for row in rows] or Nothing([_said(dict.fromkeys(names["rows"][name]))])
        for name, rows in contents["rows"].items()
    }


def _said(fields: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value or Blank(BLANK) for name, value in fields.items()}


def main() -> None:
    """Keep to the limits, and do what is asked."""
    memory, seconds = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
        wrong = [{"what": "unfillable", "name": f"{type(error).__name__}: {error}"[:200], "where": ""}]
        return {"wrong": wrong, "needed": [], "documents": []}
    return {"wrong": reading.wrong, "needed": [*reading.needed], "documents": documents}


if __name__ == "__main__":
    try:
        main()
    except MemoryError:
        os.abort()
