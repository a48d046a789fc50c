"""What is known of the hiring of an offender."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.hired_offender import consistency, remarks
from workflows.measured import MeasuredFacts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class HiredOffenderFacts(MeasuredFacts):
    """How it was registered, the measures, the end."""

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say what contradicts itself (see `consistency`)."""
        return consistency.violations(self, event)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(event))

    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event."""
        return self.followed(event)
