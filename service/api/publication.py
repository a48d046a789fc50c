"""The block of a cartogram for the website."""

from typing import Annotated

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from service.api.caller import account_of, case_as_of, check_sees, moment_of, service_of, speaker
from service.api.commands import case_id_of
from service.api.queries import AsOfQuery
from service.exports.reader import speaking
from service.i18n import Language
from service.publication.block import Rows
from service.publication.giving import block_file


class BlockQuery(AsOfQuery):
    """Which block, in which language."""

    lang: Language | None = Field(None, description="language of the block; default: that of `Accept-Language`")
    rows: Rows = Field(
        Rows.ANALYSES,
        description="what sections 1 and 2 show: what the analyses found (`analyses`), or what the akimat last recorded as "
        "standing on the website (`website`)",
    )


async def get_cartogram_block(request: Request, query: Annotated[BlockQuery, Query()]) -> Response:
    """Give the block as JSON."""
    return await _given(request, query, "json")


async def get_cartogram_page(request: Request, query: Annotated[BlockQuery, Query()]) -> Response:
    """Give the block as a page of its own."""
    return await _given(request, query, "html")


async def _given(request: Request, query: BlockQuery, form: str) -> Response:
    await account_of(request)
    service = service_of(request)
    await check_sees(request, await service.cases.get(case_id_of(request)))
    case = await case_as_of(request, case_id_of(request))
    t = speaking(service, query.lang or speaker(request).language)
    return await block_file(service, case, moment_of(request), form, t, query.rows)
