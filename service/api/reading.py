"""Reading one case: what it is now, and everything that happened to it."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.reading import Reading
from projections import sealed_reads
from projections.page import numbered
from service.api import shapes, shown
from service.api.answers import answer, with_next
from service.api.caller import account_of, case_as_of, check_sees, history_as_of, moment_of, service_of, speaker
from service.api.commands import case_id_of
from service.api.queries import AsOfQuery, EventsQuery, PageQuery
from workflows import machine


async def get_case(request: Request, _query: Annotated[AsOfQuery, Query()]) -> Response:
    """Give a case as it is now, with what this caller may do next; or as of a moment."""
    service, account = service_of(request), await account_of(request)
    await check_sees(request, await service.cases.get(case_id_of(request)))
    case = await case_as_of(request, case_id_of(request))
    say = speaker(request)
    now = moment_of(request).is_now
    headers = {"Vary": "Accept-Language, Authorization", "Content-Language": say.language}
    headers |= {"ETag": f'"{case.version}"'} if now else {}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if headers.get("ETag") in known:
        return Response(status_code=304, headers=headers)
    kind = service.cases.workflow_of(case)
    actor = await service.access.actor(account)
    possible = machine.enabled(kind, case, actor, await service.cases.registry.current()) if now else ()
    return answer(shown.case(kind, case, possible, say), headers)


async def get_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """Give what happened to a case, in order, corrections and missed deadlines included."""
    await account_of(request)
    service, case_id = service_of(request), case_id_of(request)
    await check_sees(request, await service.cases.recall(case_id), Reading.EVENTS)
    start = numbered(query.cursor) or 0
    history = await history_as_of(request, await case_as_of(request, case_id))
    say = speaker(request)
    part = history[start : start + query.limit]
    more = str(start + len(part)) if start + len(part) < len(history) else ""
    return answer(with_next(request, [shown.event(recorded, say) for recorded in part], more))


async def get_reads(request: Request, query: Annotated[PageQuery, Query()]) -> Response:
    """Give who read a sealed case, the newest first; this read is recorded, too."""
    await account_of(request)
    service, case_id = service_of(request), case_id_of(request)
    await check_sees(request, await service.cases.recall(case_id))
    async with service.pool.connection() as conn:
        page = await sealed_reads.reads(conn, case_id, query.cursor, query.limit)
    items = [shapes.ReadItem(one.position, one.actor, one.role, one.what, one.read_at) for one in page.rows]
    return answer(with_next(request, items, page.next))
