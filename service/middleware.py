"""What happens around every request: an id, a limit for its body, safe headers, a log line, a measurement.

Plain ASGI, outermost of all: Starlette's own base class for middleware costs more than the rest of a request.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from events.text import msg
from service.metrics import Metrics
from service.problems import TooLarge

SAFE_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
"""Headers of every answer; pages add their own, API answers those of `PRIVATE_HEADERS`."""

PRIVATE_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]

GONE = 499
"""What is noted when the caller went away before the answer."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")

log = structlog.get_logger(__name__)
_logger = logging.getLogger(__name__)


class Surround:
    """Wraps an application; `largest` gives the largest body in bytes that a request may have."""

    def __init__(self, app: ASGIApp, metrics: Metrics, largest: Callable[[Scope], int]) -> None:
        self._app = app
        self._metrics = metrics
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=exchange.request_id)
        try:
            await self._app(scope, self._limited(scope, receive), exchange.send)
        except ClientDisconnect:
            exchange.status = GONE
        except Exception:
            # the application has answered with a problem already, and passes the error on
            log.exception("request failed")
        finally:
            self._tell(scope, exchange)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """Count a body that comes in pieces without a length; the server holds one with a length to it."""
        length = next((value for name, value in scope["headers"] if name == b"content-length"), None)
        limit = self._largest(scope)
        if length is not None and int(length) <= limit:
            return receive
        refusal = TooLarge(msg("The body is larger than {limit} bytes.", limit=limit))
        read = 0

        async def counted() -> Message:
            nonlocal read
            if length is not None:
                raise refusal
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise refusal
            return message

        return counted

    def _tell(self, scope: Scope, exchange: "_Exchange") -> None:
        taken = time.perf_counter() - exchange.began
        route = getattr(scope.get("route"), "path", "unmatched")
        self._metrics.requests.labels(scope["method"], route, str(exchange.status)).inc()
        self._metrics.request_seconds.labels(route).observe(taken)
        level = logging.ERROR if exchange.status >= 500 else logging.INFO
        if exchange.status < 400 and scope["method"] in _READING:
            level = logging.DEBUG
        if _logger.isEnabledFor(level):  # a line that nobody reads still costs a tenth of a request
            said = {"method": scope["method"], "route": route, "status": exchange.status, "ms": round(taken * 1000, 1)}
            log.log(level, "request", **said)


class _Exchange:
    """One request and what became of it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        self.request_id = given.decode() if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        self.began = time.perf_counter()
        self.status = 500
        self._send = send
        self._private = scope["path"].startswith("/api/")
        scope["request_id"] = self.request_id

    async def send(self, message: Any) -> None:
        """Add the headers to the answer's beginning."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = {name for name, _ in message["headers"]}
            ours = [
                *SAFE_HEADERS,
                *(PRIVATE_HEADERS if self._private else ()),
                (b"x-request-id", self.request_id.encode()),
            ]
            message["headers"] = [*message["headers"], *(header for header in ours if header[0] not in given)]
        await self._send(message)
