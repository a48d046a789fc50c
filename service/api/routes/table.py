"""The table of routes, and the words that several of them share."""

from collections.abc import Callable
from typing import Any

from fastapi import Depends, FastAPI
from starlette.requests import Request

from service.api.describing import Doc
from service.encoding import check_encoded

PREFIX = "/api/v1"
FILES = PREFIX + "/files"
IMPORTS = PREFIX + "/imports"

docs: dict[tuple[str, str], Doc] = {}
"""What is said of each route, by method and path."""

LIST = ("bad-query", "bad-cursor", "unavailable")
"""Problems that any list can meet."""

_routes: list[dict[str, Any]] = []


def route(method: str, path: str, endpoint: Callable[..., Any], doc: Doc, **extra: Any) -> None:
    """Enter a route; `extra` are further members of its OpenAPI operation."""
    _routes.append({
        "path": path, "endpoint": endpoint, "methods": [method], "summary": doc.summary, "description": doc.description,
        "tags": [doc.tag], "status_code": doc.status, "operation_id": endpoint.__name__, "openapi_extra": extra,
    })  # fmt: skip
    docs[method, path] = doc


def add_routes(app: FastAPI) -> None:
    """Add all routes to an application."""
    for entered in _routes:
        app.add_api_route(**entered, dependencies=[Depends(_check_query)])


async def _check_query(request: Request) -> None:
    check_encoded(request.scope["query_string"])
