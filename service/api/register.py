"""Reading the register: organisations, posts, superiors and people on any day."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections.page import numbered
from service.access import Account
from service.api import shown
from service.api.answers import answer, with_next
from service.api.caller import account_of, actor_of, case_as_of, history_as_of, moment_of, service_of, speaker
from service.api.queries import EventsQuery
from service.api.register_queries import OnQuery, SuperiorQuery
from service.api.register_shown import Shown
from service.problems import BadQuery, OutOfScope
from workflows import machine
from workflows.case import Case
from workflows.organization import Organization
from workflows.person import Person
from workflows.refusals import Unknown


async def get_organization(request: Request, query: Annotated[OnQuery, Query()]) -> Response:
    """Give an organisation as it was on a day, with what this caller may do now."""
    service, account, case = service_of(request), await account_of(request), await organization_of(request)
    looking = await _looking(request, query)
    if case.facts.since is None or looking.on < case.facts.since:
        raise Unknown(msg("There was no organisation {code} on {day}.", code=case.organization, day=looking.on))
    seen = await service.access.sees(account, case.organization)
    actions = await _possible(request, case, looking)
    return _answer(looking, looking.organization(case, actions, with_people=seen), case)


async def get_organization_events(request: Request, query: Annotated[EventsQuery, Query()]) -> Response:
    """Give what was entered about an organisation, in order, corrections included."""
    account, case = await account_of(request), await organization_of(request)
    await _check_sees(request, account, case.organization)
    start, say = numbered(query.cursor) or 0, speaker(request)
    history = await history_as_of(request, case)
    part = history[start : start + query.limit]
    more = str(start + len(part)) if start + len(part) < len(history) else ""
    return answer(with_next(request, [shown.event(recorded, say) for recorded in part], more))


async def get_superior(request: Request, query: Annotated[SuperiorQuery, Query()]) -> Response:
    """Say who was the immediate superior of a post on a day; of a body that had ended by then there is none."""
    account, case = await account_of(request), await organization_of(request)
    await _check_sees(request, account, case.organization)
    looking = await _looking(request, query)
    if last := case.facts.ended_before(looking.on):
        raise BadQuery((("on", msg("The organisation ended on {day}, before {on}.", day=last, on=looking.on)),))
    post = case.facts.posts.get(query.post)
    if post is None or not post.exists(looking.on):
        raise BadQuery((("post", msg("There is no post “{post}” here.", post=query.post)),))
    found = looking.register.superior_of(case.organization, query.post, looking.on)
    return answer(looking.superior(found), {"Content-Language": looking.say.language})


async def get_person(request: Request, query: Annotated[OnQuery, Query()]) -> Response:
    """Give a person with the posts and superiors of a day, and what this caller may do now."""
    service, account, case = service_of(request), await account_of(request), await person_of(request)
    if not await service.access.sees_person(account, case.facts.code):
        raise OutOfScope(msg("The record of this person is kept by another body."))
    looking = await _looking(request, query)
    actions = await _possible(request, case, looking)
    return _answer(looking, looking.person(case, actions), case)


async def organization_of(request: Request) -> Case:
    """Give the record of the organisation that the address names; raises `Unknown`."""
    code: str = request.path_params["code"]
    try:
        return await case_as_of(request, Organization.id_of(code))
    except Unknown:
        raise Unknown(msg("There is no organisation {code}.", code=code)) from None


async def person_of(request: Request) -> Case:
    """Give the record of the person whom the address names; raises `Unknown`."""
    code: str = request.path_params["code"]
    try:
        return await case_as_of(request, Person.id_of(code))
    except Unknown:
        raise Unknown(msg("There is no person {code} in the register.", code=code)) from None


async def _looking(request: Request, query: OnQuery) -> Shown:
    service = service_of(request)
    moment = moment_of(request)
    on = query.on or moment.day(service.clock.today())
    return Shown(await service.register.as_of(moment.at), on, speaker(request))


async def _possible(request: Request, case: Case, looking: Shown) -> tuple[machine.Action, ...]:
    """Give what the caller may do now: of the past nothing."""
    if not moment_of(request).is_now:
        return ()
    kind = service_of(request).cases.workflow_of(case)
    return machine.enabled(kind, case, await actor_of(request), looking.register)


async def _check_sees(request: Request, account: Account, code: str) -> None:
    if not await service_of(request).access.sees(account, code):
        raise OutOfScope(msg("The organisation is outside your scope."))


def _answer(looking: Shown, body: object, case: Case) -> Response:
    language = looking.say.language
    headers = {"ETag": f'"{case.version}"', "Vary": "Accept-Language, Authorization", "Content-Language": language}
    return answer(body, headers)
