"""The application: API, pages and static files behind one address."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from events.text import Text, msg
from service.api.caller import speaker
from service.api.describing import describe
from service.api.docs_page import docs_page
from service.api.routes import PREFIX, add_routes, docs
from service.api.shown import encode
from service.metrics import Metrics
from service.middleware import Surround
from service.problems import KINDS, MEDIA_TYPE, OF_HTTP, BadQuery, Kind, Problem, problem
from service.web import site
from service.wiring import Service
from workflows.payload import WORDS

_FORM = msg("This does not have the expected form.")


class Application(FastAPI):
    """FastAPI with our surround outside of everything, its own handling of unforeseen errors included."""

    def __init__(self, service: Service) -> None:
        super().__init__(title="tbn4", version="1", docs_url=None, redoc_url=None, openapi_url=None)
        self.state.service, self.state.metrics = service, Metrics()
        self._surround = Surround(super().__call__, self.state.metrics, service.settings.max_body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self._surround(scope, receive, send)


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
    document = encode(describe(app, docs))

    async def openapi(_request: Request) -> Response:
        return Response(document, media_type="application/json")

    return [
        Route(PREFIX + "/openapi.json", openapi, include_in_schema=False),
        Route("/docs", docs_page, include_in_schema=False),
    ]


async def _answer(request: Request, error: Exception) -> Response:
    return respond(request, problem(error))


async def _answer_query(request: Request, error: Any) -> Response:
    wrong = [(str(e["loc"][-1]), Text(WORDS[e["type"]], e.get("ctx", {})) if e["type"] in WORDS else _FORM) for e in error.errors()]
    return respond(request, problem(BadQuery(tuple(wrong))))


async def _answer_http(request: Request, error: Any) -> Response:
    headers = dict(error.headers or {})
    kind = OF_HTTP.get(error.status_code) or Kind(error.status_code, "http", error.detail, error.detail)
    # the pages take every address that is left, so that a wrong method looks like a wrong address
    if error.status_code == 404 and (methods := _methods_at(request)):
        kind, headers = OF_HTTP[405], {"Allow": ", ".join(sorted(methods))}
    return respond(request, Problem(kind, headers=headers))


def _methods_at(request: Request) -> set[str]:
    partial = [route for route in request.app.routes if route.matches(request.scope)[0] is Match.PARTIAL]
    return {method for route in partial for method in getattr(route, "methods", None) or ()}


def respond(request: Request, found: Problem) -> Response:
    """Answer with a problem in the caller's language."""
    say = speaker(request)
    body = encode(found.body(say, request.scope["request_id"]))
    return Response(body, found.kind.status, {"Content-Language": say.language, **found.headers}, MEDIA_TYPE)


