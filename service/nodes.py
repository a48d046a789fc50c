"""The places in a payload by the JSON schema of its event: what pages ask for, and what is told of entries, field by field."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from events.event import Event
from events.fields import EVIDENCE_FILE, SIGNS
from workflows import payload

Schema = Mapping[str, Any]


class Node:
    """One place in a payload: its schema with references and "or null" resolved, and whether it is required."""

    def __init__(self, schema: Schema, definitions: Mapping[str, Any], required: bool = True) -> None:
        self.nullable = False
        if "anyOf" in schema:
            (real,) = [option for option in schema["anyOf"] if option.get("type") != "null"]
            self.nullable = len(schema["anyOf"]) > 1
            schema = {**real, **{key: value for key, value in schema.items() if key != "anyOf"}}
        if "$ref" in schema:
            target = definitions[schema["$ref"].rsplit("/", 1)[1]]
            self.enum = target["title"] if "enum" in target else ""
            schema = {**target, "description": "", **{key: value for key, value in schema.items() if key != "$ref"}}
        else:
            self.enum = ""
        self.schema, self.definitions = schema, definitions
        self.required = required and not self.nullable

    @property
    def type(self) -> str:
        """JSON's name of the type."""
        return str(self.schema.get("type", "object"))

    @cached_property
    def options(self) -> Sequence[str]:
        """The values of an enum."""
        return tuple(self.schema.get("enum", ()))

    @property
    def is_question(self) -> bool:
        """Whether it is answered by yes, no, or not at all: a box that is not ticked would be a no."""
        return self.type == "boolean" and self.nullable

    @cached_property
    def item(self) -> "Node":
        """What the array consists of."""
        return Node(self.schema["items"], self.definitions)

    @property
    def is_table(self) -> bool:
        """Whether it is an array of objects."""
        return self.type == "array" and self.item.type == "object"

    @property
    def is_file(self) -> bool:
        """Whether it names a file kept as evidence, or is a list of such."""
        return (self.item if self.type == "array" else self).schema.get("format") == EVIDENCE_FILE

    @property
    def signs(self) -> str:
        """Which field beside it has the file that it is a signature of, "" for what is no signature."""
        return str(self.schema.get(SIGNS, ""))

    @property
    def is_found_out(self) -> bool:
        """Whether the service fills it in itself: nobody is asked for it."""
        return bool(self.schema.get("readOnly"))

    @cached_property
    def properties(self) -> Sequence[tuple[str, "Node"]]:
        """The fields of an object in order."""
        required = self.schema.get("required", ())
        fields = self.schema.get("properties", {}).items()
        return [(name, Node(schema, self.definitions, name in required)) for name, schema in fields]


def root(schema: Schema) -> Node:
    """Give the whole payload as a node."""
    return Node(schema, schema.get("$defs", {}))


@cache
def payload_of(event: type[Event]) -> Node:
    """Give the payload of an event, made once: a long history has thousands of fields of a few kinds."""
    return root(payload.schema(event))


def at(node: Node, path: str) -> Node | None:
    """Give the place that a field's name leads to, None if there is none."""
    for step in path.split("."):
        if node.is_table and step.isdigit():
            node = node.item
        elif node.type == "object" and step in (below := dict(node.properties)):
            node = below[step]
        else:
            return None
    return node
