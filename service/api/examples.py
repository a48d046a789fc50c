"""Examples of the data of events, made from the examples that their fields carry."""

from collections.abc import Callable
from typing import Any

from events.case import FactCorrected
from events.conviction import ConvictionRegistered
from events.event import CaseEvent
from events.liability_check import LiabilityCheckOpened
from events.organization import OrganizationRegistered
from events.risk_analysis import AnalysisOrdered
from workflows import payload

_BESIDE: dict[type[CaseEvent], dict[str, Any]] = {
    OrganizationRegistered: {"type": "UPR", "parent": "almaty-region"},
    ConvictionRegistered: {"not_in_register": "Уволен до ведения реестра"},
    LiabilityCheckOpened: {"reason": "Сведения поступили письмом"},
}
"""What the examples of some events need beside their required fields."""


def example(
    event: type[CaseEvent], *, opening: bool = False, corrects: type[CaseEvent] = AnalysisOrdered
) -> dict[str, Any]:
    """Give data that the event takes: its required fields, and for an opening event those it needs when it comes first.

    `corrects` is the event that a correction is of.
    """
    schema = payload.schema(event)
    if event is FactCorrected:
        changed = {"order_no": "18-Ө"} if corrects is AnalysisOrdered else {}
        return {"corrects": 1, "data": example(corrects, opening=True) | changed, "reason": "Опечатка"}
    found: dict[str, Any] = _object(schema, schema.get("$defs", {}))
    found |= _BESIDE.get(event, {})
    planned = {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    if opening:
        found |= {name: day for name, day in planned.items() if name in schema["properties"]}
    return found


def _object(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(schema["properties"][name], definitions) for name in schema.get("required", ())}


def _value(schema: dict[str, Any], definitions: dict[str, Any]) -> Any:
    """Give the field's own example, else the first thing that its schema allows."""
    if "$ref" in schema:
        schema = {**definitions[schema["$ref"].rpartition("/")[2]], **schema}
    for key in ("examples", "enum"):
        if key in schema:
            return schema[key][0]
    if "const" in schema:
        return schema["const"]
    return _MADE[schema["type"]](schema, definitions)


_MADE: dict[str, Callable[[dict[str, Any], dict[str, Any]], Any]] = {
    "array": lambda schema, definitions: [_value(schema["items"], definitions)],
    "object": _object,
    "boolean": lambda *_: True,
    "integer": lambda schema, _: schema.get("minimum", 1),
    "string": lambda *_: "…",
}
