"""The language of templates: a field, `for` over rows, `if` a field says something; nothing else is carried out (decision 0028)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

Names = Mapping[str, Mapping[str, list[str]]]
"""The names of fields by group, and of columns by rows."""

_LOOP = frozenset({"index", "first", "last"})
_NEAR = 80
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
