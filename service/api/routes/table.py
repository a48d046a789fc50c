"""The table of routes, and the words that several of them share."""

from collections.abc import Callable
from functools import cache
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from starlette.requests import Request
from starlette.routing import BaseRoute

from service.api.describing import Doc
from service.encoding import check_encoded

PREFIX = "/api/v1"
FILES = PREFIX + "/files"
IMPORTS = PREFIX + "/imports"
RESULTS = PREFIX + "/package/results"

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
    app.router.routes += _made()


@cache
def _made() -> list[BaseRoute]:
    """Make them once in a process: what FastAPI reads from their signatures takes most of an application's start."""
    router = APIRouter(dependencies=[Depends(_check_query)])
    for entered in _routes:
        router.add_api_route(**entered)
    return router.routes


async def _check_query(request: Request) -> None:
    check_encoded(request.scope["query_string"])
