"""What a package for the Cross-platform would hold (it is made as an export), and what became of it there."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of, speaker
from service.api.file_queries import ImportQuery
from service.api.imports import table_of
from service.i18n import Translator, translator
from service.package.contents import PackageAsked
from service.package.package import manifest_of
from service.package.results import Results, take_results


async def get_package(request: Request, query: Annotated[PackageAsked, Query()]) -> Response:
    """Say what a package would hold, and what is missing."""
    account = await account_of(request)
    manifest = await manifest_of(service_of(request), account, query, translator(query.language))
    return answer(manifest, {"Content-Language": query.language})


async def post_package_results(request: Request, query: Annotated[ImportQuery, Query()]) -> Response:
    """Record what became of uploads, or say what that would do."""
    account, name = await account_of(request), table_of(request)
    found = await take_results(service_of(request), account, await request.body(), name, dry_run=query.dry_run)
    say = speaker(request)
    return answer(_shown(found, say), {"Content-Language": say.language})


def _shown(found: Results, say: Translator) -> shapes.PackageResults:
    return shapes.PackageResults(
        dry_run=found.dry_run,
        rows=found.rows,
        recorded=found.recorded,
        unchanged=found.unchanged,
        refused=found.refused,
        listed=[shapes.ImportedRow(one.row, one.outcome, list(one.events)) for one in found.listed],
        errors=[shapes.WrongCell(one.row, one.column, one.heading, say(one.text)) for one in found.errors],
        position=found.position,
    )
