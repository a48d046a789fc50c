"""The pages of one organisation and of one person, as they were on a day."""

from datetime import date
from uuid import UUID

from starlette.responses import Response

from events.organization import OrganizationType
from events.text import msg
from service.api import shapes
from service.api.register_shown import Shown
from service.problems import BadQuery, OutOfScope
from service.web import lookup
from service.web.render import render
from service.web.timeline import timeline
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.machine import Action, enabled
from workflows.organization import Organization
from workflows.person import Person
from workflows.refusals import Unknown
from workflows.regions import REGIONS

_MOVED = {"move"}
_SUPERVISED = {"supervise", "end_supervision"}
_ON_POSTS = {"appoint", "release", "subordinate_post", "abolish_post"}


async def organization_page(visitor: Visitor) -> Response:
    """Show an organisation: what stands above and below it, who is in which post on a day, what can be done, its history."""
    await lookup.catch_up(visitor)
    code: str = visitor.request.path_params["code"]
    case = await _record(visitor, Organization.id_of(code))
    if case is None:
        raise Unknown(msg("There is no organisation {code}.", code=code))
    looking, seen = await _looking(visitor), await visitor.service.access.sees(visitor.person, code)
    if looking.on < case.facts.since:
        raise Unknown(msg("There was no organisation {code} on {day}.", code=code, day=looking.on))
    actions = await _possible(visitor, case, looking)
    shown = looking.organization(case, actions, with_people=seen)
    return render(
        visitor,
        "organization.html",
        case=case,
        shown=shown,
        named=looking.name,
        readable=await _readable(visitor, shown),
        above=[
            (looking.name(c), f"/organizations/{c}") for c in reversed(looking.register.ancestors(code, looking.on))
        ],
        is_within_reach=seen,
        region=REGIONS[shown.region].names[visitor.t.language],
        on=looking.on,
        is_company=looking.register.type_of(code, looking.on) is OrganizationType.KGS,
        possible=[action for action in actions if action.name not in _pointless(case)],
        **(await timeline(visitor, case, actions) if seen else {"entries": [], "recorded": None}),
    )


def _pointless(case: Case) -> frozenset[str]:
    """Name the actions that would be refused for what the organisation is; corrections begin in the history."""
    is_company = case.facts.types.entries[-1][1] is OrganizationType.KGS
    has_posts = any(not post.ended_by for post in case.facts.posts.values())
    return frozenset({"correct"} | (_MOVED if is_company else _SUPERVISED) | (set() if has_posts else _ON_POSTS))


async def _readable(visitor: Visitor, shown: shapes.Organization) -> set[str]:
    """Give the people of an organisation's page whose own page the visitor may open."""
    superiors = [shown.superior, *(post.superior for post in shown.posts or ())]
    people = {one.person for post in shown.posts or () for one in post.incumbents}
    people |= {superior.person for superior in superiors if superior}
    return {code for code in people if await visitor.service.access.sees_person(visitor.person, code)}


async def person_page(visitor: Visitor) -> Response:
    """Show a person: posts and superiors of a day, what can be done, the history of the record."""
    code: str = visitor.request.path_params["code"]
    case = await _record(visitor, Person.id_of(code))
    if case is None:
        raise Unknown(msg("There is no person {code} in the register.", code=code))
    if not await visitor.service.access.sees_person(visitor.person, code):
        raise OutOfScope(msg("The record of this person is kept by another body."))
    looking = await _looking(visitor)
    actions = await _possible(visitor, case, looking)
    return render(
        visitor,
        "person.html",
        case=case,
        shown=looking.person(case, actions),
        named=looking.name,
        on=looking.on,
        possible=[action for action in actions if action.name != "correct"],
        **await timeline(visitor, case, actions),
    )


async def _record(visitor: Visitor, case_id: UUID) -> Case | None:
    cases, moment = visitor.service.cases, visitor.moment
    try:
        return await (cases.get(case_id) if moment.is_now else cases.as_of(case_id, moment.known_at, moment.true_on))
    except Unknown:
        return None


async def _possible(visitor: Visitor, case: Case, looking: Shown) -> tuple[Action, ...]:
    """Give what the visitor may do: in the past nothing."""
    if not visitor.moment.is_now:
        return ()
    return enabled(visitor.service.cases.workflow_of(case), case, await visitor.actor(), looking.register)


async def _looking(visitor: Visitor) -> Shown:
    asked = visitor.query("on")
    try:
        on = date.fromisoformat(asked) if asked else visitor.today.day
    except ValueError:
        raise BadQuery((("on", msg("Enter a date as YYYY-MM-DD.")),)) from None
    return Shown(await visitor.register(), on, visitor.t)
