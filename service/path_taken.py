"""The path that a case took through the states of its workflow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from events.case import FactCorrected, days_of
from workflows.case import Case


@dataclass(frozen=True, slots=True)
class Step:
    """An entry that brought a case into a state: its number, type, and the day on which it happened as is known now."""

    number: int
    topic: str
    source: str
    state: str
    on: date


@dataclass(frozen=True, slots=True)
class Taken:
    """The days on which each state was entered, how often which type of event led from which state to which, and where the case is."""

    days: Mapping[str, Sequence[date | None]] = field(default_factory=dict)
    actions: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    now: str = ""


NOWHERE = Taken()
"""No path: a workflow as such."""


def steps(case: Case) -> list[Step]:
    """Give what brought the case from state to state, in the order of the record."""
    days = days_of(case.history)
    return [
        Step(event.originator_version, event.TOPIC, event.source, event.state, days[event.originator_version])
        for event in case.history
        if event.source != event.state and not isinstance(event, FactCorrected)
    ]


def taken(case: Case) -> Taken:
    """Give the path of a case."""
    days: dict[str, list[date]] = {}
    for step in steps(case):
        days.setdefault(step.state, []).append(step.on)
    return Taken(days, Counter((event.source, event.state, event.TOPIC) for event in case.history), case.state)
