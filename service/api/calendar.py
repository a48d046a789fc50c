"""Changes of the calendar: which there are, and what one that is to be decided does."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.calendar_change import Reach
from service.api import shapes
from service.api.answers import answer
from service.api.caller import account_of, service_of, speaker
from service.api.queries import NoQuery
from service.calendar_changes import calendar_changes, effects_of
from service.recall import no_case
from workflows.calendar_change.overrides import place, reach

_MOST = 1_000
"""So many of the deadlines that a change moves are listed."""


async def get_calendar_changes(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List changes of the calendar."""
    await account_of(request)
    say, service = speaker(request), service_of(request)
    items = []
    for case in await calendar_changes(service.cases):
        facts = case.facts
        proposed = facts.proposed
        items.append(
            shapes.CalendarChange(
                case.id, case.state, say.code("state", case.state), proposed.TOPIC, case.organization,
                Reach(reach(proposed)), place(proposed), proposed.facts(), facts.approved_on, facts.revoked_on,
                f"/api/v1/cases/{case.id}",
            )
        )  # fmt: skip
    return answer(shapes.CalendarChanges(items), {"Content-Language": say.language})


async def get_calendar_effects(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Say which deadlines a change moves."""
    account, service = await account_of(request), service_of(request)
    text = request.path_params["change_id"]
    try:
        change_id = UUID(text)
    except ValueError:
        raise no_case(text) from None
    register, today = await service.register.current(), service.clock.today()
    scope, cleared = await service.access.scope(account), await service.access.cleared(account)
    found = await effects_of(service.cases, change_id, register, today, scope, cleared, _MOST)
    await service.gate.listed(account, ((one.row.case_id, one.row) for one in found.listed))
    items = [
        shapes.CalendarEffect(
            one.row.case_id, one.row.key, one.row.organization, one.row.due, one.due, one.moves,
            f"/api/v1/cases/{one.row.case_id}",
        )
        for one in found.listed
    ]  # fmt: skip
    return answer(shapes.CalendarEffects(found.moved, found.kept, items))
