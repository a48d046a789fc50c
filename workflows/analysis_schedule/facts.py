"""What is known of a schedule: its objects and their dates, as last amended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events import analysis_schedule as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.analysis_schedule import consistency, remarks
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class ScheduleFacts(Facts):
    """The year, the schedule as approved, and its objects by their codes as last amended."""

    year: int = 0
    approved: happened.ScheduleApproved | None = None
    objects: Mapping[str, happened.ScheduledObject] = field(default_factory=dict)
    amended_on: date | None = None
    ended_on: date | None = None

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.SchedulePlanned) -> Self:
        return replace(self, year=event.year)

    @after.register
    def _(self, event: happened.ScheduleApproved) -> Self:
        objects = {row.organization: row for row in event.objects}
        return replace(self, year=self.year or event.year, approved=event, objects=objects)

    @after.register
    def _(self, event: happened.ScheduleAmended) -> Self:
        changed = {row.organization: row for row in event.objects}
        return replace(self, objects={**self.objects, **changed}, amended_on=event.amended_on)

    @after.register
    def _(self, event: happened.ScheduleNotNeeded) -> Self:
        return replace(self, ended_on=event.decided_on)

    @after.register
    def _(self, event: happened.ScheduleClosed) -> Self:
        return replace(self, ended_on=event.closed_on)

    @after.register
    def _(self, event: happened.ScheduleCancelled) -> Self:
        return replace(self, ended_on=event.cancelled_on)

    @after.register
    def _(self, _event: happened.ScheduleRestored) -> Self:
        return replace(self, ended_on=None)
