"""A small country: bodies of every level, some without an account, with people in their posts."""

from typing import Any

from events.organization import OrganizationType as T
from tests.workflows.scenario import Scenario, command
from workflows.actor import Actor, Post, Role
from workflows.machine import act
from workflows.organization import Organization, OrganizationWorkflow
from workflows.person import Person, PersonWorkflow
from workflows.register import Register

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, "agency", T.AGN)
AGENCY = Actor("agency-officer", Role.OFFICER, "agency", T.AGN)
SYSTEM = Actor("system", Role.SYSTEM)

# code: type, what stands above, whether it has an account, its site
BODIES: dict[str, tuple[T, str, bool, str]] = {
    "agency": (T.AGN, "", True, ""),
    "agency-north": (T.AGT, "agency", True, ""),
    "ministry": (T.CGO, "", True, "https://ministry.example.kz"),
    "committee": (T.KOM, "ministry", True, ""),
    "territorial": (T.TER, "committee", False, ""),
    "oblast": (T.OBL, "", True, "https://oblast.example.kz"),
    "department": (T.UPR, "oblast", True, ""),
    "district": (T.RAY, "oblast", True, ""),
    "section": (T.OTD, "district", False, ""),
    "school": (T.ORG, "department", True, ""),
    "company": (T.KGS, "department", True, "https://company.example.kz"),
    "waterworks": (T.KGS, "department", False, ""),
}
# body: posts by code, each with its kind and whoever holds it
POSTS: dict[str, tuple[tuple[str, Post, str], ...]] = {
    "company": (
        ("head", Post.FIRST_HEAD, "p-1"),
        ("deputy", Post.DEPUTY_HEAD, "p-2"),
        ("board", Post.APPROVING_BODY, "p-3"),
    ),
    "district": (
        ("akim", Post.DISTRICT_AKIM, "p-4"),
        ("deputy", Post.DEPUTY_HEAD, "p-5"),
        ("apparatus", Post.APPARATUS_HEAD, "p-6"),
        ("ethics", Post.ETHICS_OFFICER, "p-7"),
    ),
    "section": (("head", Post.FIRST_HEAD, "p-8"),),
}


def country() -> Register:
    """Give the register of it all, since 2020."""
    register = Register()
    for code in (person for posts in POSTS.values() for _, _, person in posts):
        person = Person.blank(Person.id_of(code), "agency")
        act(PersonWorkflow, person, command("register", {"code": code, "name_ru": code}, SUPERVISOR, "2022-01-05"))
        register.put_person(person.facts)
    for code, (kind, above, account, site) in BODIES.items():
        record = Organization.blank(Organization.id_of(code), code)
        names = dict.fromkeys(("name_ru", "name_kk", "name_en"), code)
        data: dict[str, Any] = {
            "code": code,
            "type": kind.value,
            "region": "KZ-19",
            "parent": above,
            "account": account,
        }
        steps = [("register", data | names | {"since": "2020-01-06", "site": site or None})]
        for post, post_kind, holder in POSTS.get(code, ()):
            established = {"post": post, "title_ru": post, "kind": post_kind.value, "post_class": "other"}
            steps.append(("establish_post", established | {"since": "2020-01-06"}))
            appointed = {"post": post, "person": holder, "order_no": "1-л", "since": "2021-01-04"}
            steps.append(("appoint", appointed))
        for action, given in steps:
            act(OrganizationWorkflow, record, command(action, given, SUPERVISOR, "2022-01-05", register))
        register.put_organization(record.facts)
    return register


def officer(body: str, name: str = "officer") -> Actor:
    """An official of a body."""
    return Actor(f"{name}@{body}", Role.OFFICER, body, BODIES[body][0])


def assigned(subtask: str, body: str, period: str, register: Register, **more: Any) -> Scenario:
    """A subtask that a body has been given by the plan of the year."""
    data = {"subtask": subtask, "period": period, "assigned_on": "2024-01-15", **more}
    return Scenario("subtask", body, register).do("assign", SYSTEM, "2024-01-15", **data)
