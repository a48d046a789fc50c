"""The fields of a form as a template draws them: control, words, values and errors, from the schema of the event."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.i18n import Translator
from service.nodes import Node
from service.web.evidence import KeptFile
from service.web.forms import CHECKED, UNCHECKED, Form, lines, row_numbers
from workflows.refusals import Violation

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""Values with their titles that a field offers, by path with `*` for row numbers ("items.*.recommendations")."""

LONG_TEXT = 300
"""Longer texts get an area instead of a line."""

FEW = 4
"""So many options are shown at once; more go into a list."""


@dataclass
class Field:
    """One control, or a group or table of them.

    `value` is what was typed, `chosen` the options that are on, `files` those that are kept already; `row_title` names one
    row of a table; `redraws` says that what else is asked depends on it, `signable` that a signature may come beside a file, `signs` names
    the file beside it over which it is a signature itself.
    """

    name: str
    control: str
    title: str
    row_title: str = ""
    hint: str = ""
    required: bool = False
    example: str = ""
    value: str = ""
    chosen: Sequence[str] = ()
    options: Sequence[tuple[str, str]] = ()
    children: list["Field"] = field(default_factory=list)
    rows: list["Field"] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: list[KeptFile] = field(default_factory=list)
    redraws: bool = False
    signable: bool = False
    signs: str = ""

    @property
    def id(self) -> str:
        """The element's id; the first option's for a group of options, so that a link can focus it."""
        return "f-" + self.name.replace(".", "-")

    def walk(self) -> Iterator["Field"]:
        """Give this field and all below it."""
        yield self
        for below in (*self.children, *self.rows):
            yield from below.walk()


@dataclass(frozen=True)
class Drawing:
    """What is needed to draw any field: the language, what was typed, what may be chosen."""

    t: Translator
    form: Form
    choices: Choices
    fresh: bool = False
    """Whether nobody has seen the form yet: then defaults apply."""

    def fields(self, node: Node, path: str = "") -> list[Field]:
        """Draw the fields of an object, but for what the service finds out itself."""
        asked = [(name, child) for name, child in node.properties if not child.schema.get("readOnly")]
        return [self.one(child, f"{path}.{name}" if path else name, name) for name, child in asked]

    def one(self, node: Node, path: str, name: str) -> Field:
        """Draw one field."""
        options = self._options(node, path)
        drawn = Field(
            name=path,
            control=_control(node, bool(options)),
            title=self.t(str(node.schema.get("title") or name)),
            hint=self.t(str(node.schema["description"])) if node.schema.get("description") else "",
            required=node.required and (node.type != "boolean" or "const" in node.schema),
            example=_example(node),
            options=options,
            signs=f"{path.removesuffix(name)}{node.signs}" if node.signs else "",
        )
        if node.type == "object":
            drawn.children = self.fields(node, path)
        elif node.is_table:
            drawn.row_title = self.t.code("row", node.item.schema["title"])
            drawn.rows = [self._row(node.item, path, i) for i in self._rows(node, path)]
        else:
            self._fill(drawn, node)
        return drawn

    def _row(self, node: Node, path: str, number: int) -> Field:
        at = f"{path}.{number}"
        return Field(name=at, control="row", title=str(number + 1), children=self.fields(node, at))

    def _rows(self, node: Node, path: str) -> list[int]:
        return row_numbers(self.form, path) or ([0] if node.schema.get("minItems") else [])

    def _fill(self, drawn: Field, node: Node) -> None:
        values = list(self.form.get(drawn.name, ()))
        if self.fresh and not values and "default" in node.schema:
            default = node.schema["default"]
            values = list(default) if isinstance(default, list) else [] if default is None else [str(default)]
            if node.type == "boolean" and not node.is_question:
                # an unticked box leaves no trace in a form that is filled in already
                values = [CHECKED] if default and not self.form else []
        drawn.value = values[-1] if values else ""
        drawn.chosen = [line.strip() for value in values for line in lines(value)]
        known = {value for value, _ in drawn.options}
        if drawn.control in {"select", "checks"}:
            drawn.options = [
                *drawn.options,
                *((value, value) for value in drawn.chosen if value and value not in known),
            ]
        if drawn.control == "check":
            drawn.chosen = [CHECKED] if CHECKED in values else []

    def _options(self, node: Node, path: str) -> Sequence[tuple[str, str]]:
        pattern = ".".join("*" if part.isdigit() else part for part in path.split("."))
        if offered := self.choices.get(pattern):
            return offered
        if node.is_question:
            return [(CHECKED, self.t("yes")), (UNCHECKED, self.t("no"))]
        source = node.item if node.type == "array" else node
        return [(value, self.t.code(source.enum, value)) for value in source.options]


def _control(node: Node, options: bool) -> str:  # noqa: PLR0911 - one a kind of field
    if node.type == "object":
        return "group"
    if node.is_table:
        return "table"
    if node.is_file:
        return "files" if node.type == "array" else "file"
    if node.type == "array":
        return "checks" if options else "lines"
    if node.is_question:
        return "select"
    if node.type == "boolean":
        return "check"
    if options:
        return "radios" if 0 < len(node.options) <= FEW else "select"
    if node.schema.get("format") == "date":
        return "date"
    if node.type == "integer":
        return "number"
    if node.schema.get("pattern", "").startswith("^https"):
        return "url"
    return (
        "area"
        if node.schema.get("maxLength", 0) > LONG_TEXT
        else "code"
        if "{1,20}" in node.schema.get("pattern", "")
        else "text"
    )


def _example(node: Node) -> str:
    examples = node.schema.get("examples") or [""]
    value: Any = examples[0]
    return "\n".join(map(str, value)) if isinstance(value, list) else "" if isinstance(value, bool) else str(value)


def place_errors(fields: Sequence[Field], violations: Sequence[Violation], t: Translator) -> list[tuple[str, str, str]]:
    """Put each violation at its field, or at the nearest one around it; give (id, title, words) for the summary."""
    known = {f.name: f for top in fields for f in top.walk()}
    summary: list[tuple[str, str, str]] = []
    for violation in violations:
        path = [str(part) for part in violation.path]
        # a table whose rows are wrong is not also too short: pydantic counts the right rows only
        if any(other.path[: len(path)] == violation.path and len(other.path) > len(path) for other in violations):
            continue
        near = next((known[name] for n in range(len(path), 0, -1) if (name := ".".join(path[:n])) in known), None)
        words = t(violation.text)
        if near is None:
            summary.append(("", "", words))
            continue
        if near.control == "lines" and len(path) > near.name.count(".") + 1:
            words = t("Line {n}: {words}", n=int(path[-1]) + 1, words=words)
        near.errors.append(words)
        summary.append((near.id, _titled(near, known), words))
    return summary


def _titled(at: Field, known: Mapping[str, Field]) -> str:
    """Name a field in a row with its row's title and number: "Risk 2: Code"."""
    table, _, rest = at.name.rpartition(".")
    parent, _, number = table.rpartition(".")
    return (
        f"{known[parent].row_title} {int(number) + 1}: {at.title}"
        if rest and number.isdigit() and parent in known
        else at.title
    )
