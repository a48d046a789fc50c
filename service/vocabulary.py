"""Names for the codes that workflows, access and deadlines speak in; every name is a message id.

States and actions bring their own titles. An enum's value is named by itself ("working_group" is
"Working group") unless `spoken` says it better, so that a new one needs nothing here but its translation.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any

from events.case import DeadlineMissed, DeadlinePostponed
from events.event import CaseEvent, Event
from events.finding import FindingRule, Severity
from events.link_check import LinkState
from events.offence import OffenceCategory
from events.organization import OrganizationType
from events.reading import Reading
from service.alerts.delivery import About, AttemptResult, DeliveryChannel, DeliveryState
from service.alerts.notice import Capacity, Kind
from service.appendix import RowStatus
from service.row_titles import ROW_TITLES
from service.signatures.codes import CODES as SIGNATURE_CODES
from service.spoken import SPOKEN
from workflows import payload
from workflows.actor import Post, Role
from workflows.catalogue import Every, EvidenceCondition, EvidenceForm, EvidenceNeed
from workflows.forms import Said
from workflows.machine import actions
from workflows.parts import Part
from workflows.registry import KINDS
from workflows.signatories import Paper

_ENUMS: tuple[type[StrEnum], ...] = (
    Role,
    Post,
    OrganizationType,
    Every,
    EvidenceCondition,
    EvidenceForm,
    EvidenceNeed,
    Paper,
    RowStatus,
    Said,
    Reading,
    OffenceCategory,
    Capacity,
    About,
    AttemptResult,
    DeliveryState,
    DeliveryChannel,
    Kind,
    Capacity,
    FindingRule,
    Severity,
    LinkState,
    Part,
    *SIGNATURE_CODES,
)


def title(kind: str, code: str) -> str | None:
    """Give the message id that names a code of that kind ("state", "action", "Channel"), None for an unknown one."""
    return _titles().get(kind, {}).get(code)


def codes(kind: str) -> dict[str, str]:
    """Give the codes of a kind with their message ids, in order."""
    return _titles().get(kind, {})


@cache
def _titles() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {kind: dict(table) for kind, table in SPOKEN.items()}
    found["row"] = ROW_TITLES
    found["state"] = {state.id: str(state.name) for kind in KINDS.values() for state in kind.states}
    found["action"] = {name: action.title for kind in KINDS.values() for name, action in actions(kind).items()}
    found["rule"] = {rule.code: rule.title for kind in KINDS.values() for rule in kind.CASE.RULES}
    bases = [rule.basis for kind in KINDS.values() for rule in kind.CASE.RULES]
    found["basis"] = {basis: basis for basis in bases if not basis.startswith("l.")}
    found["workflow"] = {name: kind.TITLE for name, kind in KINDS.items()}
    classes: tuple[type[Event], ...] = (*events(), DeadlineMissed, DeadlinePostponed)
    known = [cls.TOPIC for cls in classes]
    found["event"] = {topic: SPOKEN["event"].get(topic, _spoken(topic)) for topic in known}
    for enum in _ENUMS:
        found[enum.__name__] = _named(enum.__name__, [member.value for member in enum])
    for name, values in _enums_of_payloads():
        found[name] = _named(name, values)
    found["role"] = found["Role"] | found["Post"]
    return found


def _spoken(topic: str) -> str:
    """Name an event by its topic: "risk_analysis.analysis_ordered" is "Analysis ordered"."""
    return topic.rpartition(".")[2].replace("_", " ").capitalize()


def _named(kind: str, values: list[str]) -> dict[str, str]:
    spoken = SPOKEN.get(kind, {})
    return {value: spoken.get(value, value.replace("_", " ").capitalize()) for value in values}


def events() -> tuple[type[CaseEvent], ...]:
    """Give the classes of all events that callers can bring about."""
    return tuple(dict.fromkeys(a.event for kind in KINDS.values() for a in actions(kind).values()))


def _enums_of_payloads() -> Iterator[tuple[str, list[str]]]:
    for event in events():
        definitions: dict[str, Any] = payload.schema(event).get("$defs", {})
        for name, definition in definitions.items():
            if "enum" in definition:
                yield name, definition["enum"]


def messages() -> Iterator[str]:
    """Give every message id that is not written as a call in code or template: titles, hints, names of codes."""
    for table in _titles().values():
        yield from table.values()
    for event in events():
        schema = payload.schema(event)
        yield from _labels(schema)
        for definition in schema.get("$defs", {}).values():
            yield from _labels(definition)


def _labels(schema: dict[str, Any]) -> Iterator[str]:
    for field in schema.get("properties", {}).values():
        yield from (field[key] for key in ("title", "description") if key in field)
