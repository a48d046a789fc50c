"""Which files an event names as evidence, and whether its organisation really keeps them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from events.case import FactCorrected
from events.event import CaseEvent, Event
from events.fields import EVIDENCE_FILE
from events.text import msg
from service.files.files import Files
from workflows import payload
from workflows.case import Case
from workflows.refusals import Invalid, Violation
from workflows.seat import below_data

Path = tuple[str | int, ...]


def named(event_class: type[Event], data: Mapping[str, Any]) -> list[tuple[Path, str]]:
    """Give the files that an event's data (JSON values) name, each with the path of its field."""
    if not _names_files(event_class):
        return []
    schema = payload.schema(event_class)
    return list(_found(schema, data, (), schema.get("$defs", {})))


async def check_named(files: Files, organization: str, event_class: type[Event], data: Mapping[str, Any]) -> None:
    """Hold an event's data (JSON values) to name only files that the organisation keeps; raises `Invalid` at their fields."""
    found = named(event_class, data)
    known = await files.all_known(organization, {sha256 for _, sha256 in found})
    refusal = msg("The organisation keeps no file with this hash: send the file first.")
    if wrong := tuple(Violation(path, refusal) for path, sha256 in found if sha256 not in known):
        raise Invalid(wrong)


async def check_pending(files: Files, case: Case) -> None:
    """Hold what a command has just made of a case to name only files that its organisation keeps; raises `Invalid`.

    Of a correction the corrected event is held to it.
    """
    for event in (pending for pending in case.pending_events if isinstance(pending, CaseEvent)):
        original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
        subject = original or event
        if not _names_files(type(subject)):
            continue
        try:
            await check_named(files, case.organization, type(subject), msgspec.to_builtins(subject.facts()))
        except Invalid as error:
            raise Invalid(below_data(error.violations)) if original else error from None


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
