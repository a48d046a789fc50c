"""The whole history of a case, as a file."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.reading import Reading
from service.api.caller import account_of, case_as_of, check_sees, moment_of, service_of, speaker
from service.api.commands import case_id_of
from service.api.queries import AsOfQuery
from service.exports.reader import speaking
from service.history.giving import check_form, history_file


async def get_history(request: Request, _query: Annotated[AsOfQuery, Query()]) -> Response:
    """Give the history of a case, as of a moment if one is named."""
    account, service, form = await account_of(request), service_of(request), request.path_params["format"]
    check_form(form)
    await check_sees(request, await service.cases.get(case_id_of(request)), Reading.EVENTS)
    case, t = await case_as_of(request, case_id_of(request)), speaking(service, speaker(request).language)
    response = await history_file(service, account, case, moment_of(request), form, t)
    response.headers["Content-Language"] = t.language
    return response
