"""What is known of a subtask: the facts its guards, deadlines and forms ask for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self
from uuid import UUID

from events import subtask as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.upload import UploadReturned
from workflows import catalogue
from workflows.case import Facts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.subtask import consistency, remarks
from workflows.subtask.period import year_of


@dataclass(frozen=True, slots=True)
class SubtaskFacts(Facts):
    """What is being done now: the entries, evidence and signature since the document last lapsed or its renewal began.

    `attached` is all evidence by the number of its event; `withdrawn` and `unreported` say by which event a piece or an
    entry was withdrawn, or replaced. `steps` are all entries, signatures and uploads there ever were, by number, `taken_back`
    the numbers of signatures and uploads that a return or a reopening undid; `documents` those whose evidence was uploaded
    and not returned, `lapses` the days on which some lapsed, by the number of their entry. `positions` come from analyses,
    by their cases.
    """

    subtask: str = ""
    period: str = ""
    upload_by: date | None = None
    responsible: str = ""
    entries: tuple[happened.Entry, ...] = ()
    nil: happened.NilDeclared | None = None
    attached: Mapping[int, happened.EvidenceAttached] = field(default_factory=dict)
    withdrawn: Mapping[int, int] = field(default_factory=dict)
    unreported: Mapping[int, int] = field(default_factory=dict)
    steps: Mapping[int, CaseEvent] = field(default_factory=dict)
    taken_back: tuple[int, ...] = ()
    signed: happened.SubtaskSigned | None = None
    uploaded: happened.SubtaskUploaded | None = None
    accepted: happened.SubtaskAccepted | None = None
    confirmed: happened.SubtaskConfirmed | None = None
    documents: tuple[happened.DocumentConfirmed, ...] = ()
    lapses: Mapping[int, date] = field(default_factory=dict)
    positions: Mapping[UUID, tuple[happened.RiskPosition, ...]] = field(default_factory=dict)
    deferred_until: date | None = None
    ended_on: date | None = None

    @property
    def evidence(self) -> list[happened.EvidenceAttached]:
        """The evidence that counts."""
        return [piece for number, piece in self.attached.items() if number not in self.withdrawn]

    @property
    def lapsed_on(self) -> date | None:
        """The day on which the newest of the documents lapsed, None while it has not."""
        return self.lapses.get(self.documents[-1].originator_version) if self.documents else None

    @property
    def done_on(self) -> date | None:
        """The day that counts for the date of the Карта: of the first upload, whatever was returned or lapsed since.

        Of the course it is the day of the confirmation, since nothing is uploaded (l.47, l.663).
        """
        uploads = (step for step in self.steps.values() if isinstance(step, happened.SubtaskUploaded))
        first = next(uploads, None)
        if first is None:
            return self.confirmed.confirmed_on if self.confirmed else None
        return first.uploaded_on

    @property
    def settled(self) -> int:
        """The number of the last signature, upload or confirmation that stands: what came before it was signed as it is."""
        kinds = (happened.SubtaskSigned, happened.SubtaskUploaded)
        stand = (n for n, step in self.steps.items() if isinstance(step, kinds) and n not in self.taken_back)
        return self.confirmed.originator_version if self.confirmed else max(stand, default=0)

    @property
    def definition(self) -> catalogue.Subtask:
        """What the Instruction says of the subtask; raises `Unknown` before it is assigned."""
        return catalogue.definition(year_of(self.period), self.subtask)

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return remarks.remarks(self, event, register)

    def still_counts(self, number: int) -> bool:
        """Whether an entry, a piece of evidence, a signature or an upload was neither withdrawn, replaced nor taken back."""
        return number not in self.withdrawn and number not in self.unreported and number not in self.taken_back

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.SubtaskAssigned) -> Self:
        return replace(self, subtask=event.subtask, period=event.period, upload_by=event.upload_by)

    @after.register
    def _(self, event: happened.UploadDateSet) -> Self:
        return replace(self, upload_by=event.upload_by)

    @after.register
    def _(self, event: happened.RiskPositionsReceived) -> Self:
        positions = {**self.positions, event.analysis: event.positions}
        return replace(self, subtask=event.subtask, period=str(event.year), positions=positions)

    @after.register
    def _(self, event: happened.WorkBegun) -> Self:
        return replace(self, responsible=event.responsible)

    @after.register
    def _(self, event: happened.Entry) -> Self:
        kept = tuple(entry for entry in self.entries if not (event.REPLACES and type(entry) is type(event)))
        replaced = {e.originator_version: event.originator_version for e in self.entries if e not in kept}
        unreported = {**self.unreported, **replaced}
        return replace(self, entries=(*kept, event), nil=None, unreported=unreported, steps=self._with(event))

    @after.register
    def _(self, event: happened.EntryWithdrawn) -> Self:
        left = tuple(entry for entry in self.entries if entry.originator_version != event.withdraws)
        if len(left) == len(self.entries):
            return self
        unreported = {**self.unreported, event.withdraws: event.originator_version}
        return replace(self, entries=left, unreported=unreported)

    @after.register
    def _(self, event: happened.NilDeclared) -> Self:
        return replace(self, nil=event)

    @after.register
    def _(self, event: happened.EvidenceAttached) -> Self:
        return replace(self, attached={**self.attached, event.originator_version: event})

    @after.register
    def _(self, event: happened.EvidenceWithdrawn) -> Self:
        return replace(self, withdrawn={event.withdraws: event.originator_version, **self.withdrawn})

    @after.register
    def _(self, event: happened.SubtaskSigned) -> Self:
        return replace(self, signed=event, steps=self._with(event))

    @after.register
    def _(self, event: happened.SubtaskUploaded) -> Self:
        documents = (*self.documents, *self._confirmed_now)
        return replace(self, uploaded=event, steps=self._with(event), documents=documents)

    @after.register
    def _(self, event: happened.SubtaskAccepted) -> Self:
        return replace(self, accepted=event)

    @after.register
    def _(self, _event: happened.SubtaskReturned | UploadReturned) -> Self:
        kept = len(self.documents) - len(self._confirmed_now)
        without = replace(self._unsigned(), uploaded=None, accepted=None)
        return replace(without, documents=self.documents[:kept])

    @after.register
    def _(self, event: happened.DocumentLapsed) -> Self:
        numbers = [document.originator_version for document in self.documents[-1:]]
        return replace(self._anew(), lapses={**self.lapses, **dict.fromkeys(numbers, event.lapsed_on)})

    @after.register
    def _(self, _event: happened.RenewalBegun) -> Self:
        return self._anew()

    @after.register
    def _(self, event: happened.SubtaskConfirmed) -> Self:
        return replace(self, confirmed=event)

    @after.register
    def _(self, event: happened.SubtaskDeferred) -> Self:
        return replace(self, deferred_until=event.until)

    @after.register
    def _(self, event: happened.DeclaredNotApplicable) -> Self:
        return replace(self, ended_on=event.declared_on, deferred_until=None)

    @after.register
    def _(self, event: happened.SubtaskWaived) -> Self:
        return replace(self, ended_on=event.waived_on, deferred_until=None)

    @after.register
    def _(self, _event: happened.SubtaskReopened) -> Self:
        return replace(self._unsigned(), ended_on=None, deferred_until=None)

    @property
    def _confirmed_now(self) -> tuple[happened.DocumentConfirmed, ...]:
        """The document that is being proved now, if it is one."""
        found = [entry for entry in self.entries if isinstance(entry, happened.DocumentConfirmed)]
        return tuple(found[-1:])

    def _with(self, step: CaseEvent) -> Mapping[int, CaseEvent]:
        return {**self.steps, step.originator_version: step}

    def _unsigned(self) -> Self:
        """Give the facts without the signature, and the upload, of what is to be mended."""
        undone = (step.originator_version for step in (self.signed, self.uploaded) if step)
        return replace(self, signed=None, taken_back=(*self.taken_back, *undone))

    def _anew(self) -> Self:
        """Give the facts of a document that is to be confirmed, proved, signed and uploaded once more."""
        return replace(self, entries=(), attached={}, withdrawn={}, signed=None, uploaded=None, accepted=None)
