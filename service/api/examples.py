"""Examples of the data of events, made from the examples that their fields carry."""

from typing import Any

from events.case import FactCorrected
from events.event import CaseEvent
from workflows import payload


def example(event: type[CaseEvent], *, opening: bool = False) -> dict[str, Any]:
    """Give data that the event takes: its required fields, and for an opening event those it needs when it comes first."""
    schema = payload.schema(event)
    if event is FactCorrected:
        return {"corrects": 1, "data": {}, "reason": "Опечатка в номере приказа"}
    found: dict[str, Any] = _object(schema, schema.get("$defs", {}))
    planned = {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    if opening:
        found |= {name: day for name, day in planned.items() if name in schema["properties"]}
    return found


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(schema["properties"][name], definitions) for name in schema.get("required", ())}


def _value(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    if "examples" in schema:
        return schema["examples"][0]
    if "$ref" in schema:
        return _value(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "allOf" in schema:
        return _value(schema["allOf"][0], definitions)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    match schema.get("type"):
        case "array":
            return [_value(schema["items"], definitions)]
        case "object":
            return _object(schema, definitions)
        case "boolean":
            return True
        case "integer":
            return schema.get("minimum", 1)
    return "…"
