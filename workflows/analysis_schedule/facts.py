"""What is known of a schedule: its objects and their dates, as last amended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events import analysis_schedule as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.upload import UploadDatesSet, UploadReturned
from workflows.analysis_schedule import consistency, remarks
from workflows.analysis_schedule.consistency import SUBTASK
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.uploads import Uploads


@dataclass(frozen=True, slots=True)
class ScheduleFacts(Facts):
    """The year, the schedule as approved, and its objects by their codes as last amended.

    `named_on` says when each object was last named; `removed` are the objects that amendments took out, each with the number
    of its event.
    """

    year: int = 0
    approved: happened.ScheduleApproved | None = None
    objects: Mapping[str, happened.ScheduledObject] = field(default_factory=dict)
    named_on: Mapping[str, date] = field(default_factory=dict)
    removed: frozenset[tuple[int, str]] = frozenset()
    amended_on: date | None = None
    uploads: Uploads = field(default_factory=Uploads)
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
        return replace(self, year=event.year, uploads=self.uploads.dated(event.upload_dates))

    @after.register
    def _(self, event: UploadDatesSet | happened.ScheduleUploaded) -> Self:
        return replace(self, uploads=self.uploads.after(event, SUBTASK))

    @after.register
    def _(self, event: UploadReturned) -> Self:
        return replace(self, uploads=self.uploads.after(event, SUBTASK), ended_on=None)

    @after.register
    def _(self, event: happened.ScheduleApproved) -> Self:
        objects = {row.organization: row for row in event.objects}
        named_on = dict.fromkeys(objects, event.approved_on)
        return replace(self, year=self.year or event.year, approved=event, objects=objects, named_on=named_on)

    @after.register
    def _(self, event: happened.ScheduleAmended) -> Self:
        changed = {row.organization: row for row in event.objects}
        removed = {(event.originator_version, code) for code in event.removed if code in self.objects}
        return replace(
            self,
            objects={code: row for code, row in {**self.objects, **changed}.items() if code not in event.removed},
            named_on={**self.named_on, **dict.fromkeys(changed, event.amended_on)},
            removed=self.removed | removed,
            amended_on=event.amended_on,
        )

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
