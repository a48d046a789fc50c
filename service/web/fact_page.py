"""What the page of a fact says beside its history: the fact, what was reported or ended it, and the measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.event import CaseEvent
from projections.resembling import Resembling, resembling
from service.appendix import cleared
from service.i18n import Translator
from service.web.entries import Shown, of_event
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.conviction.facts import ConvictionFacts
from workflows.fact import FactFacts
from workflows.measured import MeasuredFacts
from workflows.offence_report.facts import OffenceReportFacts
from workflows.restriction_fact.facts import RestrictionFacts


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry that counts: its number in the history, what it is, its day and fields."""

    number: int
    topic: str
    on: date
    shown: list[Shown]


def stated(case: Case, t: Translator) -> list[Stated]:
    """Give what is stated of a fact, as it is known now; nothing for other cases."""
    told = [event for event in _told(case) if event]
    return [Stated(event.originator_version, event.TOPIC, event.occurred_on, of_event(event, t)) for event in told]


def _told(case: Case) -> Sequence[CaseEvent | None]:
    match case.facts:
        case RestrictionFacts() as facts:
            return (facts.registered, facts.cured, facts.handed_over, *facts.measures)
        case MeasuredFacts() as facts:
            return (facts.registered, *facts.measures)
        case OffenceReportFacts() as facts:
            executed = sorted(facts.executed.values(), key=lambda event: event.originator_version)
            return (facts.registered, *facts.reports, *facts.replies, *executed)
        case ConvictionFacts() as facts:
            return (facts.registered, *facts.appeals)
        case _:
            return ()


async def looks_like(visitor: Visitor, case: Case) -> Sequence[Resembling]:
    """Give the registrations that count as one with a fact or look like it, as far as the visitor may see them."""
    facts = case.facts
    if not isinstance(facts, FactFacts) or facts.registered is None:
        return ()
    register = await visitor.service.cases.registry.current()
    seen = cleared(register, visitor.person.person, visitor.present.day)
    async with visitor.looking() as conn:
        found = await resembling(conn, [case.id], scope=visitor.scope, cleared=seen)
    others = [other for other in found.get(case.id, ()) if other.id != facts.same_as]
    await visitor.service.gate.listed(visitor.person, ((other.id, other) for other in others))
    return others
