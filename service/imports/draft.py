"""Rows carried out on a trial: cases and a register that nobody else sees, until all is stored or forgotten."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from workflows.organization import OrganizationWorkflow
from workflows.person import PersonWorkflow
from workflows.refusals import Invalid, NotPermitted, Refused, Violation
from workflows.register import PersonRecord, Register

Record = type[OrganizationWorkflow] | type[PersonWorkflow]
Step = tuple[str, Mapping[str, Any]]
"""An action and its data."""

_RIGHT = "correct"
"""The action that those may take in any state who keep a record's details."""


@dataclass
class Draft:
    """What a table changes, row by row; `register` is the draft's own.

    `stored` are the cases that there were before and on which rows may act, None for one that there is not. Each is copied
    once: of a row that is refused only what it did is taken back.
    """

    cases: Cases
    actor: Actor
    request: Request
    register: Register
    stored: Mapping[uuid.UUID, Case | None]
    together: Together = field(init=False)
    _trials: dict[uuid.UUID, Case] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.together = Together(self.cases, self.stored)

    @property
    def changed(self) -> Iterable[Case]:
        """The cases with new events."""
        return self.together.changed.values()

    def events(self) -> list[CaseEvent]:
        """Give the new events, case by case."""
        return [event for case in self.changed for event in case.pending_events if isinstance(event, CaseEvent)]

    async def carry_out(self, kind: Record, case_id: uuid.UUID, organization: str, steps: Sequence[Step]) -> None:
        """Take actions on a record, which the first may open, all or none; raises `Refused`."""
        case = self._case(kind, case_id, organization)
        before = case.mark()
        try:
            for action, data in steps:
                command = self.cases.command(case, action, data, self.actor, self.request, self.register)
                machine.act(kind, case, command)
            await self.together.add(case, command, before.pending)
        except Refused:
            case.take_back(before)
            raise
        self.enter(case)

    async def change(
        self, kind: Record, case_id: uuid.UUID, organization: str, steps: Callable[[], Iterable[Step]]
    ) -> None:
        """Take the actions that a row asks for on a record that there is; raises `Refused`.

        First of all to those who may not: what is recorded is compared for nobody else.
        """
        case = self._case(kind, case_id, organization)
        possible = machine.enabled(kind, case, self.actor, self.register)
        if _RIGHT not in {action.name for action in possible}:
            raise NotPermitted(msg("This record is kept by others."))
        if found := list(steps()):
            await self.carry_out(kind, case_id, organization, found)

    def _case(self, kind: Record, case_id: uuid.UUID, organization: str) -> Case:
        if case_id not in self._trials:
            known = self.stored.get(case_id)
            self._trials[case_id] = known.copy() if known else kind.CASE.blank(case_id, organization)
        return self._trials[case_id]

    def enter(self, case: Case) -> None:
        """Let the register know a case."""
        facts = case.facts
        if isinstance(facts, OrganizationRecord):
            self.register.put_organization(facts)
        elif isinstance(facts, PersonRecord):
            self.register.put_person(facts)

    def organization(self, code: str) -> OrganizationRecord:
        """Give what is recorded of the organisation that a row names; raises `Invalid`."""
        found = self.register.organization(code)
        if found is None:
            raise Invalid((Violation(("organization",), msg("There is no organisation {code}.", code=code)),))
        return found
