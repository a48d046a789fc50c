"""What is known of a crime: how it ended, what higher instances made of it, which superiors are checked for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from typing import Self
from uuid import UUID

from events import conviction as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.fact import FactWithdrawn
from workflows.case import Facts
from workflows.conviction import consistency, remarks
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class ConvictionFacts(Facts):
    """The crime as registered, decisions of higher instances in order, and the checks of superiors by their case."""

    registered: happened.ConvictionRegistered | None = None
    appeals: tuple[happened.AppealRecorded, ...] = ()
    checks: Mapping[UUID, happened.CheckFollowed] = field(default_factory=dict)
    withdrawn: FactWithdrawn | None = None

    @property
    def stands(self) -> bool:
        """Whether there is such a crime: it was neither withdrawn nor was its act overturned by whoever decided last (l.393)."""
        last = max(self.appeals, key=lambda appeal: (appeal.decided_on, appeal.originator_version), default=None)
        return self.withdrawn is None and (last is None or last.outcome is not happened.AppealOutcome.OVERTURNED)

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.ConvictionRegistered) -> Self:
        return replace(self, registered=event)

    @after.register
    def _(self, event: happened.AppealRecorded) -> Self:
        return replace(self, appeals=(*self.appeals, event))

    @after.register
    def _(self, event: happened.CheckFollowed) -> Self:
        return replace(self, checks={**self.checks, event.check: event})

    @after.register
    def _(self, event: FactWithdrawn) -> Self:
        return replace(self, withdrawn=event)
