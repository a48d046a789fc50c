"""What is known of a row: the facts that stand in it, or the declaration that there are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Self
from uuid import UUID

from events import reporting_row as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.case import Facts
from workflows.fact import clearance_of
from workflows.refusals import Violation
from workflows.register import Register
from workflows.reporting_row import consistency
from workflows.reporting_row.rows import is_row
from workflows.signatories import Paper
from workflows.signing import Signed
from workflows.subtask.period import bounds, year_of


@dataclass(frozen=True, slots=True)
class RowFacts(Facts):
    """The row, its quarter, the facts that stand in it, and the nil that does.

    `declarations` are those of all nils ever, `nil_ended_by` is the number of the fact's entry that last ended one.
    """

    row: str = ""
    period: str = ""
    facts: tuple[UUID, ...] = ()
    nil: happened.RowNilDeclared | None = None
    declarations: tuple[happened.RowNilDeclared, ...] = ()
    nil_ended_by: int = 0

    @property
    def clearance(self) -> str:
        """What a reader must be cleared for: that there is a report, or none, is told with what is in it."""
        year = year_of(self.period) if self.period else 0
        return clearance_of(self.row, year) if is_row(self.row, year) else ""

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be."""
        return tuple(self._remarks(event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.FactEntered) -> Self:
        return replace(
            self,
            row=event.row,
            period=event.period,
            facts=(*self._without(event.fact), event.fact),
            nil=None,
            nil_ended_by=event.originator_version if self.nil else self.nil_ended_by,
        )

    @after.register
    def _(self, event: happened.FactLeft) -> Self:
        return replace(self, facts=self._without(event.fact))

    @after.register
    def _(self, event: happened.RowNilDeclared) -> Self:
        return replace(self, row=event.row, period=event.period, nil=event, declarations=(*self.declarations, event))

    @after.register
    def _(self, _event: happened.RowNilRevoked) -> Self:
        return replace(self, nil=None)

    def _without(self, fact: UUID) -> tuple[UUID, ...]:
        return tuple(known for known in self.facts if known != fact)

    def _remarks(self, event: CaseEvent, register: Register) -> Iterator[str]:
        match event:
            case happened.FactEntered() if event.originator_version == self.nil_ended_by:
                yield "contradicts_nil"
            case happened.RowNilDeclared():
                yield from Signed(
                    Paper.APPENDIX_1_2, event.organization, event.signature, event.declared_on, register
                ).remarks()
                if event.declared_on <= bounds(event.period)[1]:
                    yield "declared_before_the_period_ended"
            case _:
                pass
