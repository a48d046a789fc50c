"""What the page of a fact of Appendix 2 says beside its history: the fact, what ended it, and the measures."""

from dataclasses import dataclass
from datetime import date

from service.i18n import Translator
from service.web.entries import Shown, of_event
from workflows.case import Case
from workflows.measured import MeasuredFacts
from workflows.restriction_fact.facts import RestrictionFacts


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry that counts: its number in the history, what it is, its day and fields."""

    number: int
    topic: str
    on: date
    shown: list[Shown]


def stated(case: Case, t: Translator) -> list[Stated]:
    """Give what is stated of a fact that ends with measures, as it is known now; nothing for other cases."""
    facts = case.facts
    if not isinstance(facts, MeasuredFacts):
        return []
    ends = (facts.cured, facts.handed_over) if isinstance(facts, RestrictionFacts) else ()
    told = [event for event in (facts.registered, *ends, *facts.measures) if event]
    return [Stated(event.originator_version, event.TOPIC, event.occurred_on, of_event(event, t)) for event in told]
