"""What a reconciliation may not contradict: the year that it is about (D20), its own lists, the act once it is approved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import reconciliation as happened
from events.event import CaseEvent
from events.offence import OffenceCategory
from events.reconciliation import OwnRow, Resolution
from events.text import msg
from workflows.reconciliation import consolidation
from workflows.reconciliation.bodies import no_servants, reconciles
from workflows.reconciliation.differences import PAIRED, DifferenceKind
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import Signed

if TYPE_CHECKING:
    from workflows.reconciliation.facts import ReconciliationFacts

Check = Callable[["ReconciliationFacts", Any, Register], Iterator[Violation]]


def violations(facts: "ReconciliationFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def signed(event: happened.ActApproved, register: Register) -> Signed:
    """Give the act with the signature under it: that of the head of the apparatus alone (SG-8)."""
    return Signed(Paper.RECONCILIATION_ACT, event.organization, event.signature, event.approved_on, register)


def _has_servants(
    _facts: "ReconciliationFacts", event: happened.ReconciliationAssigned, register: Register
) -> Iterator[Violation]:
    if not reconciles(event.organization, event.year, event.assigned_on, register):
        yield Violation(("year",), no_servants(event.organization))


def _not_frozen(facts: "ReconciliationFacts", event: Any, _register: Register) -> Iterator[Violation]:
    if facts.frozen:
        text = msg("The lists stand as they were approved or handed over: take that back first.")
        yield Violation((type(event).HAPPENED,), text, bars=True)


def _codes_are_new(facts: "ReconciliationFacts", event: Any, _register: Register) -> Iterator[Violation]:
    again = facts.lists.again.get(event.originator_version, frozenset())
    for index, row in enumerate(event.rows):
        if row.code in again:
            yield Violation(("rows", index, "code"), msg("There are two rows “{code}” in this list.", code=row.code))


def _own_rows(facts: "ReconciliationFacts", event: happened.OwnListEntered, _register: Register) -> Iterator[Violation]:
    for index, row in enumerate(event.rows):
        for violation in (*_in_scope(row, facts.year), *_in_order(row, event.entered_on)):
            yield Violation(("rows", index, *violation.path), violation.text)


def _in_scope(row: OwnRow, year: int) -> Iterator[Violation]:
    """Let in what came into force in the year, whatever the year of the offence, and discrediting ones by their decision (D20)."""
    discrediting = row.offence.category is OffenceCategory.DISCREDITING
    name = "decision_on" if discrediting else "in_force_on"
    if row.counts_on is None:
        needed = (
            msg("Of an offence that discredits the service the date of the disciplinary decision is needed.")
            if discrediting
            else msg("Only offences by a sentence or decision in force are reconciled (l.378): since when is it?")
        )
        yield Violation((name,), needed)
    elif row.counts_on.year != year:
        outside = (
            msg("The decision is of {there}: the reconciliation is about those of {year}.", there=row.counts_on.year, year=year)
            if discrediting
            else msg(
                "It came into force in {there}: the reconciliation is about what did in {year} (l.378).",
                there=row.counts_on.year,
                year=year,
            )
        )  # fmt: skip
        yield Violation((name,), outside)
    if discrediting and row.in_force_on:
        yield Violation(("in_force_on",), msg("An offence that discredits the service has no court act."))


def _in_order(row: OwnRow, entered_on: date) -> Iterator[Violation]:
    offence = row.offence
    if offence.happened_until and offence.happened_until < offence.happened_on:
        text = msg("This cannot be before {first}.", first=offence.happened_on)
        yield Violation(("offence", "happened_until"), text)
    for name in ("in_force_on", "decision_on"):
        day: date | None = getattr(row, name)
        if day and day < offence.happened_on:
            yield Violation((name,), msg("This cannot be before {first}.", first=offence.happened_on))
        elif day and day > entered_on:
            yield Violation((name,), msg("This cannot be after {last}.", last=entered_on))


def _asked_before(
    _facts: "ReconciliationFacts", event: happened.RegistryListReceived, _register: Register
) -> Iterator[Violation]:
    if event.requested_on and event.received_on < event.requested_on:
        yield Violation(("received_on",), msg("This cannot be before {first}.", first=event.requested_on))


def _rows_are_there(
    facts: "ReconciliationFacts", event: happened.RowsWithdrawn, _register: Register
) -> Iterator[Violation]:
    unknown = facts.lists.unknown.get(event.originator_version, frozenset())
    for index, code in enumerate(event.codes):
        if code in unknown:
            text = msg("There is no row “{code}” in this list.", code=code)
            yield Violation(("codes", index), text, refers=True)


def _difference_is_there(
    facts: "ReconciliationFacts", event: happened.DifferenceResolved, _register: Register
) -> Iterator[Violation]:
    found = next((one for one in facts.differences if one.key == event.key), None)
    if found is None:
        text = msg("There is no such difference now: look at the lists again.")
        yield Violation(("key",), text, refers=True)
    elif event.resolution in {Resolution.SAME_FACT, Resolution.DIFFERENT_FACTS} and found.kind not in PAIRED:
        yield Violation(("resolution",), msg("There is only one row: say which list is right."))
    elif event.resolution is Resolution.REGISTRY_RIGHT and found.kind is DifferenceKind.REGISTRY_ONLY:
        text = msg("Then the offence is missing in the body's list: enter it there, and the difference is gone.")
        yield Violation(("resolution",), text)


def _ready(facts: "ReconciliationFacts", event: Any, _register: Register) -> Iterator[Violation]:
    """Ask for both lists, and for every difference to be settled; not of an act that was taken back since."""
    path = (type(event).HAPPENED,)
    if not facts.frozen:
        return
    if facts.own_entered_on is None:
        yield Violation(path, msg("The body's list is not entered yet; an empty one says that there are no offences."))
    if facts.registry_received_on is None:
        yield Violation(path, msg("The registry's list is not received yet."))
    if facts.unresolved:
        yield Violation(path, msg("Differences that are not settled: {n}.", n=len(facts.unresolved)))
    under_it = [step for steps in (facts.resolutions, facts.parts) for step in steps.values()]
    told = (step.occurred_on for step in under_it if step.originator_version < event.originator_version)
    last = max((day for day in (facts.own_entered_on, facts.registry_received_on, *told) if day), default=None)
    if last and event.occurred_on < last:
        yield Violation(path, msg("This cannot be before {first}.", first=last))


def _entitled(_facts: "ReconciliationFacts", event: happened.ActApproved, register: Register) -> Iterator[Violation]:
    yield from signed(event, register).violations()


def _follows_approval(
    facts: "ReconciliationFacts", event: happened.ReconciliationClosed, _register: Register
) -> Iterator[Violation]:
    if facts.approved and event.closed_on < facts.approved.approved_on:
        yield Violation(("closed_on",), msg("This cannot be before {first}.", first=facts.approved.approved_on))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.ReconciliationAssigned: (_has_servants,),
    happened.OwnListEntered: (_not_frozen, _codes_are_new, _own_rows),
    happened.RegistryListReceived: (_not_frozen, _codes_are_new, _asked_before),
    happened.RowsWithdrawn: (_not_frozen, _rows_are_there),
    happened.DifferenceResolved: (_not_frozen, _difference_is_there),
    happened.ResolutionRevoked: (_not_frozen,),
    happened.ActApproved: (_ready, _entitled),
    happened.PartHandedOver: (_ready,),
    happened.ConsolidationDecided: (consolidation.decided,),
    happened.CoverageBegun: (consolidation.begun,),
    happened.PartReturned: (consolidation.not_consolidated,),
    happened.ReconciliationClosed: (_follows_approval,),
}
