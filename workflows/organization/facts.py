"""What is known of an organisation, and what that may not contradict."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.event import CaseEvent
from events.organization.record import OrganizationRecord
from workflows.case import Facts
from workflows.organization import consistency
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True)
class OrganizationFacts(OrganizationRecord, Facts):
    """The record of an organisation, with its rules."""

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)
