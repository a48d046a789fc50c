"""What a broken restriction may not contradict.

Checks look at the facts as they are after the event, so that an action and a later correction of it are checked by the
same sentences. A wrong time is a deadline's judgement.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import restriction_fact as happened
from events.event import CaseEvent
from events.spelling import folded
from events.text import msg
from workflows.measured import measured_violations, not_before
from workflows.refusals import Violation

if TYPE_CHECKING:
    from workflows.restriction_fact.facts import RestrictionFacts

Check = Callable[["RestrictionFacts", Any], Iterator[Violation]]


def violations(facts: "RestrictionFacts", event: CaseEvent) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    own = [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event)]
    return [*own, *measured_violations(facts, event, facts.cured, facts.handed_over)]


def _until_found(path: str) -> Check:
    def check(_facts: "RestrictionFacts", event: Any) -> Iterator[Violation]:
        day = getattr(event, path)
        if day is not None and day > event.found_on:
            yield Violation((path,), msg("This cannot be after {last}.", last=event.found_on))

    return check


def _people_differ(_facts: "RestrictionFacts", event: Any) -> Iterator[Violation]:
    seen = set()
    for index, one in enumerate(event.people):
        if (key := (folded(one.name), folded(one.position))) in seen:
            yield Violation(("people", index), msg("This row stands here twice."))
        seen.add(key)


def _two_people(_facts: "RestrictionFacts", event: happened.RelativesFound) -> Iterator[Violation]:
    if event.first == event.second:
        yield Violation(("second",), msg("This is the same person in the same position: name the other one."))


def _cures_this(facts: "RestrictionFacts", event: happened.RestrictionCured) -> Iterator[Violation]:
    if event.how not in facts.cures:
        text = msg("This does not cure it here. What does: {cures}.", cures=tuple(facts.cures) or "—")
        yield Violation(("how",), text)
    if facts.cured and facts.cured.originator_version != event.originator_version:
        yield Violation(("cured_on",), msg("It is recorded already when it was cured: correct that entry."))


def _is_a_gift(facts: "RestrictionFacts", event: happened.GiftHandedOver) -> Iterator[Violation]:
    known = facts.registered
    if not facts.is_gift:
        yield Violation(("handed_on",), msg("Only a gift is handed over (l.488)."))
    elif isinstance(known, happened.BenefitAccepted) and known.received_on:
        yield from not_before(event, known.received_on)
    if facts.handed_over and facts.handed_over.originator_version != event.originator_version:
        yield Violation(("handed_on",), msg("It is recorded already when it was handed over: correct that entry."))


def _gift_is_handed_over(facts: "RestrictionFacts", event: happened.RestrictionFactClosed) -> Iterator[Violation]:
    owed = facts.is_gift and facts.handed_over is None
    if owed and event.not_handed_over is None:
        text = msg("Record that the gift was handed over, with its act, or say why it cannot be (l.488–490).")
        yield Violation(("not_handed_over",), text)
    if not owed and event.not_handed_over is not None:
        yield Violation(("not_handed_over",), msg("There is no gift left to hand over: leave this empty."))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.ConflictOfInterestFound: (_people_differ,),
    happened.InsiderUseFound: (_until_found("asked_on"),),
    happened.BenefitAccepted: (_until_found("received_on"),),
    happened.ForeignAccountFound: (_people_differ,),
    happened.RelativesFound: (_two_people,),
    happened.RestrictionCured: (_cures_this,),
    happened.GiftHandedOver: (_is_a_gift,),
    happened.RestrictionFactClosed: (_gift_is_handed_over,),
}
