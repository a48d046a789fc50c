"""The application: API, pages and static files behind one address."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from events.text import Text, msg
from service import api
from service.api.answers import encode
from service.api.caller import speaker
from service.metrics import Metrics
from service.middleware import Surround
from service.problems import MEDIA_TYPE, KINDS, OF_HTTP, BadQuery, Kind, Problem, problem
from service.wiring import Service
from workflows.payload import WORDS


def create_app(service: Service) -> FastAPI:
    """Give the application of a service; `app.state.service` and `app.state.metrics` belong to it."""
    app = FastAPI(title="tbn4", version="1", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.service, app.state.metrics = service, Metrics()
    app.include_router(api.router)
    for kind in KINDS:
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(RequestValidationError, _answer_query)
    app.add_middleware(Surround, metrics=app.state.metrics, max_body=service.settings.max_body)
    return app


async def _answer(request: Request, error: Exception) -> Response:
    return respond(request, problem(error))


async def _answer_query(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [(str(e["loc"][-1]), Text(WORDS[e["type"]], e.get("ctx", {})) if e["type"] in WORDS else _FORM) for e in error.errors()]
    return respond(request, problem(BadQuery(tuple(wrong))))


_FORM = msg("This does not have the expected form.")


async def _answer_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = OF_HTTP.get(error.status_code) or Kind(error.status_code, "http", error.detail, error.detail)
    return respond(request, Problem(kind, headers=dict(error.headers or {})))


def respond(request: Request, found: Problem) -> Response:
    """Answer with a problem in the caller's language."""
    say = speaker(request)
    body = encode(found.body(say, request.scope["request_id"]))
    return Response(body, found.kind.status, {"Content-Language": say.language, **found.headers}, MEDIA_TYPE)
