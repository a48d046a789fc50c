"""The language of templates: a field, `for` over rows, `if` a field says something; nothing else is carried out (decision 0028)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from service.documents.places import Place, Places, plain

Names = Mapping[str, Mapping[str, list[str]]]
"""The names of fields by group, and of columns by rows."""

_LOOP = frozenset({"index", "first", "last"})
_NEAR = 80
_ENDED = re.compile(r"Unexpected end of template|looking for the following tags")
_UNKNOWN = re.compile(r"unknown tag '(\w+)'")
_FORBIDDEN: tuple[tuple[tuple[type[nodes.Node], ...], str], ...] = (
    ((nodes.Filter, nodes.FilterBlock), "filter"),
    ((nodes.Call,), "call"),
    ((nodes.Compare, nodes.Test), "comparison"),
    ((nodes.Getitem,), "brackets"),
    ((nodes.Getattr,), "deeper"),
    ((nodes.Literal,), "literal"),
    ((nodes.BinExpr, nodes.UnaryExpr, nodes.Concat), "arithmetic"),
    ((nodes.CondExpr,), "inline_if"),
)
"""What is none of the language; anything else is an instruction that there is elsewhere."""

_TAGS = re.compile(r"<[^>]*>")


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


class Reading:
    """Reads the language of a template: what it names, and what it may not."""

    def __init__(self, names: Names) -> None:
        self._groups, self._rows = names["groups"], names["rows"]
        self._lines: list[str] = []
        self._places: Places | None = None
        self.wrong: list[dict[str, Any]] = []
        self.needed: dict[str, None] = {}

    def read(self, source: str, environment: Environment, places: Places) -> None:
        """Read a part; `places` are those of the part as it was sent."""
        self._places = places
        source = re.sub(r"<w:p([ >])", r"\n<w:p\1", source)
        self._lines = source.splitlines()
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            self._unreadable(error)
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
                    self._refuse(_forbidden(node), node.lineno)

    def _for(self, node: nodes.For, rows: Mapping[str, str], tested: frozenset[str]) -> None:
        there, target = node.iter, node.target
        if not (isinstance(there, nodes.Name) and isinstance(target, nodes.Name)) or node.test or node.recursive:
            self._refuse("other_for", node.lineno)
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
                self._refuse(_forbidden(node), node.lineno)
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

    def _unreadable(self, error: TemplateSyntaxError) -> None:
        """Say why an expression cannot be read, as far as the library tells it apart."""
        said = error.message or ""
        if self._places and _ENDED.search(said):
            word, place, text = self._places.left_open()
            self._tell("not_ended" if word else "unreadable", word, place, text)
        elif unknown := _UNKNOWN.search(said):
            self._refuse("no_instruction", error.lineno, unknown[1])
        else:
            self._refuse("unreadable", error.lineno)

    def _refuse(self, what: str, line: int, name: str = "") -> None:
        near = plain(_TAGS.sub("", self._lines[line - 1])) if 0 < line <= len(self._lines) else ""
        place, text = self._places.of(near, name) if self._places else ({}, near)
        self._tell(what, name, place, text)

    def _tell(self, what: str, name: str, place: Place, text: str) -> None:
        self.wrong.append({"what": what, "name": name[:200], "place": place, "where": _around(text, name)})


def _around(text: str, name: str) -> str:
    """Give so much of a text as people need to find it, with the name in it."""
    at = max(text.find(name), 0)
    begin = max(0, min(at - _NEAR // 2, len(text) - _NEAR))
    return ("…" if begin else "") + text[begin : begin + _NEAR] + ("…" if begin + _NEAR < len(text) else "")


def _forbidden(node: nodes.Node) -> str:
    """Name what a template may not do, by what it is to whoever wrote it."""
    return next((name for kinds, name in _FORBIDDEN if isinstance(node, kinds)), "other")
