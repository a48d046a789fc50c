"""Answers as JSON."""

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from service.api.shown import encode


def answer(body: Any, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """Give a body as JSON."""
    return Response(encode(body), status, headers, "application/json")


def with_next(request: Request, items: Sequence[Any], cursor: str) -> dict[str, Any]:
    """Give a page of a list: its items and the address of the next page, None after the last."""
    address = URL(scope=request.scope).include_query_params(cursor=cursor) if cursor else None
    return {"items": items, "next": f"{address.path}?{address.query}" if address else None}
