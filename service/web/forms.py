"""Between payloads and HTML forms, by the JSON schema of the event and nothing else.

A form is a mapping from field names to the values submitted under them. Names are paths, "authorised.members"
or "risks.0.code". Text stays text on the way to the payload: pydantic judges it, so that a wrong value
comes back to its field as it was typed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.nodes import Node as Node  # noqa: PLC0414 - offered here, too, beside what fills it in
from service.nodes import Schema
from service.nodes import at as at  # noqa: PLC0414
from service.nodes import root as root  # noqa: PLC0414

Form = Mapping[str, Sequence[str]]

CHECKED = "true"
UNCHECKED = "false"
MOST_ROWS = 500
"""More rows than this in one table of a form are ignored: nobody types them."""


def correction(original: Schema, envelope: Schema) -> dict[str, Any]:
    """Give the schema of a correction whose data are those of the event corrected."""
    data = {
        **{key: value for key, value in original.items() if key != "$defs"},
        "title": envelope["properties"]["data"]["title"],
    }
    properties = {**envelope["properties"], "data": data}
    return {**envelope, "properties": properties, "$defs": original.get("$defs", {})}


def to_form(node: Node, value: Any, path: str = "") -> dict[str, list[str]]:  # noqa: PLR0911 - one a kind of field
    """Write a payload (JSON values) into fields."""
    if node.type == "object":
        children = ((name, child, (value or {}).get(name)) for name, child in node.properties)
        return _merged(to_form(child, v, _join(path, name)) for name, child, v in children)
    if value is None:
        return {}
    if node.is_table:
        return _merged(to_form(node.item, row, _join(path, str(i))) for i, row in enumerate(value))
    if node.type == "array":
        values = list(value) if node.item.options else ["\n".join(map(str, value))]
        return {path: values} if value else {}
    if node.is_question:
        return {path: [CHECKED if value else UNCHECKED]}
    if node.type == "boolean":
        return {path: [CHECKED]} if value else {}
    return {path: [str(value)]}


def to_payload(node: Node, form: Form, path: str = "") -> Any:  # noqa: PLR0911 - one a kind of field
    """Read fields into a payload (JSON values); what is empty and required is left out for the check to miss."""
    if node.type == "object":
        if node.nullable and is_blank(form, path):
            return None
        read = ((name, child, _join(path, name)) for name, child in node.properties)
        return {name: to_payload(child, form, at) for name, child, at in read if not _left_out(child, form, at)}
    if node.is_table:
        rows = row_numbers(form, path)
        return [
            to_payload(node.item, form, _join(path, str(i))) for i in rows if not is_blank(form, _join(path, str(i)))
        ]
    if node.type == "array":
        typed = [line for text in form.get(path, ()) for line in lines(text)]
        return [_number(line.strip()) for line in typed] if node.item.type == "integer" else typed
    if node.type == "boolean" and not node.nullable:
        return CHECKED in form.get(path, ())
    text = _text(form, path)
    if node.nullable and not text:
        return None
    if node.is_question:
        return {CHECKED: True, UNCHECKED: False}.get(text, text)
    return _number(text.strip()) if node.type == "integer" else text.strip() if "format" in node.schema else text


def tidied(node: Node, form: Form, path: str = "") -> dict[str, list[str]]:
    """Give the form without its blank rows, the others numbered as in the payload, and without unknown fields."""
    if node.type == "object":
        return _merged(tidied(child, form, _join(path, name)) for name, child in node.properties)
    if node.is_table:
        rows = [i for i in row_numbers(form, path) if not is_blank(form, _join(path, str(i)))]
        return _merged(
            _moved(tidied(node.item, form, _join(path, str(old))), _join(path, str(old)), _join(path, str(new)))
            for new, old in enumerate(rows)
        )
    return {path: list(form[path])} if path in form else {}


def lines(text: str) -> list[str]:
    """Give the lines of a text that are not blank."""
    return [line for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def row_numbers(form: Form, path: str) -> list[int]:
    """Give the numbers of the rows that a table has in the form, ascending."""
    start = re.compile(re.escape(path) + r"\.(\d{1,4})\.")
    return sorted({int(found[1]) for name in form if (found := start.match(name))})[:MOST_ROWS]


def is_blank(form: Form, path: str) -> bool:
    """Whether nothing is filled in below a path."""
    return not any(name.startswith(f"{path}.") and any(v.strip() for v in values) for name, values in form.items())


def without_row(form: Form, path: str, number: int | str) -> dict[str, list[str]]:
    """Give the form without one row of a table."""
    prefix = f"{path}.{number}."
    return {name: list(values) for name, values in form.items() if not name.startswith(prefix)}


def _left_out(node: Node, form: Form, path: str) -> bool:
    if node.nullable or node.type in {"object", "array", "boolean"}:
        return False
    return not _text(form, path) and (
        node.required or bool(node.options) or node.type != "string" or "format" in node.schema
    )


def _text(form: Form, path: str) -> str:
    text = form[path][-1].replace("\r\n", "\n") if form.get(path) else ""
    return text if text.strip() else ""


def _number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,18}", text) else text


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _moved(form: Form, old: str, new: str) -> dict[str, list[str]]:
    return {new + name.removeprefix(old): list(values) for name, values in form.items()}


def _merged(parts: Iterator[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    return {name: list(values) for part in parts for name, values in part.items()}
