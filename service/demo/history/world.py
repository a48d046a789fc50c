"""The register of a walk: the body, what stands above it, and the anti-corruption body."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any

from events.almaty import ALMATY
from events.event import Envelope
from events.organization import OrganizationType
from service.demo.history.parts import AGENCY, Holder, Likeness, Place, staff
from workflows.actor import SYSTEM
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.machine import act
from workflows.organization import Organization
from workflows.person import Person
from workflows.register import Register
from workflows.registry import workflow
from workflows.seat import Command

SINCE = date(2023, 1, 3)
"""Since when all bodies exist and all posts are held."""


@cache
def world(likeness: Likeness) -> Register:
    """Give the register in which a body like these lives its years."""
    register = Register()
    for holder in Holder:
        person = Person.blank(Person.id_of(holder), Place.OWN)
        _do("person", person, "register", {"code": holder, "name_ru": holder}, register)
        register.put_person(person.facts)
    top = Place.TOP if likeness.top else ""
    for code, kind, parent in ((Place.TOP, likeness.top, ""), (Place.ABOVE, likeness.above, top)):
        if kind:
            _enter(register, code, kind, parent)
    _enter(register, AGENCY, OrganizationType.AGN, "")
    own = _enter(register, Place.OWN, likeness.type, Place.ABOVE if likeness.above else "", likeness)
    for holder, post in zip(Holder, staff(likeness.type), strict=True):
        titles = {
            "title_ru": post.title_ru,
            "title_kk": post.title_kk,
            "kind": post.kind,
            "post_class": post.post_class,
        }
        _do("organization", own, "establish_post", {"post": post.code, "since": SINCE, **titles}, register)
        appointed = {"post": post.code, "person": holder, "order_no": "1-л", "since": SINCE}
        _do("organization", own, "appoint", appointed, register)
    register.put_organization(own.facts)
    return register


def _enter(
    register: Register, code: str, kind: OrganizationType, parent: str, likeness: Likeness | None = None
) -> Organization:
    record = Organization.blank(Organization.id_of(code), code)
    details = {
        "account": likeness is None or likeness.account,
        "site": f"https://{code}.example.kz" if likeness is None or likeness.site else None,
    }
    named = dict.fromkeys(("name_ru", "name_kk", "name_en"), code)
    own = {"code": code, "type": kind, "region": "KZ-19", "parent": parent, "since": SINCE}
    _do("organization", record, "register", own | named | details, register)
    register.put_organization(record.facts)
    return record


def _do(name: str, record: Case, action: str, data: Mapping[str, Any], register: Register) -> None:
    calendar = Calendar.as_known(SINCE)
    envelope = Envelope(SYSTEM.id, SYSTEM.capacity, uuid.UUID(int=0), calendar=calendar.version)
    at = datetime.combine(SINCE, time(10), ALMATY)
    act(workflow(name), record, Command(action, data, SYSTEM, at, calendar, envelope, register))
