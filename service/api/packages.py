"""What a package for the Cross-platform would hold; it is made as an export."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from service.api.answers import answer
from service.api.caller import account_of, service_of
from service.i18n import translator
from service.package.contents import PackageAsked
from service.package.package import manifest_of


async def get_package(request: Request, query: Annotated[PackageAsked, Query()]) -> Response:
    """Say what a package would hold, and what is missing."""
    account = await account_of(request)
    manifest = await manifest_of(service_of(request), account, query, translator(query.language))
    return answer(manifest, {"Content-Language": query.language})
