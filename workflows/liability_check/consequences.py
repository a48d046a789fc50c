"""What a check does elsewhere: in itself the verdict, on the crime a note, in Appendix 2 its row, of a move a fact of 2.3.2."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec

from events import liability_check as happened
from events.event import CaseEvent
from events.fact import FactWithdrawn
from workflows.consequences import Consequence, Rule
from workflows.conviction.consequences import REGISTRATION
from workflows.fact import enters, leaves, on_row
from workflows.liability_check.facts import LiabilityFacts
from workflows.register import Register

_WORKFLOW = happened.LiabilityEvent.WORKFLOW


def move_id(check: UUID) -> UUID:
    """Give the id of the fact of 2.3.2 that ends a check."""
    return uuid5(check, "superior_move")


def verdict(event: CaseEvent, facts: LiabilityFacts, _register: Register) -> Iterator[Consequence]:
    """Record what the table says, once the superior is known or an official decided what it leaves open."""
    if facts.verdict and facts.tenure:
        data = msgspec.to_builtins({"verdict": facts.verdict, "tenure": facts.tenure, "political": facts.political})
        yield Consequence(_WORKFLOW, event.originator_id, event.organization, "record_verdict", data)


def opened(event: happened.LiabilityCheckOpened, facts: LiabilityFacts, register: Register) -> Iterator[Consequence]:
    """Enter the fact in Appendix 2, let the crime know of the check, and reach the verdict."""
    if not facts.groundless:
        yield from enters(event, facts, register)
    yield from _followed(event, facts)
    yield from verdict(event, facts, register)


def _followed(opened: happened.LiabilityCheckOpened, facts: LiabilityFacts) -> Iterator[Consequence]:
    """Let the crime know of the check, and whether its superior turned out to be none."""
    if opened.conviction:
        data = {
            "check": str(opened.originator_id),
            "body": opened.organization,
            "by_hand": opened.reason is not None,
            "dropped": any(loss.entry == REGISTRATION for loss in facts.losses),
        }
        yield Consequence(
            "conviction", opened.conviction, opened.organization, "follow_check", data, named="conviction"
        )


def without_ground(event: happened.NoBasisLeft, facts: LiabilityFacts, register: Register) -> Iterator[Consequence]:
    """Take the fact out of its row, if the check was open: there is nothing to report (l.386).

    An act whose overturning was undone before this was told leaves nothing to take out: the check goes on.
    """
    known = facts.registered
    if facts.no_basis is None:
        yield from with_ground(event, facts, register)
        return
    if known and facts.groundless == event.originator_version:
        on = max(event.ended_on, known.found_on)
        yield on_row("leave_fact", event.organization, known.ROW, event.originator_id, known.found_on, on)
    if known and event.entry == REGISTRATION:
        yield from _followed(known, facts)


def regained(event: happened.BasisRegained, facts: LiabilityFacts, register: Register) -> Iterator[Consequence]:
    """Let the crime know, and go on if nothing else takes the ground away."""
    if facts.registered:
        yield from _followed(facts.registered, facts)
    yield from with_ground(event, facts, register)


def with_ground(event: CaseEvent, facts: LiabilityFacts, _register: Register) -> Iterator[Consequence]:
    """Go on with a check that lost its ground, once nothing takes it away any more; end one that turns out to have lost it."""
    lost = facts.no_basis
    if facts.groundless and lost is None and facts.withdrawn is None:
        yield Consequence(_WORKFLOW, event.originator_id, event.organization, "resume", {})
    if lost and not facts.groundless and not facts.over:
        data = msgspec.to_builtins(lost.facts())
        yield Consequence(_WORKFLOW, event.originator_id, event.organization, "lose_basis", data)


def resumed(event: happened.CheckResumed, facts: LiabilityFacts, register: Register) -> Iterator[Consequence]:
    """Enter the fact in its row again, and reach the verdict as it is now, unless something was done by one."""
    if facts.registered:
        yield from enters(facts.registered, facts, register)
    if not facts.reached:
        yield from verdict(event, facts, register)


def withdrawn(event: FactWithdrawn, facts: LiabilityFacts, register: Register) -> Iterator[Consequence]:
    """Take a withdrawn fact out of its row, unless it left with its ground."""
    if not facts.groundless:
        yield from leaves(event, facts, register)


def moved(event: happened.SuperiorMoved, facts: LiabilityFacts, _register: Register) -> Iterator[Consequence]:
    """Register the move as a fact of 2.3.2 (l.421–433)."""
    check, superior = facts.registered, facts.superior
    if check is None or superior is None:
        return
    data: dict[str, Any] = {
        "found_on": event.noted_on,
        "offence": check.offence,
        "superior": superior.name,
        "position": superior.position,
        "new_organization": event.new_organization,
        "new_position": event.new_position,
        "new_appointed_on": event.new_appointed_on,
        "measures_before": event.measures_before,
        "not_finished_reason": event.not_finished_reason,
        "crime_number": check.crime_number,
        "judicial_act": check.outcome.judicial_act,
        "changes": "; ".join(appeal.text for appeal in facts.appeals) or None,
        "check": event.originator_id,
    }
    move = move_id(event.originator_id)
    yield Consequence("superior_move", move, event.organization, "take_over", msgspec.to_builtins(data), begins=True)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.LiabilityCheckOpened: opened,
    happened.SuperiorNamed: verdict,
    happened.DecidedByHand: verdict,
    happened.SuperiorMoved: moved,
    happened.NoBasisLeft: without_ground,
    happened.AppealNoted: with_ground,
    happened.BasisRegained: regained,
    happened.CheckResumed: resumed,
    FactWithdrawn: withdrawn,
}
