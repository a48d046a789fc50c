"""What is known of a broken restriction: the fact, the cure or the handing over, the measures, the end."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Self

from events import restriction_fact as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.measured import MeasuredFacts
from workflows.refusals import Violation
from workflows.register import Register
from workflows.restriction_fact import consistency, remarks
from workflows.restriction_fact.cures import CURES


@dataclass(frozen=True, slots=True)
class RestrictionFacts(MeasuredFacts):
    """Beside measures and end: how it was cured, and what became of a gift."""

    cured: happened.RestrictionCured | None = None
    handed_over: happened.GiftHandedOver | None = None

    @property
    def row(self) -> str:
        """The row of Appendix 2, "" before it is registered."""
        return self.registered.ROW if self.registered else ""

    @property
    def is_gift(self) -> bool:
        """Whether it is a gift, which is to be handed over (l.488)."""
        known = self.registered
        return isinstance(known, happened.BenefitAccepted) and known.kind is happened.BenefitKind.GIFT

    @property
    def cures(self) -> Sequence[happened.Cure]:
        """The ways in which it can be cured; of what is done and over there are none."""
        return CURES.get(self.row, ())

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say what contradicts itself (see `consistency`)."""
        return consistency.violations(self, event)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event))

    @singledispatchmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event; what all such facts share is in `MeasuredFacts`."""
        return self.followed(event)

    @after.register
    def _(self, event: happened.RestrictionCured) -> Self:
        return replace(self, cured=self.cured or event)

    @after.register
    def _(self, event: happened.GiftHandedOver) -> Self:
        return replace(self, handed_over=self.handed_over or event)
