"""What facts of Appendix 2 say, so that lists tell them apart: who and what by the columns of the row, and the measures (l.714).

The read model has no names in it: what is shown is read from the cases, and only of those that a list shows to the reader anyway.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from uuid import UUID

from events.event import CaseEvent
from events.fact import FactRegistered
from service.recall import Recall
from service.sealed import Row
from workflows.case import Case
from workflows.fact import FactFacts
from workflows.liability_check.facts import LiabilityFacts
from workflows.measured import MeasuredFacts
from workflows.offence_report.facts import OffenceReportFacts
from workflows.superior_move.facts import SuperiorMoveFacts

MOST = 500
"""Facts of which one list tells what they say: of more, the lists of their rows do."""


@dataclass(frozen=True, slots=True)
class ToldFact:
    """How a fact is registered, as it is known now, and what was done about it, in the order in which it was recorded."""

    registered: FactRegistered
    measures: tuple[CaseEvent, ...]


async def told_facts(recall: Recall, rows: Iterable[tuple[UUID, Row]]) -> dict[UUID, ToldFact]:
    """Give what the facts of a list say, by case; `rows` are those that the reader may see.

    Of a case that is sealed otherwise than the list knows it, nothing is told.
    """
    listed = dict(islice(dict(rows).items(), MOST))
    found = await recall.several(list(listed))
    told = {
        case_id: told_by(case) for case_id, case in found.items() if case.facts.clearance == listed[case_id].clearance
    }
    return {case_id: fact for case_id, fact in told.items() if fact}


def told_by(case: Case) -> ToldFact | None:
    """Give what a case says of its fact, None if it is of none."""
    facts = case.facts
    if not isinstance(facts, FactFacts) or facts.registered is None:
        return None
    registered = facts.registered
    if isinstance(facts, LiabilityFacts) and facts.registered:  # the superior may have been named later
        registered = replace(facts.registered, superior=facts.superior)
    done = [event for event in _measures(facts) if event]
    return ToldFact(registered, tuple(sorted(done, key=lambda event: event.originator_version)))


def _measures(facts: FactFacts) -> Sequence[CaseEvent | None]:
    match facts:
        case MeasuredFacts():
            return facts.measures
        case OffenceReportFacts():
            return (*facts.reports, *facts.executed.values())
        case LiabilityFacts():
            return (facts.filed, facts.not_filed, facts.resignation, facts.discipline)
        case SuperiorMoveFacts():
            return (facts.closed,)
        case _:
            return ()
