"""The time limits of subtasks: D16 to D19 and D23 of requirements §5, how long a document is in force, until when work waits."""

from collections.abc import Callable, Iterator
from datetime import date

from events.deadlines import Strength
from events.subtask import EthicsEventHeld, SittingHeld, TrainingHeld
from workflows.calendar import Given
from workflows.subtask import training
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.period import bounds
from workflows.terms import Instance, Rule, given


def _owed(facts: SubtaskFacts, anchor: date, done_on: date | None) -> Iterator[Instance]:
    """Owe nothing more, once the subtask is waived or does not apply, than was due by then."""
    yield Instance(anchor, done_on, subject=facts.period, ended_on=facts.ended_on)


def _held(subtask: str, *kinds: type) -> Callable[[SubtaskFacts], Iterator[Instance]]:
    """At least one event of a kind within the period."""

    def instances(facts: SubtaskFacts) -> Iterator[Instance]:
        if facts.subtask == subtask:
            days = [entry.occurred_on for entry in facts.entries if isinstance(entry, kinds)]
            yield from _owed(facts, bounds(facts.period)[1], min(days, default=None))

    return instances


def _quota(facts: SubtaskFacts) -> Iterator[Instance]:
    if facts.subtask == "4.2.1":
        yield from _owed(facts, bounds(facts.period)[1], training.reached_on(facts.entries))


def _upload(facts: SubtaskFacts) -> Iterator[Instance]:
    if facts.upload_by:
        yield from _owed(facts, facts.upload_by, facts.done_on)


def _validity(facts: SubtaskFacts) -> Iterator[Instance]:
    valid_until = facts.documents[-1].valid_until if facts.documents else None
    if valid_until:
        yield Instance(valid_until, None, subject=facts.period, ended_on=facts.lapsed_on or facts.ended_on)


def _deferral(facts: SubtaskFacts) -> Iterator[Instance]:
    if facts.deferred_until:
        yield Instance(facts.deferred_until, None, subject=facts.period)


RULES = (
    Rule(
        "D16",
        "3.1.1",
        "Hold a training event in the quarter",
        "l.506",
        given(Given.QUARTER),
        _held("3.1.1", TrainingHeld),
    ),
    Rule(
        "D17",
        "4.1.1",
        "Hold a sitting of the commission in the quarter",
        "l.591",
        given(Given.QUARTER),
        _held("4.1.1", SittingHeld),
    ),
    Rule("D18", "4.2.1", "Send at least 5 % of the civil servants to training", "l.613", given(Given.YEAR), _quota),
    Rule(
        "D19",
        "4.2.3",
        "Hold an explanatory event in the month",
        "l.665",
        given(Given.MONTH),
        _held("4.2.3", EthicsEventHeld),
    ),
    Rule("D23", "", "Upload the evidence by the date of the Карта", "l.47", given(Given.DAY), _upload),
    Rule("VALIDITY", "", "Renew the document", "l.514–571", given(Given.DAY), _validity, Strength.RECOMMENDED),
    Rule("DEFERRAL", "", "Take up the deferred work again", "", given(Given.DAY), _deferral, Strength.RECOMMENDED),
)
