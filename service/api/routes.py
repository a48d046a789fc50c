"""The addresses of the API, each with its description."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from service.api import commands, knowledge, lists, operations, reading, shapes
from service.api.describing import (
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    Doc,
    body_of_action,
    body_of_opening,
    in_path,
)

PREFIX = "/api/v1"

docs: dict[tuple[str, str], Doc] = {}
"""What is said of each route, by method and path."""

_routes: list[dict[str, Any]] = []

_CASE = in_path("case_id", "id of the case", "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11")
_ACTION = in_path("action", "name of the action", "announce_start")
_NAME = in_path("name", "name of the workflow", "risk_analysis")
_CODE = in_path("code", "code of the organisation", "almaty-region.procurement")
_SLUG = in_path("slug", "last part of a problem's type", "stale")
_COMMAND = ("bad-request", "not-permitted", "too-large", "wrong-media-type", "invalid", "idempotency-key-reused", "unavailable", "unknown-outcome")
_LIST = ("bad-query", "bad-cursor", "unavailable")


def _route(method: str, path: str, endpoint: Callable[..., Any], doc: Doc, **extra: Any) -> None:
    _routes.append({
        "path": path, "endpoint": endpoint, "methods": [method], "summary": doc.summary, "description": doc.description,
        "tags": [doc.tag], "status_code": doc.status, "operation_id": endpoint.__name__, "openapi_extra": extra,
    })  # fmt: skip
    docs[method, path] = doc


def add_routes(app: FastAPI) -> None:
    """Add all of them to an application."""
    for route in _routes:
        app.add_api_route(**route)


_route("POST", PREFIX + "/cases", commands.open_case, Doc(
    "Cases", "Open a case", "Begins a case by one of the workflow's opening actions, by default the first whose event takes `data`.",
    shapes.Opened, 201, _COMMAND, headers=("ETag", "Location", "Idempotency-Replayed"),
), parameters=[IDEMPOTENCY_KEY], requestBody=body_of_opening())
_route("GET", PREFIX + "/cases", lists.get_cases, Doc(
    "Cases", "List cases", "Cases you may see, the last changed first; `next` leads on.", shapes.page_of(shapes.CaseItem),
    problems=_LIST, headers=("Tbn4-Behind",),
))
_route("GET", PREFIX + "/cases/{case_id}", reading.get_case, Doc(
    "Cases", "Get a case", "State, data, deadlines with their explanation, and the actions you may take now with their schemas.",
    shapes.Case, problems=("out-of-scope", "unknown", "unavailable"), headers=("ETag",), extra={"304": "Unchanged"},
), parameters=[_CASE, IF_NONE_MATCH])
_route("POST", PREFIX + "/cases/{case_id}/actions/{action}", commands.act_on_case, Doc(
    "Cases", "Act on a case", "Carries out an action: its event, with the body as data, is durable when the answer comes.",
    shapes.Done, problems=(*_COMMAND, "out-of-scope", "unknown", "wrong-order", "stale", "version-missing"),
    headers=("ETag", "Idempotency-Replayed"),
), parameters=[_CASE, _ACTION, IF_MATCH, IDEMPOTENCY_KEY], requestBody=body_of_action())
_route("GET", PREFIX + "/cases/{case_id}/events", reading.get_events, Doc(
    "Cases", "List the events of a case", "Everything that happened, in order: nothing is ever edited or deleted.",
    shapes.page_of(shapes.CaseEvent), problems=(*_LIST, "out-of-scope", "unknown"),
), parameters=[_CASE])
_route("GET", PREFIX + "/deadlines", lists.get_deadlines, Doc(
    "Deadlines", "List deadlines", "Deadlines of the cases you may see, by due date, each with its explanation.",
    shapes.page_of(shapes.DeadlineItem), problems=_LIST, headers=("Tbn4-Behind",),
))
_route("GET", PREFIX + "/dashboard", lists.get_dashboard, Doc(
    "Overview", "Get figures", "Cases by stage and deadlines by outcome: for all, by region or by organisation.",
    shapes.Dashboard, problems=_LIST, headers=("Tbn4-Behind",),
))
_route("GET", PREFIX + "/audit", lists.get_audit, Doc(
    "Overview", "List all events", "The audit trail by who, what, where, and when by either clock, newest first. For supervisors.",
    shapes.page_of(shapes.AuditItem), problems=(*_LIST, "out-of-scope"), headers=("Tbn4-Behind",),
))
_route("GET", PREFIX + "/organizations", lists.get_organizations, Doc(
    "Organisations", "List organisations", "The register, by code.", shapes.page_of(shapes.OrganizationItem), problems=_LIST,
))
_route("GET", PREFIX + "/organizations/{code}", lists.get_organization, Doc(
    "Organisations", "Get an organisation", "One entry of the register.", shapes.OrganizationItem,
    problems=("bad-query", "unknown", "unavailable"),
), parameters=[_CODE])
_route("GET", PREFIX + "/regions", lists.get_regions, Doc(
    "Organisations", "List regions", "The 20 regions.", shapes.Regions, problems=("bad-query",), public=True,
))
_route("GET", PREFIX + "/workflows", knowledge.get_workflows, Doc(
    "Workflows", "List workflows", "The kinds of work.", shapes.Links, problems=("bad-query",), public=True,
))
_route("GET", PREFIX + "/workflows/{name}", knowledge.get_workflow, Doc(
    "Workflows", "Get a workflow", "States, actions with their data, rules of time with their legal basis, diagram.",
    shapes.Workflow, problems=("bad-query", "unknown"), public=True,
), parameters=[_NAME])
_route("GET", PREFIX + "/workflows/{name}/diagram.svg", knowledge.get_diagram, Doc(
    "Workflows", "Draw a workflow", "Its states and actions as SVG; `highlight` tints states, `now` frames one.",
    "image/svg+xml", problems=("bad-query", "unknown"), public=True,
), parameters=[_NAME])
_route("GET", PREFIX + "/calendar/due", knowledge.get_due, Doc(
    "Calendar", "Compute a due date", "Counts from a day by the calendar of Kazakhstan, as known now or on a past day, and explains.",
    shapes.Due, problems=("bad-query", "outside-calendar"), public=True,
))
_route("GET", PREFIX + "/calendar/days", knowledge.get_days, Doc(
    "Calendar", "List days", "Days with what they are: of work, or off and why.", shapes.Days,
    problems=("bad-query", "outside-calendar"), public=True,
))
_route("GET", PREFIX + "/problems/{slug}", operations.get_problem, Doc(
    "Problems", "Explain a problem", "What a type of problem means and what to do.", shapes.ProblemKind,
    problems=("unknown",), public=True,
), parameters=[_SLUG])
_route("GET", "/livez", operations.livez, Doc("Operation", "Alive?", "The process answers.", shapes.Alive, public=True))
_route("GET", "/readyz", operations.readyz, Doc(
    "Operation", "Ready?", "The database can be reached and the read models follow; 503 with the same body if not.",
    shapes.Ready, public=True,
))
_route("GET", "/metrics", operations.metrics, Doc(
    "Operation", "Measurements", "In Prometheus' text format.", "text/plain", problems=("unavailable",), public=True,
))
