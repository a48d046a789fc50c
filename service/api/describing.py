"""The description of the API (OpenAPI): made from the routes, the shapes of answers and the events' own schemas."""

from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from events.event import CaseEvent
from service.api.examples import example
from service.api.shapes import Problem
from service.problem_kinds import Kind
from service.problems import KINDS, MEDIA_TYPE, OF_HTTP
from workflows import payload
from workflows.alert_policy import AlertPolicyWorkflow
from workflows.machine import Workflow, actions
from workflows.organization import OrganizationWorkflow
from workflows.person import PersonWorkflow
from workflows.registry import WORKFLOWS

_REF = "#/components/schemas/{name}"

INTRODUCTION = """
Every piece of work is a **case** of a **workflow**. It begins by `POST /cases`; each step is an action,
`POST /cases/{id}/actions/{action}`, whose body is the data of the event it records. `GET /cases/{id}` says which actions you
may take now, with the schema of each.

* **Who**: `Authorization: Bearer tbn4_…`; `tbn4 token issue` makes a token. Descriptions of workflows, the catalogue and the calendar need none.
* **Which version**: an action carries `If-Match` with the ETag you saw: 412 says that somebody else was first.
* **Once**: send an `Idempotency-Key` with every command; the same request again gives the same answer again.
* **When**: dates are those of Kazakhstan (YYYY-MM-DD), instants RFC 3339. What happened late is recorded and judged, never refused.
* **Own writes**: an answer carries its `position` in the log; lists take `at_least=<position>` and wait for it, two seconds at most.
* **Languages**: `Accept-Language: ru`, `kk` or `en`.
* **Problems** are RFC 9457 documents; `type` is an address that explains itself.
"""


@dataclass(frozen=True)
class Doc:
    """What is said of a route: `answer` is a shape, or a media type, `extra` of other statuses of success, `problems` what is met beside the common ones."""

    tag: str
    summary: str
    description: str
    answer: Any
    status: int = 200
    problems: tuple[str, ...] = ()
    public: bool = False
    headers: tuple[str, ...] = ()
    extra: dict[str, str] | None = None
    example: dict[str, Any] | None = None


HEADERS: dict[str, dict[str, Any]] = {
    "ETag": {"description": "version of the case, for If-Match", "schema": {"type": "string"}, "example": '"3"'},
    "Location": {"description": "address of what was made", "schema": {"type": "string", "format": "uri-reference"}},
    "Idempotency-Replayed": {"description": "`true` if this is an earlier answer again", "schema": {"type": "string"}},
    "Tbn4-Behind": {"description": "`true` if `at_least` was not reached in time", "schema": {"type": "string"}},
}

IF_MATCH = {
    "name": "If-Match", "in": "header", "required": True, "description": "ETag of the case as you saw it",
    "schema": {"type": "string", "pattern": '^"\\d{1,9}"$'}, "example": '"1"',
}  # fmt: skip
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "description": "any text of your own that names this command; strongly recommended",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200}, "example": "order-17-2024",
}  # fmt: skip
IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False, "description": "ETags you have: 304 if one is current",
    "schema": {"type": "string"}, "example": '"3"',
}  # fmt: skip


def in_path(name: str, description: str, value: str) -> dict[str, Any]:
    """Describe a part of the address."""
    return {
        "name": name, "in": "path", "required": True, "description": description, "schema": {"type": "string"}, "example": value
    }  # fmt: skip


def body_of_action() -> dict[str, Any]:
    """Describe the body of an action: one schema and example for each."""
    return _body({"oneOf": [{"$ref": _ref(event)} for event in _events().values()]}, _examples())


_PERFORMERS = {
    "risk_analysis": "almaty-region.procurement",
    "analysis_schedule": "almaty-region",
    "cartogram": "almaty-region",
    "subtask": "kokshe",
    "conviction": "almaty-region.procurement",
    "liability_check": "almaty-region.procurement",
    "superior_move": "almaty-region.procurement",
    "offence_report": "almaty-region.procurement",
    "reporting_row": "almaty-region.procurement",
    "report": "almaty-region.procurement",
    "reconciliation": "almaty-region.procurement",
    "hiring_check": "almaty-region.procurement",
    "hired_offender": "almaty-region.procurement",
    "restriction_fact": "almaty-region.procurement",
    "calendar_change": "almaty-region",
}
"""Organisations of the demonstration that owe such work, for the examples."""


def body_of_opening() -> dict[str, Any]:
    """Describe the body that opens a case."""
    opening = [(kind, a) for kind in WORKFLOWS.values() for a in actions(kind).values() if a.opens]
    schema = {
        "type": "object",
        "required": ["workflow", "organization", "data"],
        "additionalProperties": False,
        "properties": {
            "workflow": {"type": "string", "enum": list(WORKFLOWS)},
            "organization": {"type": "string", "description": "code of the organisation whose case it is"},
            "action": {
                "type": "string",
                "enum": list(dict.fromkeys(a.name for _, a in opening)),
                "description": "default: the first that takes the data",
            },
            "data": {"oneOf": [{"$ref": _ref(a.event)} for _, a in opening]},
        },
    }
    examples = {
        f"{kind.WORKFLOW}.{action.name}": {
            "summary": action.title,
            "value": {
                "workflow": kind.WORKFLOW, "organization": _PERFORMERS[kind.WORKFLOW], "action": action.name,
                "data": example(action.event, opening=True),
            },
        }
        for kind, action in opening
    }  # fmt: skip
    return _body(schema, examples)


def body_of_first(kind: type[Workflow]) -> dict[str, Any]:
    """Describe the body that enters a record: the data of its first event."""
    [first] = [action for action in actions(kind).values() if action.opens]
    example_of = {first.name: {"summary": first.title, "value": example(first.event)}}
    return _body({"$ref": _ref(first.event)}, example_of)


def body_of_action_on(kind: type[Workflow]) -> dict[str, Any]:
    """Describe the body of an action on a record: one schema and example for each."""
    [first] = [action for action in actions(kind).values() if action.opens]
    later = {name: action for name, action in actions(kind).items() if not action.opens}
    examples = {
        name: {"summary": action.title, "value": example(action.event, corrects=first.event)}
        for name, action in later.items()
    }
    return _body({"oneOf": [{"$ref": _ref(action.event)} for action in later.values()]}, examples)


def body_of_all(kind: type[Workflow]) -> dict[str, Any]:
    """Describe the body of any action on a record there is one of: one schema and example for each."""
    examples = {name: {"summary": a.title, "value": example(a.event)} for name, a in actions(kind).items()}
    return _body({"oneOf": [{"$ref": _ref(action.event)} for action in actions(kind).values()]}, examples)


def _body(schema: dict[str, Any], examples: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema, "examples": examples}}}


def _events() -> dict[str, type[CaseEvent]]:
    return {name: a.event for kind in WORKFLOWS.values() for name, a in actions(kind).items()}


def _described() -> set[type[CaseEvent]]:
    """Give the events whose schemas the description holds."""
    kinds = (*WORKFLOWS.values(), OrganizationWorkflow, PersonWorkflow, AlertPolicyWorkflow)
    return {a.event for kind in kinds for a in actions(kind).values()}


def _examples() -> dict[str, Any]:
    titles = {name: a.title for kind in WORKFLOWS.values() for name, a in actions(kind).items()}
    return {name: {"summary": titles[name], "value": example(event)} for name, event in _events().items()}


def _ref(event: type[CaseEvent]) -> str:
    return _REF.format(name=event.__name__)


def describe(app: FastAPI, docs: dict[tuple[str, str], Doc]) -> dict[str, Any]:
    """Give the OpenAPI document of the routes that `docs` describes by (method, path)."""
    routes = [route for route in app.routes if getattr(route, "include_in_schema", False)]
    document = get_openapi(title=app.title, version=app.version, routes=routes, description=INTRODUCTION)
    shapes = {doc.answer for doc in docs.values() if not isinstance(doc.answer, str)} | {Problem}
    _, components = msgspec.json.schema_components(sorted(shapes, key=str), ref_template=_REF)
    schemas: dict[str, Any] = {**document.get("components", {}).get("schemas", {}), **components}
    # FastAPI's own shape of a wrong request: ours are problems
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for event in sorted(_described(), key=lambda event: event.__name__):
        model = payload.model(event).model_json_schema(ref_template=_REF.replace("{name}", "{model}"))
        schemas |= model.pop("$defs", {}) | {event.__name__: model}
    document["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "tbn4_…"}},
    }
    for (method, path), doc in docs.items():
        _operation(document["paths"][path][method.lower()], doc)
    document["tags"] = [{"name": tag} for tag in dict.fromkeys(doc.tag for doc in docs.values())]
    return document


def _operation(operation: dict[str, Any], doc: Doc) -> None:
    slugs = [*doc.problems, *(() if doc.public else ("unauthenticated",)), "internal"]
    operation["responses"] = {str(doc.status): _success(doc)}
    for kind in sorted((_kind(slug) for slug in slugs), key=lambda kind: kind.status):
        _add_problem(operation["responses"], kind)
    operation["security"] = [] if doc.public else [{"token": []}]
    for status, words in (doc.extra or {}).items():
        operation["responses"][status] = {"description": words}


def _success(doc: Doc) -> dict[str, Any]:
    if isinstance(doc.answer, str):
        content: dict[str, Any] = {doc.answer: {"schema": {"type": "string"}}}
    else:
        content = {"application/json": {"schema": {"$ref": _REF.format(name=doc.answer.__name__)}}}
        if doc.example is not None:
            content["application/json"]["example"] = doc.example
    answered = {"description": "Done", "content": content}
    if doc.headers:
        answered["headers"] = {name: HEADERS[name] for name in doc.headers}
    return answered


def _add_problem(responses: dict[str, Any], kind: Kind) -> None:
    response = responses.setdefault(
        str(kind.status),
        {"description": "", "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(name="Problem")}, "examples": {}}}},
    )
    response["description"] = "; ".join(filter(None, (response["description"], kind.title)))
    response["content"][MEDIA_TYPE]["examples"][kind.slug] = {
        "value": {
            "type": f"/api/v1/problems/{kind.slug}", "title": kind.title, "status": kind.status, "detail": kind.advice,
            "request_id": "6f1c0a9be2d34785",
        }
    }  # fmt: skip


def _kind(slug: str) -> Kind:
    return next(kind for kind in (*KINDS.values(), *OF_HTTP.values()) if kind.slug == slug)
