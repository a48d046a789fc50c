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
    return list(_found(_places(event_class), data, ()))


def named_by(event: Event) -> list[tuple[Path, str]]:
    """Give the files that an event names, each with the path of its field."""
    return named(type(event), msgspec.to_builtins(event.facts())) if _places(type(event)) else []


def evidence(event: CaseEvent) -> frozenset[str]:
    """Give the files that an event names."""
    return frozenset(sha256 for _, sha256 in named_by(event))


@cache
def _places(event_class: type[Event]) -> Mapping[str, Any]:
    """Give the part of the schema of an event's data that leads to files, empty if none does."""
    schema = payload.schema(event_class)
    return _pruned(schema, schema.get("$defs", {}))


def _pruned(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    below = {name: _pruned(field, definitions) for name, field in schema.get("properties", {}).items()}
    parts = {
        "format": schema.get("format") if schema.get("format") == EVIDENCE_FILE else None,
        "anyOf": [found for option in schema.get("anyOf", ()) if (found := _pruned(option, definitions))],
        "properties": {name: found for name, found in below.items() if found},
        "items": _pruned(schema["items"], definitions) if "items" in schema else None,
    }
    return {name: part for name, part in parts.items() if part}


def _found(places: Mapping[str, Any], value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    for option in places.get("anyOf", ()):
        yield from _found(option, value, path)
    if "format" in places and isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, below in places.get("properties", {}).items():
            yield from _found(below, value.get(name), (*path, name))
    elif "items" in places and isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _found(places["items"], item, (*path, index))
