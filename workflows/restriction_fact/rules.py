"""The time limits of the law on restrictions; the Instruction sets none, so that they remind (law-and-calendar §2.5)."""

from collections.abc import Callable, Iterator
from datetime import date

from events import restriction_fact as happened
from events.deadlines import Strength
from events.event import CaseEvent
from workflows.calendar import Unit
from workflows.restriction_fact.facts import RestrictionFacts
from workflows.terms import Compute, Instance, Rule, within


def _owed(
    anchor: Callable[[CaseEvent | None], date | None], done: Callable[[RestrictionFacts], CaseEvent | None]
) -> Callable[[RestrictionFacts], Iterator[Instance]]:
    """A limit that counts from what was registered and is kept by what followed."""

    def instances(facts: RestrictionFacts) -> Iterator[Instance]:
        if day := anchor(facts.registered):
            act = done(facts)
            yield Instance(day, act.occurred_on if act else None, ended_on=facts.ended_on)

    return instances


def _gift_known(event: CaseEvent | None) -> date | None:
    if isinstance(event, happened.BenefitAccepted) and event.kind is happened.BenefitKind.GIFT:
        return event.known_on
    return None


def _property_bound(event: CaseEvent | None) -> date | None:
    if isinstance(event, happened.IncompatibleActivityFound) and event.kind is happened.ActivityKind.PROPERTY:
        return event.bound_since or event.found_on
    return None


def _account_bound(event: CaseEvent | None) -> date | None:
    return event.bound_since or event.found_on if isinstance(event, happened.ForeignAccountFound) else None


def _relatives_found(event: CaseEvent | None) -> date | None:
    return event.found_on if isinstance(event, happened.RelativesFound) else None


def _recommended(
    code: str,
    row: str,
    title: str,
    article: str,
    compute: Compute,
    instances: Callable[[RestrictionFacts], Iterator[Instance]],
) -> Rule:
    return Rule(code, row, title, f"Law 410-V, {article}", compute, instances, Strength.RECOMMENDED)


def _cured(facts: RestrictionFacts) -> CaseEvent | None:
    return facts.cured


def _handed_over(facts: RestrictionFacts) -> CaseEvent | None:
    return facts.handed_over


RULES = (
    _recommended(
        "TRUST", "2.5.1", "Put the property in trust", "art. 13(5)",
        within(30, Unit.CALENDAR_DAYS), _owed(_property_bound, _cured),
    ),
    _recommended(
        "GIFT", "2.5.4", "Hand the gift over", "art. 12(6)",
        within(7, Unit.CALENDAR_DAYS), _owed(_gift_known, _handed_over),
    ),
    _recommended(
        "ACCOUNT", "2.5.5", "Close the accounts in foreign banks", "art. 14-1",
        within(6, Unit.MONTHS), _owed(_account_bound, _cured),
    ),
    _recommended(
        "RELATIVES", "2.5.R", "End the joint service of relatives", "art. 14",
        within(3, Unit.MONTHS), _owed(_relatives_found, _cured),
    ),
)  # fmt: skip
