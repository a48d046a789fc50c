"""Which files an event names as evidence, each with the place where it does."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from events.event import CaseEvent, Event
from events.fields import EVIDENCE_FILE
from workflows import payload

Path = tuple[str | int, ...]


def named(event_class: type[Event], data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """Give the files that an event's data (JSON values) name, each with the path of its field."""
    if not _names_files(event_class):
        return []
    schema = payload.schema(event_class)
    return list(_found(schema, data, (), schema.get("$defs", {})))


def evidence(event: CaseEvent) -> frozenset[str]:
    """Give the files that an event names."""
    if not _names_files(type(event)):
        return frozenset()
    return frozenset(sha256 for _, sha256 in named(type(event), msgspec.to_builtins(event.facts())))


@cache
def _names_files(event_class: type[Event]) -> bool:
    return EVIDENCE_FILE in str(payload.schema(event_class))


def _found(
    schema: Mapping[str, Any], value: Any, path: Path, definitions: Mapping[str, Any]
) -> Iterator[tuple[Path, str]]:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for option in schema.get("anyOf", ()):
        yield from _found(option, value, path, definitions)
    if schema.get("format") == EVIDENCE_FILE and isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, below in schema.get("properties", {}).items():
            yield from _found(below, value.get(name), (*path, name), definitions)
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _found(schema.get("items", {}), item, (*path, index), definitions)
