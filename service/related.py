"""Which cases have to do with a case, by what it says and by what follows from it."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from events.event import CaseEvent
from events.text import Text, msg
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.cartogram.keepers import keeper
from workflows.case import Case
from workflows.consequences import case_id
from workflows.fact import FactFacts, quarter, row_case
from workflows.liability_check.consequences import move_id
from workflows.liability_check.facts import LiabilityFacts
from workflows.register import Register
from workflows.risk_analysis.facts import AnalysisFacts

NAMED: Mapping[str, Text] = {
    "analysis": msg("Analyses"),
    "schedule": msg("Schedule of analyses"),
    "conviction": msg("Crime"),
    "check": msg("Checks"),
    "fact": msg("Facts"),
    "same_as": msg("The same fact"),
    "by": msg("Consolidated in"),
}
"""Fields of events that name another case: how those cases are called beside this one."""


def related(case: Case, register: Register) -> Iterator[tuple[Text, UUID]]:
    """Give the ids of cases beside a case, each with what it is to it; they need not be there, nor may everybody see them."""
    yield from _named(case)
    yield from _following(case, register)


def _named(case: Case) -> Iterator[tuple[Text, UUID]]:
    """Give what the entries name, as they are known now."""
    for event in case.history:
        for name, value in _known(case, event).items():
            if name in NAMED and isinstance(value, UUID):
                yield NAMED[name], value


def _known(case: Case, event: CaseEvent) -> Mapping[str, object]:
    corrected = event.originator_version in case.corrections
    known = case.event(event.originator_version) if corrected else event
    return vars(known or event)


def _following(case: Case, register: Register) -> Iterator[tuple[Text, UUID]]:
    """Give those that follow from it, or from which it follows, under ids that say so."""
    match case.facts:
        case AnalysisFacts() as facts if facts.report:
            year = facts.report.signed_on.year
            if akimat := keeper(case.organization, facts.report.signed_on, register):
                yield msg("Cartogram"), case_id(akimat, "1.5.1", str(year))
            for body in dict.fromkeys((case.organization, *((facts.forwarded.recipient,) if facts.forwarded else ()))):
                yield msg("Work with those in exposed positions"), case_id(body, "4.2.4", str(year))
        case ScheduleFacts() as facts:
            for body in facts.objects:
                yield msg("Analyses"), case_id(body, "1.1.2", str(facts.year))
        case LiabilityFacts() as facts if facts.moved:
            yield msg("Move of the superior"), move_id(case.id)
        case _:
            pass
    if isinstance(case.facts, FactFacts) and (known := case.facts.registered):
        yield msg("Row of Appendix 2"), row_case(case.organization, known.ROW, quarter(known.occurred_on))
