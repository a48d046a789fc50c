"""The organisations that a case speaks of beside its own, so that its page can name them."""

from collections.abc import Iterator

from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case
from workflows.conviction.facts import ConvictionFacts
from workflows.reconciliation.facts import ReconciliationFacts
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.subtask.facts import SubtaskFacts


def organizations(case: Case) -> set[str]:
    """Give the codes of the organisations on the page of a case."""
    return {case.organization, *_mentioned(case)}


def _mentioned(case: Case) -> Iterator[str]:
    match case.facts:
        case CartogramFacts() as facts:
            yield from facts.analysed
            for section in (facts.positions, facts.risks):
                yield from (row.organization for row in (*section.missing, *section.superfluous, *section.unverified))
        case ScheduleFacts() as facts:
            yield from facts.objects
        case AnalysisFacts() as facts:
            if facts.scheduled:
                yield facts.scheduled.body
            if facts.forwarded:
                yield from (facts.forwarded.recipient, *facts.forwarded.copies)
        case SubtaskFacts() as facts:
            yield from (row.organization for rows in facts.positions.values() for row in rows if row.organization)
        case ConvictionFacts() as facts:
            yield from (check.body for check in facts.checks.values())
        case ReconciliationFacts() as facts:
            yield from (*facts.covers, *(one.body for one in facts.coverings))
        case _:
            pass
