"""The pages of one organisation and of one person, as they were on the day that is looked at."""

from datetime import date
from typing import Any
from uuid import UUID

from starlette.responses import Response

from events.organization import OrganizationType
from events.text import msg
from service.api import shapes
from service.api.register_shown import Shown
from service.figures import SILENCE
from service.problems import OutOfScope
from service.web import lookup
from service.web.body_year import year_rows
from service.web.render import render
from service.web.timeline import timeline
from service.web.tree import grow
from service.web.visitor import Visitor
from service.web.years import asked_year, years
from service.year_of_body import year_of_body
from workflows.case import Case
from workflows.machine import Action, enabled
from workflows.organization import Organization
from workflows.parts import Part
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
    year = asked_year(visitor)
    return render(
        visitor,
        "organization.html",
        case=case,
        shown=shown,
        named=looking.name,
        readable=await _readable(visitor, shown),
        above=_above(visitor, shown, looking),
        is_within_reach=seen,
        region=REGIONS[shown.region].names[visitor.t.language],
        by_part={part: [post for post in shown.posts or () if post.part == part] for part in Part},
        **(await _work(visitor, code, year) if seen else {"figures": None, "lines": [], "found": None, "rows": []}),
        silence=SILENCE,
        year=year,
        years=[(str(one), str(one)) for one in years(visitor)],
        months=[date(year, month, 1) for month in range(1, 13)],
        is_company=looking.register.type_of(code, looking.on) is OrganizationType.KGS,
        possible=[action for action in actions if action.name not in _pointless(case)],
        **(await timeline(visitor, case, actions) if seen else {"entries": [], "recorded": None}),
    )


def _above(visitor: Visitor, shown: shapes.Organization, looking: Shown) -> list[tuple[str, str]]:
    """Give the way down to an organisation: the country, its region, and what stands above it."""
    region = REGIONS[shown.region].names[visitor.t.language]
    bodies = [(looking.name(code), f"/organizations/{code}") for code in reversed(shown.ancestors)]
    return [(visitor.t("Kazakhstan"), "/organizations"), (region, f"/organizations?region={shown.region}"), *bodies]


async def _work(visitor: Visitor, code: str, year: int) -> dict[str, Any]:
    """Give the figures of an organisation and of everything below it, and its year, as of the moment that is looked at."""
    grown = await grow(visitor, year)
    record = grown.register.organization(code)
    async with visitor.looking() as conn:
        found = await year_of_body(conn, record, year, visitor.today.day, visitor.cleared) if record else None
    await visitor.service.gate.listed(visitor.person, found.read if found else ())
    branch = grown.tree.bodies.get(code)
    return {
        "figures": grown.own(code) if branch else None,
        "lines": grown.show(branch.below, above=code) if branch else [],
        "found": grown.found,
        "rows": year_rows(visitor, code, found) if found else [],
    }


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
    return Shown(await visitor.register(), visitor.today.day, visitor.t)
