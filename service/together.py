"""What one save changes: cases that are acted on, and those that their new events act on in turn (design §4)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import msgspec

from events.case import FactCorrected
from events.event import CaseEvent
from service.linked import may_name
from service.recall import Recall, no_case
from workflows import machine
from workflows.actor import SYSTEM, Role
from workflows.case import Case
from workflows.consequences import Consequence, consequences
from workflows.refusals import Invalid, Unknown, Violation
from workflows.registry import workflow
from workflows.seat import Command, below_data


@dataclass
class Together:
    """Cases changed but not stored yet, the first acted on first; two events that ask the same of a case ask it once."""

    recall: Recall
    read: Mapping[uuid.UUID, Case | None] = field(default_factory=dict)
    """Cases that were read beforehand, None for one that there is not: they are not looked for one by one."""
    changed: dict[uuid.UUID, Case] = field(default_factory=dict)
    _asked: set[tuple[uuid.UUID, str, bytes]] = field(default_factory=set)

    async def add(self, case: Case, command: Command, known: int = 0) -> None:
        """Take a case on which a command was carried out, and carry out what its new events do to others.

        Its first `known` events were added before.
        """
        self.changed[case.id] = case
        pending: list[Any] = list(islice(case.pending_events, known, None))
        while pending:
            event = pending.pop(0)
            origin = self.changed[event.originator_id]
            rules = self.recall.workflow_of(origin).CONSEQUENCES
            for wanted in consequences(rules, origin, event, command.register) if rules else ():
                if self._is_asked_already(wanted.case_id, wanted.action, wanted.data):
                    continue
                target = await self._target(wanted)
                if wanted.named and event.envelope.role != Role.SYSTEM and not may_name(command, event, target):
                    raise Invalid(_no_such_case(event, wanted))
                consequence = wanted.of(event, target)
                if consequence is None:
                    continue
                self.changed[target.id] = target
                done = len(target.pending_events)
                machine.act(self.recall.workflow_of(target), target, _caused(command, event, consequence))
                pending += islice(target.pending_events, done, None)

    def _is_asked_already(self, case_id: uuid.UUID, action: str, data: Mapping[str, Any]) -> bool:
        key = case_id, action, msgspec.json.encode(data, order="sorted")
        known = key in self._asked
        self._asked.add(key)
        return known

    async def _target(self, consequence: Consequence) -> Case:
        """Give the case to act on, blank if it is not there: one of another kind of work is not there, either."""
        kind = workflow(consequence.workflow).CASE
        changed = self.changed.get(consequence.case_id)
        case = changed or await self._remembered(consequence.case_id)
        if not isinstance(case, kind):
            return kind.blank(consequence.case_id, consequence.organization)
        return case if changed else case.copy()

    async def _remembered(self, case_id: uuid.UUID) -> Case | None:
        if case_id in self.read:
            return self.read[case_id]
        try:
            return await self.recall.recall(case_id)
        except Unknown:
            return None


def _no_such_case(event: CaseEvent, consequence: Consequence) -> tuple[Violation, ...]:
    """Say that a field names no case: the same whether there is none, none of that kind, or one that is not the caller's to name."""
    wrong = (Violation((consequence.named,), no_case(consequence.case_id).text),)
    return below_data(wrong) if isinstance(event, FactCorrected) else wrong


def _caused(command: Command, event: CaseEvent, consequence: Consequence) -> Command:
    """Give the system's command that follows from an event of a caller's command."""
    envelope = replace(
        command.envelope,
        actor=SYSTEM.id,
        role=SYSTEM.capacity,
        on_behalf_of="",
        body="",
        person="",
        correlation_id=command.envelope.command_id,
        causation_id=event.event_id,
    )
    return replace(
        command, action=consequence.action, data=consequence.data, actor=SYSTEM, envelope=envelope, remarks=()
    )
