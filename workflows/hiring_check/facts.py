"""What is known of a check: the candidates, what was looked up about them, and who is admitted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events import hiring_check as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.case import Facts
from workflows.hiring_check import consistency, remarks
from workflows.refusals import Violation
from workflows.register import Register

Lookup = happened.CandidatesLookedUp
Answered = tuple[Lookup, happened.CandidateAnswer]


@dataclass(frozen=True, slots=True)
class HiringFacts(Facts):
    """How the check began, the look-ups in the order in which they were recorded, the decision, the end."""

    begun: happened.HiringCheckBegun | None = None
    lookups: tuple[Lookup, ...] = ()
    decided: happened.AdmissionDecided | None = None
    ended_on: date | None = None

    @property
    def candidates(self) -> Sequence[happened.HiringCandidate]:
        """Those who want the post."""
        return self.begun.candidates if self.begun else ()

    @property
    def admitted(self) -> frozenset[str]:
        """The codes of those who are admitted."""
        return (
            frozenset(one.candidate for one in self.decided.decisions if one.admitted) if self.decided else frozenset()
        )

    def answers(self, candidate: str) -> Iterator[Answered]:
        """Give what registers answered about a candidate, each time with its look-up; silence is no answer."""
        for lookup in self.lookups:
            for row in lookup.answers:
                if row.candidate == candidate and row.answer is not happened.LookupAnswer.NO_ANSWER:
                    yield lookup, row

    def convicted(self, candidate: str) -> bool:
        """Whether any register says that a candidate committed an offence."""
        return any(row.answer is happened.LookupAnswer.CONVICTED for _, row in self.answers(candidate))

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.HiringCheckBegun) -> Self:
        return replace(self, begun=event)

    @after.register
    def _(self, event: happened.CandidatesLookedUp) -> Self:
        return replace(self, lookups=(*self.lookups, event))

    @after.register
    def _(self, event: happened.AdmissionDecided) -> Self:
        return replace(self, decided=event)

    @after.register
    def _(self, event: happened.HiringCheckClosed) -> Self:
        return replace(self, ended_on=event.closed_on)

    @after.register
    def _(self, event: happened.HiringCheckCancelled) -> Self:
        return replace(self, ended_on=event.cancelled_on)
