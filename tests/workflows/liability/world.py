"""A region with its officials, and cases that act on each other without a database."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
import pytest

from events.event import CaseEvent
from events.organization import OrganizationType as T
from events.organization import Post, PostClass
from service import together
from tests.workflows.bodies import AKIMAT, COMPANY, DISTRICT, EDUCATION, officer, places
from tests.workflows.organization.country import Country
from tests.workflows.scenario import command
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.consequences import Consequence, consequences
from workflows.conviction.consequences import check_id
from workflows.fact import ROW_WORKFLOW
from workflows.machine import act, enabled
from workflows.register import Register
from workflows.registry import KINDS, workflow

AKIM, DEPUTY, HEAD, NEXT, SPECIALIST, ELECTED, MANAGER = (
    "p-akim-of-region",
    "p-deputy-akim",
    "p-edu-first",
    "p-edu-next",
    "p-specialist",
    "p-elected",
    "p-manager",
)
"""People: the akim and his deputy, two heads of the department one after the other, a specialist there, the elected akim of a
district, the manager of a company."""

HR, DEPARTMENT_HR = officer(AKIMAT), officer(EDUCATION)
OFFENCE: dict[str, Any] = {
    "category": "criminal", "happened_on": "2024-02-12", "place": "г. Қонаев", "position": "Руководитель управления",
    "offender": "Сериков Ерлан Болатович",
}  # fmt: skip
ACT = {"court": "Қонаевский городской суд", "dated_on": "2024-05-02", "in_force_on": "2024-05-20"}
JUDGMENT: dict[str, Any] = {"kind": "judgment", "judicial_act": ACT}
CRIME: dict[str, Any] = {
    "found_on": "2024-05-21", "offence": OFFENCE, "outcome": JUDGMENT, "crime_number": "241903031000123",
}  # fmt: skip
SIGNED = {"order_no": "45-л", "signatory": "Аким области"}


def country() -> Country:
    """Give the bodies with posts: the department is supervised by the deputy akim, its head changes on 1 January 2024."""
    made = places()
    for code, post, kind, post_class, other in (
        (AKIMAT, "akim", Post.FIRST_HEAD, PostClass.POLITICAL, {}),
        (AKIMAT, "deputy-1", Post.DEPUTY_HEAD, PostClass.POLITICAL, {}),
        (EDUCATION, "head-1", Post.UNIT_HEAD, PostClass.CORPS_B, {}),
        (EDUCATION, "director", Post.FIRST_HEAD, PostClass.CORPS_B, {"superior": {"organization": AKIMAT, "post": "deputy-1"}}),
        (EDUCATION, "specialist", Post.SPECIALIST, PostClass.CORPS_B, {"superior": {"organization": EDUCATION, "post": "director"}}),
        (DISTRICT, "elected", Post.DISTRICT_AKIM, PostClass.POLITICAL, {"elected": True}),
        (COMPANY, "manager", Post.FIRST_HEAD, PostClass.QUASI_STATE, {}),
        (COMPANY, "engineer", Post.SPECIALIST, PostClass.QUASI_STATE, {}),
    ):  # fmt: skip
        made.post(code, post, kind.value, "2023-01-03", post_class=post_class.value, **other)
    for offender in (HEAD, NEXT, SPECIALIST, ELECTED, MANAGER):
        made.person(offender, name_ru=OFFENCE["offender"])
    for code, post, person, since in (
        (AKIMAT, "akim", AKIM, "2023-01-03"),
        (AKIMAT, "deputy-1", DEPUTY, "2023-02-01"),
        (EDUCATION, "director", HEAD, "2023-01-03"),
        (EDUCATION, "specialist", SPECIALIST, "2023-01-03"),
        (DISTRICT, "elected", ELECTED, "2023-01-03"),
        (COMPANY, "manager", MANAGER, "2023-01-03"),
    ):
        made.appoint(code, post, person, since)
    made.release(EDUCATION, "director", HEAD, "2024-01-01")
    made.appoint(EDUCATION, "director", NEXT, "2024-01-01")
    return made


REGISTER = country().register


def person(code: str) -> dict[str, Any]:
    """Name an offender by the register."""
    return {"person": code}


@dataclass
class World:
    """Cases by id, and what they do to each other; Appendix 2 is left out."""

    register: Register = field(default_factory=lambda: REGISTER)
    cases: dict[uuid.UUID, Case] = field(default_factory=dict)

    def open(self, name: str, action: str, actor: Actor, day: str, body: str = AKIMAT, **data: Any) -> uuid.UUID:
        """Begin a case."""
        case = workflow(name).CASE.blank(uuid.uuid4(), body)
        self._carry_out(name, case, action, actor, day, data)
        return case.id

    def crime(self, who: str, day: str = "2024-05-21", actor: Actor = HR, **data: Any) -> uuid.UUID:
        """Register a crime of a person of the register, by the name that it has there."""
        offender = self.register.person(who)
        named = {"offender": offender.name(date.fromisoformat(day)).ru} if offender else {}
        data["offence"] = data.get("offence", OFFENCE) | named
        return self.open(
            "conviction", "register_conviction", actor, day, actor.organization, **CRIME | person(who) | data
        )

    def do(self, case_id: uuid.UUID, action: str, actor: Actor, day: str, **data: Any) -> Case:
        """Act on a case."""
        case = self.cases[case_id].copy()
        self._carry_out(self.name_of(case), case, action, actor, day, data)
        return self.cases[case_id]

    def check(self, crime: uuid.UUID, body: str, post: str, who: str) -> Case:
        """Give the check of a superior for a crime."""
        return self.cases[check_id(crime, f"{body}/{post}/{who}")]

    def checks(self, crime: uuid.UUID) -> list[Case]:
        """Give all checks of a crime."""
        return [self.cases[check] for check in self.cases[crime].facts.checks]

    def allowed(self, case_id: uuid.UUID, actor: Actor) -> set[str]:
        """Name what an actor may do now."""
        case = self.cases[case_id]
        return {action.name for action in enabled(workflow(self.name_of(case)), case, actor, self.register)}

    def name_of(self, case: Case) -> str:
        """Name the workflow of a case."""
        return case.history[0].WORKFLOW

    def _carry_out(self, name: str, case: Case, action: str, actor: Actor, day: str, data: dict[str, Any]) -> None:
        changed = {case.id: case}
        act(workflow(name), case, command(action, data, actor, day, self.register))
        pending = list(case.history[-1:])
        while pending:
            event = pending.pop(0)
            origin = changed[event.originator_id]
            for wanted in consequences(workflow(self.name_of(origin)).CONSEQUENCES, origin, event, self.register):
                if wanted.workflow == ROW_WORKFLOW:
                    continue
                target = changed.get(wanted.case_id) or self._target(
                    wanted.case_id, wanted.workflow, wanted.organization
                )
                asked = wanted.of(event, target)
                if asked is None:
                    continue
                changed[target.id] = target
                plain = msgspec.json.decode(msgspec.json.encode(asked.data))
                act(
                    workflow(asked.workflow),
                    target,
                    command(asked.action, plain, SYSTEM, day, self.register, event.event_id),
                )
                pending.append(target.history[-1])
        self.cases.update(changed)

    def _target(self, case_id: uuid.UUID, name: str, body: str) -> Case:
        known = self.cases.get(case_id)
        return known.copy() if known else workflow(name).CASE.blank(case_id, body)


def without_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the rows of Appendix 2 out of what cases do to each other, where nothing keeps them."""

    def kept(rules: Any, case: Case, event: CaseEvent, register: Register) -> Iterator[Consequence]:
        for one in consequences(rules, case, event, register):
            if one.workflow != ROW_WORKFLOW or ROW_WORKFLOW in KINDS:
                yield one

    monkeypatch.setattr(together, "consequences", kept)


OTHER = Actor("officer@elsewhere", HR.role, "akmola-region", T.OBL)
"""An official of another region."""
