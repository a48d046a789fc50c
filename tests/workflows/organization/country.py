"""A register of one's own, without a database: organisations and people as cases, acted on like those of the service."""

import uuid
from datetime import date, datetime, time
from typing import Any

from events.almaty import ALMATY
from events.event import CaseEvent, Envelope
from events.organization import OrganizationType
from workflows.actor import SYSTEM, Actor, Role
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.machine import act, enabled
from workflows.organization import Organization, OrganizationWorkflow
from workflows.person import Person, PersonWorkflow
from workflows.refusals import Invalid
from workflows.register import Register
from workflows.seat import Command

TODAY = date(2024, 6, 3)
NAMES = {"name_ru": "Орган", "name_kk": "Орган", "name_en": "Body"}


class Country:
    """Records by code, and the register folded from them."""

    def __init__(self) -> None:
        self.register = Register()
        self.cases: dict[str, Case] = {}

    def enter(
        self, code: str, kind: str, parent: str = "", since: str = "2023-01-03", actor: Actor = SYSTEM, **data: Any
    ) -> None:
        """Register an organisation."""
        data = {"code": code, "type": kind, "region": "KZ-19", **NAMES, "parent": parent, "since": since} | data
        self.do(code, "register", actor, **data)

    def do(self, code: str, action: str, actor: Actor = SYSTEM, /, **data: Any) -> CaseEvent:
        """Carry out an action on an organisation's record today."""
        case = self.cases.get(code) or Organization.blank(Organization.id_of(code), code)
        trial = case.copy()
        act(OrganizationWorkflow, trial, self._command(action, data, actor))
        self.cases[code] = trial
        self.register.put_organization(trial.facts)
        return trial.history[-1]

    def person(self, code: str, at: str = "", /, actor: Actor = SYSTEM, action: str = "register", **data: Any) -> None:
        """Carry out an action on a person's record today, by default their entry."""
        case = self.cases.get(f"person:{code}") or Person.blank(Person.id_of(code), at)
        trial = case.copy()
        own = {"code": code, "name_ru": "Ахметова А. К."} if action == "register" else {}
        act(PersonWorkflow, trial, self._command(action, own | data, actor))
        self.cases[f"person:{code}"] = trial
        self.register.put_person(trial.facts)

    def post(self, code: str, post: str, kind: str, since: str = "2023-01-03", **data: Any) -> None:
        """Establish a post."""
        own = {"post": post, "kind": kind, "post_class": "corps_b", "title_ru": post, "since": since}
        self.do(code, "establish_post", **own | data)

    def appoint(self, code: str, post: str, person: str, since: str = "2023-01-03", **data: Any) -> None:
        """Appoint a person, entering them where they are not known."""
        if self.register.person(person) is None:
            self.person(person)
        self.do(code, "appoint", post=post, person=person, order_no="1", since=since, **data)

    def release(self, code: str, post: str, person: str, on: str) -> None:
        """Release a person."""
        self.do(code, "release", post=post, person=person, on=on, reason="x")

    def refused(self, code: str, action: str, /, **data: Any) -> set[str]:
        """The fields for which an action is refused."""
        try:
            self.do(code, action, **data)
        except Invalid as error:
            return {".".join(map(str, violation.path)) for violation in error.violations}
        return set()

    def allowed(self, code: str, actor: Actor) -> set[str]:
        """What an actor may do on a record."""
        return {action.name for action in enabled(OrganizationWorkflow, self.cases[code], actor, self.register)}

    def _command(self, action: str, data: dict[str, Any], actor: Actor) -> Command:
        at, calendar = datetime.combine(TODAY, time(10), ALMATY), Calendar.as_known(TODAY)
        envelope = Envelope(actor.id, actor.capacity, uuid.uuid4(), calendar=calendar.version)
        return Command(action, data, actor, at, calendar, envelope, self.register)


def officer(organization: str) -> Actor:
    """An officer of an organisation."""
    return Actor(f"officer-{organization}", Role.OFFICER, organization, OrganizationType.UPR)


def almaty() -> Country:
    """Two regions, departments, districts, a section, a school and a company; a ministry with its committee and department."""
    country = Country()
    for code, kind, parent in (
        ("agency", "AGN", ""), ("ministry", "CGO", ""), ("committee", "KOM", "ministry"), ("territory", "TER", "committee"),
        ("almaty", "OBL", ""), ("akmola", "OBL", ""), ("education", "UPR", "almaty"), ("health", "UPR", "almaty"),
        ("talgar", "RAY", "almaty"), ("section", "OTD", "talgar"), ("school", "ORG", "education"), ("company", "KGS", "education"),
    ):  # fmt: skip
        country.enter(code, kind, parent)
    return country
