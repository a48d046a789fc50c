"""Holding a fact that names the check it followed from to that check: it is there, the caller may name it, and it says so."""

from typing import cast

from events.case import FactCorrected
from events.event import CaseEvent
from events.hired_offender import OffenderFoundHired
from events.superior_move import SuperiorMoveRegistered
from events.text import msg
from service.linked import may_name
from service.recall import Recall, no_case
from workflows.case import Case
from workflows.hiring_check.facts import HiringFacts
from workflows.liability_check.facts import LiabilityFacts
from workflows.refusals import Invalid, Unknown, Violation
from workflows.seat import Command, below_data

NOT_ANSWERED = "candidate_neither_answered_nor_admitted"
"""Remark: the check that is named knows the candidate, but no register answered about them and nobody admitted them."""

_CHECKS = {SuperiorMoveRegistered: LiabilityFacts, OffenderFoundHired: HiringFacts}
"""By the kind of fact, what the case is about that it names in its field `check`."""


async def check_references(recall: Recall, case: Case, command: Command) -> tuple[str, ...]:
    """Refuse a check that is none of that kind or not the caller's to name, all alike; raises `Invalid`. Gives remarks.

    Of a correction the corrected event is held to it.
    """
    found: list[str] = []
    for event in (pending for pending in case.pending_events if isinstance(pending, CaseEvent)):
        original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
        match original or event:
            case SuperiorMoveRegistered() | OffenderFoundHired() as fact if fact.check:
                other = await _named(recall, fact, command)
                wrong = _contradictions(fact, other)
                if wrong:
                    raise Invalid(below_data(wrong) if original else wrong)
                found += _remarks(fact, cast(Case, other))
            case _:
                pass
    return tuple(found)


async def _named(recall: Recall, fact: SuperiorMoveRegistered | OffenderFoundHired, command: Command) -> Case | None:
    """Give the check that a fact names, None if there is none that the caller may name."""
    if fact.check is None:
        return None
    try:
        other = await recall.recall(fact.check)
    except Unknown:
        return None
    named = isinstance(other.facts, _CHECKS[type(fact)]) and may_name(command, fact, other)
    return other if named else None


def _contradictions(fact: SuperiorMoveRegistered | OffenderFoundHired, other: Case | None) -> tuple[Violation, ...]:
    if other is None:
        return (Violation(("check",), no_case(fact.check).text),)
    if isinstance(fact, OffenderFoundHired) and fact.candidate not in {one.code for one in other.facts.candidates}:
        return (Violation(("candidate",), msg("There is no candidate {code} in that check.", code=fact.candidate)),)
    return ()


def _remarks(fact: SuperiorMoveRegistered | OffenderFoundHired, other: Case) -> list[str]:
    if not isinstance(fact, OffenderFoundHired) or fact.candidate is None:
        return []
    facts: HiringFacts = other.facts
    known = fact.candidate in facts.admitted or any(True for _ in facts.answers(fact.candidate))
    return [] if known else [NOT_ANSWERED]
