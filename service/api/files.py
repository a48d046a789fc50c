"""Sending files that prove what was done, and getting them back."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of
from service.api.file_queries import FileQuery, NewFileQuery
from service.files.sharing import check_reaches, download
from service.problems import BadRequest


async def post_file(request: Request, query: Annotated[NewFileQuery, Query()]) -> Response:
    """Keep a file for an organisation."""
    service, account = service_of(request), await account_of(request)
    await check_reaches(service, account, query.organization)
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise BadRequest(msg("Send the file itself as the body, not a form."))
    actor = await service.access.actor(account)
    kept = await service.files.keep(request.stream(), query.name, actor, query.organization)
    await service.signatures.notice(query.organization, kept.sha256, actor)
    shown = shapes.KeptFile(kept.sha256, kept.size, kept.media_type, kept.name)
    address = f"{request.url.path}/{kept.sha256}?{urlencode({'organization': query.organization})}"
    return answer(shown, {"Location": address}, status=200 if kept.repeated else 201)


async def get_file(request: Request, query: Annotated[FileQuery, Query()]) -> Response:
    """Give the content of a file."""
    service, account = service_of(request), await account_of(request)
    return await download(service, account, query.organization, request.path_params["sha256"])
