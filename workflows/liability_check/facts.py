"""What is known of a check: who the superior was, what the table says, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatchmethod
from typing import Any, Self

from events import liability_check as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.resignation import OfficialPost, Ruling, SuperiorThen, Tenure, Verdict
from workflows.fact import FactFacts
from workflows.liability_check import consistency, judging, remarks
from workflows.refusals import Violation
from workflows.register import Register
from workflows.resignation import is_political

Decision = happened.ResignationAccepted | happened.ResignationRefused


@dataclass(frozen=True, slots=True)
class LiabilityFacts(FactFacts):
    """The superior and the offender's post, verdicts in order, and what followed.

    `groundless` is the number of the event by which an open check lost its ground, 0 if none did.
    """

    registered: happened.LiabilityCheckOpened | None = None
    superior: SuperiorThen | None = None
    subordinate: OfficialPost | None = None
    verdicts: tuple[happened.VerdictReached, ...] = ()
    by_hand: happened.DecidedByHand | None = None
    filed: happened.ResignationFiled | None = None
    not_filed: happened.ResignationNotFiled | None = None
    resignation: Decision | None = None
    discipline: happened.DisciplineDecided | None = None
    moved: happened.SuperiorMoved | None = None
    appeals: tuple[happened.AppealNoted, ...] = ()
    no_basis: happened.NoBasisLeft | None = None
    groundless: int = 0
    closed: happened.CheckClosed | None = None

    @property
    def final_on(self) -> date | None:
        """The day on which the act entered into force or the case was terminated: terms run from it (D14, A-27)."""
        return self.registered.outcome.final_on if self.registered else None

    @property
    def verdict(self) -> Verdict | None:
        """What the table says, or an official decided."""
        return judging.judged(self)

    @property
    def tenure(self) -> Tenure | None:
        """Whether three months in post had passed (D13)."""
        return judging.three_months(self)

    @property
    def political(self) -> bool | None:
        """Whether the superior is a political civil servant (l.394); None while nobody knows."""
        superior = self.superior
        return is_political(superior.official, stated=superior.political) if superior else None

    @property
    def ended_on(self) -> date | None:
        """The day on which the check ended."""
        ends = (self.closed, self.no_basis, self.moved, self.withdrawn)
        return min((end.occurred_on for end in ends if end), default=None)

    def rules(self, ruling: Ruling) -> bool:
        """Whether the verdict is this one."""
        return self.verdict is not None and self.verdict.ruling is ruling

    def shown(self) -> dict[str, Any]:
        """Show the verdict and the arithmetic of the three months as they stand, instead of those that came before."""
        kept = {name: fact for name, fact in super(LiabilityFacts, self).shown().items() if name != "verdicts"}
        return kept | {"verdict": self.verdict, "tenure": self.tenure, "political": self.political}

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event))

    @singledispatchmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self.common(event)

    @after.register
    def _(self, event: happened.LiabilityCheckOpened) -> Self:
        """Take over what the register says, but keep a superior who was named by hand where it says nothing."""
        return replace(
            self,
            registered=event,
            superior=event.superior or self.superior,
            subordinate=event.subordinate or self.subordinate,
        )

    @after.register
    def _(self, event: happened.SuperiorNamed) -> Self:
        return replace(self, superior=event.superior, subordinate=event.subordinate or self.subordinate)

    @after.register
    def _(self, event: happened.VerdictReached) -> Self:
        return replace(self, verdicts=(*self.verdicts, event))

    @after.register
    def _(self, event: happened.DecidedByHand) -> Self:
        return replace(self, by_hand=event)

    @after.register
    def _(self, event: happened.ResignationFiled) -> Self:
        return replace(self, filed=event)

    @after.register
    def _(self, event: happened.ResignationNotFiled) -> Self:
        return replace(self, not_filed=event)

    @after.register(happened.ResignationAccepted)
    @after.register(happened.ResignationRefused)
    def _(self, event: Decision) -> Self:
        return replace(self, resignation=event)

    @after.register
    def _(self, event: happened.DisciplineDecided) -> Self:
        return replace(self, discipline=event)

    @after.register
    def _(self, event: happened.SuperiorMoved) -> Self:
        return replace(self, moved=event)

    @after.register
    def _(self, event: happened.AppealNoted) -> Self:
        return replace(self, appeals=(*self.appeals, event))

    @after.register
    def _(self, event: happened.NoBasisLeft) -> Self:
        """A check that was over before only hears of it: what was decided stays reported."""
        ends = event.originator_version if self.ended_on is None else self.groundless
        return replace(self, no_basis=event, groundless=ends)

    @after.register
    def _(self, event: happened.CheckClosed) -> Self:
        return replace(self, closed=event)
