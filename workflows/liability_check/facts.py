"""What is known of a check: who the superior was, what the table says, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import singledispatchmethod
from typing import Any, Self, TypeVar

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
Told = TypeVar("Told", happened.AppealNoted, happened.NoBasisLeft)


@dataclass(frozen=True, slots=True)
class LiabilityFacts(FactFacts):
    """The superior and the offender's post, verdicts in order, and what followed.

    `losses` are the entries of the crime that leave no ground as they are known now, those included that a later instance undid;
    `groundless` is the number of the event by which an open check lost its ground, 0 while it goes on.
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
    losses: tuple[happened.NoBasisLeft, ...] = ()
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
    def no_basis(self) -> happened.NoBasisLeft | None:
        """What left no ground last; None while there is one, or after a later instance gave it back (l.393)."""
        return next((loss for loss in reversed(self.losses) if not self._is_undone(loss)), None)

    def _is_undone(self, loss: happened.NoBasisLeft) -> bool:
        """Whether an overturned act was upheld or changed by whoever decided later."""
        if loss.instance is None:
            return False
        return any((one.decided_on, one.entry) > (loss.ended_on, loss.entry) for one in self.appeals)

    @property
    def reached(self) -> str:
        """The state to which what was done has brought the check, "" while nothing was done by the verdict."""
        if self.discipline or isinstance(self.resignation, happened.ResignationAccepted):
            return "decided"
        if self.resignation:
            return "resignation_refused"
        if self.filed:
            return "resignation_filed"
        return "resignation_not_filed" if self.not_filed else ""

    @property
    def over(self) -> bool:
        """Whether the check ended otherwise than by losing its ground."""
        return any((self.closed, self.moved, self.withdrawn))

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
        hidden = {"verdicts", "losses"}
        kept = {name: fact for name, fact in super(LiabilityFacts, self).shown().items() if name not in hidden}
        kept |= {"no_basis": self.no_basis, "verdict": self.verdict, "tenure": self.tenure, "political": self.political}
        return kept

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
        """What the same entry of the crime said before it was corrected is said no more."""
        return replace(self, appeals=(*_of_others(self.appeals, event), event), losses=_of_others(self.losses, event))

    @after.register
    def _(self, event: happened.NoBasisLeft) -> Self:
        """A check that was over before only hears of it: what was decided stays reported."""
        ends = self.groundless if self.over or self.groundless else event.originator_version
        losses = (*_of_others(self.losses, event), event)
        return replace(self, appeals=_of_others(self.appeals, event), losses=losses, groundless=ends)

    @after.register
    def _(self, event: happened.BasisRegained) -> Self:
        return replace(self, losses=_of_others(self.losses, event))

    @after.register
    def _(self, _event: happened.CheckResumed) -> Self:
        return replace(self, groundless=0)

    @after.register
    def _(self, event: happened.CheckClosed) -> Self:
        return replace(self, closed=event)


def _of_others(
    told: tuple[Told, ...], later: happened.AppealNoted | happened.NoBasisLeft | happened.BasisRegained
) -> tuple[Told, ...]:
    """Give what other entries of the crime than that of a later event told."""
    return tuple(one for one in told if not later.entry or one.entry != later.entry)
