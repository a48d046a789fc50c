"""Rows carried out on a trial: cases and a register that nobody else sees, until all is stored or forgotten."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from events.event import CaseEvent
from events.organization.record import OrganizationRecord
from events.text import msg
from service.cases import Cases
from service.requests import Request
from service.together import Together
from workflows import machine
from workflows.actor import Actor
from workflows.case import Case
from workflows.organization import Organization, OrganizationWorkflow
from workflows.person import PersonWorkflow
from workflows.refusals import NotPermitted, Unknown
from workflows.register import PersonRecord, Register

Record = type[OrganizationWorkflow] | type[PersonWorkflow]
Step = tuple[str, Mapping[str, Any]]
"""An action and its data."""

_RIGHT = "correct"
"""The action that those may take in any state who keep a record's details."""


@dataclass
class Draft:
    """What a table changes, row by row; `stored` are the cases that there were before, `register` is the draft's own."""

    cases: Cases
    actor: Actor
    request: Request
    register: Register
    stored: Mapping[uuid.UUID, Case]
    together: Together = field(init=False)

    def __post_init__(self) -> None:
        self.together = Together(self.cases)

    @property
    def changed(self) -> Iterable[Case]:
        """The cases with new events."""
        return self.together.changed.values()

    def events(self) -> list[CaseEvent]:
        """Give the new events, case by case."""
        return [event for case in self.changed for event in case.pending_events if isinstance(event, CaseEvent)]

    async def carry_out(self, kind: Record, case_id: uuid.UUID, organization: str, steps: Sequence[Step]) -> None:
        """Take actions on a record, which the first may open, all or none; raises `Refused`.

        Without any, it is only made sure that the actor might take some.
        """
        known = self.together.changed.get(case_id) or self.stored.get(case_id)
        case = known.copy() if known else kind.CASE.blank(case_id, organization)
        if not steps:
            self._hold_to_rights(kind, case)
        for action, data in steps:
            command = self.cases.command(case, action, data, self.actor, self.request, self.register)
            machine.act(kind, case, command)
            await self.together.add(case, command)
        self._enter(case)

    def _hold_to_rights(self, kind: Record, case: Case) -> None:
        possible = machine.enabled(kind, case, self.actor, self.register)
        if _RIGHT not in {action.name for action in possible}:
            raise NotPermitted(msg("This record is kept by others."))

    def _enter(self, case: Case) -> None:
        facts = case.facts
        if isinstance(facts, OrganizationRecord):
            self.register.put_organization(facts)
        elif isinstance(facts, PersonRecord):
            self.register.put_person(facts)

    def organization(self, code: str) -> OrganizationRecord:
        """Give what is recorded of an organisation; raises `Unknown`."""
        found = self.register.organization(code)
        if found is None:
            raise Unknown(msg("There is no organisation {code}.", code=code))
        return found
