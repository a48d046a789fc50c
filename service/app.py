"""The application: API, pages and static files behind one address."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import cache, cached_property, partial
from typing import Any

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from service.alerts.nobody import ToldToNobody
from service.api.caller import speaker
from service.api.commands import act_on_case, open_case
from service.api.describing import describe
from service.api.docs_page import docs_page
from service.api.routes import FILES, IMPORTS, PREFIX, RESULTS, add_routes, docs
from service.api.shown import encode
from service.compression import Compressed
from service.encoding import escaped
from service.metrics import Metrics
from service.middleware import Surround
from service.problem_kinds import RENEWED, Kind
from service.problems import KINDS, MEDIA_TYPE, OF_HTTP, BadQuery, Problem, problem
from service.query_errors import said_of
from service.settings import Settings
from service.signatures.local import LONGEST_SIGNATURE
from service.web import imports, package_results, site
from service.web.uploads import largest_form, takes_files
from service.wiring import Service

Command = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger(__name__)

_COMMANDS = (
    (re.compile(PREFIX + r"/cases/(?P<case_id>[^/]+)/actions/(?P<action>[^/]+)"), act_on_case),
    (re.compile(PREFIX + r"/cases"), open_case),
)

_SIGNATURES = re.compile(FILES + r"/[^/]+/signatures")

_LISTS = re.compile(PREFIX + r"/cases/[^/]+/lists/[^/]+")
_TABLES = frozenset({imports.PAGE, package_results.PAGE, RESULTS})
"""Where tables are sent."""


class Application(FastAPI):
    """FastAPI with our surround outside of everything, its own handling of unforeseen errors included.

    Commands, most of the work, go straight to their functions: FastAPI's way to them (routing, dependencies, six layers
    of middleware) takes about as long as the command itself.
    """

    def __init__(self, service: Service) -> None:
        super().__init__(title="tbn4", version="1", docs_url=None, redoc_url=None, openapi_url=None)
        self.state.service, self.state.metrics, self.state.told_to_nobody = service, Metrics(), ToldToNobody()
        self._surround = Surround(self._dispatch, self.state.metrics, partial(_largest, service.settings))
        self._by_fastapi = Compressed(super().__call__)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._surround(scope, receive, send)

    async def _dispatch(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["query_string"] = escaped(scope.get("query_string", b""))
        if scope["type"] == "http" and scope["method"] == "POST":
            for pattern, command in _COMMANDS:
                if matched := pattern.fullmatch(scope["path"]):
                    scope["app"], scope["route"], scope["path_params"] = (
                        self,
                        self._routes[command],
                        matched.groupdict(),
                    )
                    await self._command(command, Request(scope, receive), send)
                    return
        if scope["type"] == "http" and scope["method"] == "HEAD":
            # what GET would answer; the server leaves the body out
            asked = {**scope, "method": "GET"}
            await self._by_fastapi(asked, receive, send)
            scope["route"] = asked.get("route")
            return
        await self._by_fastapi(scope, receive, send)

    async def _command(self, command: Command, request: Request, send: Send) -> None:
        scope, receive = request.scope, request.receive
        try:
            response = await command(request)
        except ClientDisconnect:
            raise
        except Exception as error:
            response = await _answer(request, error)
            await response(scope, receive, send)
            if response.status_code == 500:
                raise
        else:
            await response(scope, receive, send)

    @cached_property
    def _routes(self) -> dict[Any, APIRoute]:
        return {route.endpoint: route for route in self.routes if isinstance(route, APIRoute)}


def _largest(settings: Settings, scope: Scope) -> int:
    """Give the largest body that a request may have: files may be larger than anything else."""
    if scope["path"] == FILES and scope["method"] == "POST":
        return settings.max_file
    if scope["method"] == "POST" and _SIGNATURES.fullmatch(scope["path"]):
        return max(LONGEST_SIGNATURE, settings.max_body)
    is_table = scope["path"].startswith(f"{IMPORTS}/") or _LISTS.fullmatch(scope["path"])
    if scope["method"] == "POST" and (is_table or scope["path"] in _TABLES):
        return imports.LARGEST_FORM
    return largest_form(settings) if takes_files(scope) else settings.max_body


def create_app(service: Service) -> FastAPI:
    """Give the application of a service; `app.state.service` and `app.state.metrics` belong to it."""
    app = Application(service)
    add_routes(app)
    app.router.routes += _description(app)
    site.mount(app)
    for kind in KINDS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_query)
    return app


def _description(app: FastAPI) -> list[Route]:
    @cache
    def document() -> bytes:
        """Make it when it is first asked for: it takes longer than all the rest of a start, and few ask."""
        return encode(describe(app, docs))

    async def openapi(_request: Request) -> Response:
        return Response(await asyncio.to_thread(document), media_type="application/json")

    return [
        Route(PREFIX + "/openapi.json", openapi, include_in_schema=False),
        # where tools look for it
        Route("/openapi.json", lambda _request: RedirectResponse(PREFIX + "/openapi.json"), include_in_schema=False),
        Route("/docs", docs_page, include_in_schema=False),
    ]


async def _answer(request: Request, error: Exception) -> Response:
    found = problem(error)
    if found.kind is RENEWED:  # or else a statement of ours is wrong: what it lacks is told nowhere else
        log.error("a statement found no table or column of its own", exc_info=error)
    return respond(request, found)


async def _answer_query(request: Request, error: Any) -> Response:
    wrong = [(str(e["loc"][-1]), said_of(e)) for e in error.errors()]
    return respond(request, problem(BadQuery(tuple(wrong))))


async def _answer_http(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    kind = OF_HTTP.get(error.status_code) or Kind(error.status_code, "http", error.detail, error.detail)
    # the pages take every address that is left, so that a wrong method looks like a wrong address
    if error.status_code in {404, 405} and (methods := _methods_at(request)):
        kind, headers = OF_HTTP[405], {"Allow": ", ".join(sorted(methods))}
    return respond(request, Problem(kind, headers=headers))


def _methods_at(request: Request) -> set[str]:
    ours = [route for route in request.app.routes if isinstance(route, APIRoute)]
    return {
        method for route in ours if route.matches(request.scope)[0] is Match.PARTIAL for method in route.methods or ()
    }


def respond(request: Request, found: Problem) -> Response:
    """Answer with a problem in the caller's language."""
    say = speaker(request)
    body = encode(found.body(say, request.scope["request_id"]))
    return Response(body, found.kind.status, {"Content-Language": say.language, **found.headers}, MEDIA_TYPE)
