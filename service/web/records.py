"""Forms about organisations and people: where they are sent, and what they know before anybody types."""

from collections.abc import Callable, Mapping
from typing import Any

from events import organization as happened
from events.calendar_change import DayOffProposed, SwapProposed
from events.event import CaseEvent
from service.i18n import Translator
from service.recall import Result
from service.requests import Request
from service.web.fields import Choices
from service.web.visitor import Visitor
from workflows.actor import Actor
from workflows.alert_policy import AlertPolicy
from workflows.case import Case
from workflows.machine import Action
from workflows.organization import Organization
from workflows.person import Person
from workflows.regions import REGIONS
from workflows.registry import WORKFLOWS

POLICY = "/alert-policy"
"""Address of the page of the alert policy."""


async def open_case(
    visitor: Visitor,
    workflow: str,
    organization: str,
    action: str,
    data: Mapping[str, Any],
    actor: Actor,
    request: Request,
) -> Result:
    """Begin a case of an organisation, or enter an organisation or a person; raises `Refused`."""
    match workflow:
        case "organization":
            return await visitor.service.organizations.enter(data, actor, request)
        case "person":
            return await visitor.service.organizations.enter_person(data, actor.organization, actor, request)
        case "alert_policy":
            return await visitor.service.cases.open(workflow, "", action, data, actor, request)
        case _:
            return await visitor.service.cases.open(workflow, organization, action, data, actor, request)


async def act(
    visitor: Visitor, case: Case, action: str, data: Mapping[str, Any], actor: Actor, request: Request, version: int
) -> Result:
    """Carry out an action on a case or a record; raises `Refused`."""
    register = visitor.service.organizations
    match case:
        case Organization():
            return await register.act(case.organization, action, data, actor, request, version)
        case Person():
            return await register.act_on_person(case.facts.code, action, data, actor, request, version)
        case _:
            return await visitor.service.cases.act(case.id, action, data, actor, request, version)


def address_of(case: Case) -> str:
    """Give the address of the page of a case or a record."""
    match case:
        case Organization():
            return f"/organizations/{case.organization}"
        case Person():
            return f"/people/{case.facts.code}"
        case AlertPolicy():
            return POLICY
        case _:
            return f"/cases/{case.id}"


def home(case: Case | None, action: Action) -> str:
    """Give the page to which a form about a record belongs, empty for a form about a case."""
    if case is None:
        homes = {"alert_policy": POLICY, **dict.fromkeys(WORKFLOWS, "")}
        return homes.get(action.event.WORKFLOW, "/organizations")
    address = address_of(case)
    return "" if address.startswith("/cases/") else address


_FOR_REGION = "applies.region"


def opening_choices(event: type[CaseEvent], t: Translator) -> Choices:
    """Give what the form offers with which a case or record begins."""
    fields = {happened.OrganizationRegistered: "region", SwapProposed: _FOR_REGION, DayOffProposed: _FOR_REGION}
    return {fields[event]: _regions(t)} if event in fields else {}


def _regions(t: Translator) -> list[tuple[str, str]]:
    return sorted(((code, region.names[t.language]) for code, region in REGIONS.items()), key=lambda pair: pair[1])


def _posts(case: Case, t: Translator) -> list[tuple[str, str]]:
    """Offer the posts that are not abolished."""
    posts = [post for post in case.facts.posts.values() if not post.ended_by]
    return [(post.code, f"{getattr(post, f'title_{t.language}') or post.title_ru} ({post.code})") for post in posts]


def _details(case: Case) -> dict[str, Any]:
    """Propose the details as they stand: all of them are entered anew."""
    details = case.facts.details.entries[-1][1]
    known: dict[str, Any] = details._asdict()
    return known


def _names(case: Case) -> dict[str, Any]:
    names = case.facts.names.entries[-1][1]
    own = {"name_ru": names.ru, "name_kk": names.kk}
    return own | ({"name_en": names.en} if isinstance(case, Organization) else {"name_latin": names.latin})


VALUES: Mapping[str, Callable[[Case], dict[str, Any]]] = {
    "organization.described": _details,
    "organization.renamed": _names,
    "person.renamed": _names,
}
"""What a fresh form about a record starts with, by the topic of its event."""

CHOICES: Mapping[str, Callable[[Case, Translator], Choices]] = {
    "organization.described": lambda _case, t: {"region": _regions(t)},
    "organization.registered": lambda _case, t: {"region": _regions(t)},
    **dict.fromkeys(
        (
            "organization.official_appointed",
            "organization.official_released",
            "organization.post_subordinated",
            "organization.post_abolished",
        ),
        lambda case, t: {"post": _posts(case, t)},
    ),
}
"""What the fields of a form about a record offer, by the topic of its event."""
