"""The time limit of admission: D15 of requirements §5."""

from collections.abc import Iterator

from events.hiring_check import HiringProcedure
from workflows.calendar import Unit
from workflows.hiring_check.facts import HiringFacts
from workflows.terms import Instance, Rule, within


def _admission(facts: HiringFacts) -> Iterator[Instance]:
    """Count from the end of the intake, in competitions of state bodies alone (A-31)."""
    begun = facts.begun
    if begun and begun.procedure is HiringProcedure.COMPETITION and begun.intake_ended_on:
        decided = facts.decided.decided_on if facts.decided else None
        yield Instance(begun.intake_ended_on, decided, ended_on=facts.ended_on)


RULES = (
    Rule("D15", "2.4.1", "Decide who is admitted to the interview", "l.439", within(2, Unit.WORKING_DAYS), _admission),
)
