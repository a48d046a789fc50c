"""Given-when-then for cases, without a database."""

import uuid
from datetime import date, datetime, time
from typing import Any, Self

from events.almaty import ALMATY
from events.event import CaseEvent, Envelope
from events.organization import OrganizationType
from workflows.actor import Actor, Post, Role
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.machine import act, enabled
from workflows.register import EMPTY, Register
from workflows.registry import workflow
from workflows.seat import Command

OF_ANY_CASE = frozenset({"correct", "extend_deadline", "name_responsible"})
"""Actions that are no step of a workflow of its own."""

BODY = "almaty-region.education"
HEAD = Actor("head", Role.SIGNATORY, BODY, OrganizationType.UPR, Post.FIRST_HEAD)
DEPUTY = Actor("deputy", Role.SIGNATORY, BODY, OrganizationType.UPR, Post.DEPUTY_HEAD)
APPARATUS = Actor("apparatus", Role.SIGNATORY, BODY, OrganizationType.UPR, Post.APPARATUS_HEAD)
OFFICER = Actor("officer", Role.OFFICER, BODY, OrganizationType.UPR)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, "agency", OrganizationType.AGN)


def command(
    action: str,
    data: dict[str, Any],
    actor: Actor,
    day: str,
    register: Register = EMPTY,
    causation: uuid.UUID | None = None,
) -> Command:
    """A command as HTTP would give it, at ten in the morning of a day; or what an event brings about."""
    at = datetime.combine(date.fromisoformat(day), time(10), ALMATY)
    calendar = Calendar.as_known(date.fromisoformat(day))
    envelope = Envelope(
        actor.id,
        actor.capacity,
        uuid.uuid4(),
        causation_id=causation,
        calendar=calendar.version,
        body=actor.organization,
        person=actor.person,
    )
    return Command(action, data, actor, at, calendar, envelope, register)


class Scenario:
    """One case and what is done to it."""

    def __init__(self, name: str = "risk_analysis", organization: str = BODY, register: Register = EMPTY) -> None:
        self.workflow = workflow(name)
        self.register = register
        self.case: Case = self.workflow.CASE.blank(uuid.uuid4(), organization)

    def do(self, action: str, actor: Actor, day: str, /, **data: Any) -> Self:
        """Carry out an action on a day."""
        act(self.workflow, self.case, command(action, data, actor, day, self.register))
        return self

    @property
    def last(self) -> CaseEvent:
        """The newest event."""
        return self.case.history[-1]

    def due(self, key: str) -> str:
        """The due date of a deadline."""
        return self.case.deadlines[key].deadline.due.isoformat()

    def status(self, key: str) -> str:
        """The status of a deadline."""
        return self.case.deadlines[key].status

    def allowed(self, actor: Actor) -> set[str]:
        """The names of what an actor may do now."""
        return {action.name for action in enabled(self.workflow, self.case, actor, self.register)}
