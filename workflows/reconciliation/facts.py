"""What is known of a reconciliation: both lists, what was found out about their differences, the act, who covers whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, singledispatchmethod
from typing import Any, Self

from events import reconciliation as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.case import Facts
from workflows.reconciliation import consistency, remarks
from workflows.reconciliation.differences import Difference, differences
from workflows.reconciliation.entries import Entry, entries
from workflows.reconciliation.lists import Lists
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True)  # without slots: what is compared is kept
class ReconciliationFacts(Facts):
    """The lists, the resolutions by the key of their difference, the act, the coverings and the parts of others.

    `act` is the newest act, also when it was taken back since, `stands` whether it is approved now, `consolidated` the parts that it
    tells; `given_back` are the bodies
    that were covered last. `own_entered_on` and `registry_received_on` are the days of the newest lists. `covers` are the bodies for which this one
    reconciles, `parts` those of them that have handed over; `coverings` are those by which it is covered: one at most holds.
    """

    year: int = 0
    lists: Lists = field(default_factory=Lists)
    own_entered_on: date | None = None
    registry_received_on: date | None = None
    resolutions: Mapping[str, happened.DifferenceResolved] = field(default_factory=dict)
    act: happened.ActApproved | None = None
    stands: bool = False
    consolidated: Mapping[str, happened.PartReceived] = field(default_factory=dict)
    covers: tuple[str, ...] = ()
    given_back: tuple[str, ...] = ()
    parts: Mapping[str, happened.PartReceived] = field(default_factory=dict)
    coverings: tuple[happened.CoverageBegun, ...] = ()
    handed_on: date | None = None
    closed_on: date | None = None

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the lists differ, settled or not."""
        return tuple(differences(self.lists.matched, self.resolutions))

    @property
    def approved(self) -> happened.ActApproved | None:
        """The act that is approved now."""
        return self.act if self.stands else None

    @property
    def unresolved(self) -> tuple[Difference, ...]:
        """The differences that nobody has settled."""
        return tuple(difference for difference in self.differences if difference.resolution is None)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of the act, from the body's own rows."""
        return entries(self.year, self.lists.own, self.lists.registry, self.differences)

    @property
    def rows_of_all(self) -> int:
        """How many offences the act tells, with those of the bodies that have handed over."""
        return len(self.entries) + sum(part.rows for part in self.parts.values())

    @property
    def rows_of_act(self) -> int:
        """How many offences the newest act tells: rows change no more once it is approved, but late parts may arrive."""
        return len(self.entries) + sum(part.rows for part in self.consolidated.values())

    @property
    def late(self) -> tuple[str, ...]:
        """The bodies covered that have not handed over."""
        return tuple(body for body in self.covers if body not in self.parts)

    @property
    def covered(self) -> happened.CoverageBegun | None:
        """By which body this one is covered, None if it reconciles for itself."""
        return self.coverings[-1] if self.coverings else None

    @property
    def frozen(self) -> bool:
        """Whether the lists stand as they were approved or handed over."""
        return self.approved is not None or self.handed_on is not None

    def shown(self) -> dict[str, Any]:
        """Show figures: the rows, thousands of them maybe, have an address of their own."""
        counts = Counter(entry.category.value for entry in self.entries)
        own = {name: fact for name, fact in super().shown().items() if name in _SHOWN}
        return own | {
            "approved": self.approved,
            "own_rows": len(self.lists.own),
            "registry_rows": len(self.lists.registry),
            "pairs": len(self.lists.matched.pairs),
            "differences": len(self.differences),
            "unresolved": len(self.unresolved),
            "entries": [{"category": category, "rows": number} for category, number in counts.items()],
            "covered_by": self.covered.body if self.covered else None,
            "late": self.late,
        }

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself, the lists or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.ReconciliationAssigned) -> Self:
        return replace(self, year=event.year)

    @after.register
    def _(self, event: happened.OwnListEntered) -> Self:
        lists = self.lists.with_own(event.rows, event.originator_version)
        return replace(self, lists=lists, own_entered_on=event.entered_on)

    @after.register
    def _(self, event: happened.RegistryListReceived) -> Self:
        lists = self.lists.with_registry(event.rows, event.originator_version)
        return replace(self, lists=lists, registry_received_on=event.received_on)

    @after.register
    def _(self, event: happened.RowsWithdrawn) -> Self:
        return replace(self, lists=self.lists.without(event.side, event.codes, event.originator_version))

    @after.register
    def _(self, event: happened.DifferenceResolved) -> Self:
        return replace(self, resolutions={**self.resolutions, event.key: event})

    @after.register
    def _(self, event: happened.ResolutionRevoked) -> Self:
        return replace(self, resolutions={key: one for key, one in self.resolutions.items() if key != event.key})

    @after.register
    def _(self, event: happened.ActApproved) -> Self:
        return replace(self, act=event, stands=True, consolidated=self.parts)

    @after.register
    def _(self, _event: happened.ReconciliationReopened) -> Self:
        return replace(self, stands=False, handed_on=None)

    @after.register
    def _(self, event: happened.ConsolidationDecided) -> Self:
        return replace(self, covers=(*self.covers, *event.covers))

    @after.register
    def _(self, _event: happened.ConsolidationEnded) -> Self:
        return replace(self, covers=(), given_back=self.covers, parts={})

    @after.register
    def _(self, event: happened.CoverageBegun) -> Self:
        others = tuple(one for one in self.coverings if one.by != event.by)
        return replace(self, year=event.year, coverings=(*others, event))

    @after.register
    def _(self, _event: happened.CoverageEnded) -> Self:
        return replace(self, coverings=(), handed_on=None)

    @after.register
    def _(self, event: happened.PartHandedOver) -> Self:
        return replace(self, handed_on=event.handed_on)

    @after.register
    def _(self, event: happened.PartReceived) -> Self:
        return replace(self, parts={**self.parts, event.body: event})

    @after.register
    def _(self, event: happened.PartReturned) -> Self:
        return replace(self, parts={body: part for body, part in self.parts.items() if body != event.body})

    @after.register
    def _(self, event: happened.ReconciliationClosed) -> Self:
        return replace(self, closed_on=event.closed_on)

    @after.register
    def _(self, event: happened.ReconciliationCancelled) -> Self:
        return replace(self, closed_on=event.cancelled_on)

    @after.register
    def _(self, _event: happened.ReconciliationRestored) -> Self:
        return replace(self, closed_on=None)


_SHOWN = (
    "year",
    "own_entered_on",
    "registry_received_on",
    "covers",
    "parts",
    "handed_on",
    "closed_on",
)
