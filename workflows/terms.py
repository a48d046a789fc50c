"""Rules of time as data, and what an event does to the deadlines of its case (design §6)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from events.deadlines import Arithmetic, Bound, Deadline, DeadlineChanges, Judgement, Outcome, Strength
from workflows.calendar import Calendar, Unit, due


class Instance(NamedTuple):
    """One application of a rule to a case.

    `anchor` is the day counted from, `done_on` the day the act happened (None while it
    has not), `suffix` makes the key unique among several, `subject` names it to people.
    """

    anchor: date
    done_on: date | None
    suffix: str = ""
    subject: str = ""


Compute = Callable[[date, Calendar], Arithmetic]


def within(amount: int, unit: Unit) -> Compute:
    """Count `amount` of `unit` from the anchor, moved off non-working days as the codes say."""
    return lambda anchor, calendar: due(anchor, amount, unit, calendar)


def unmoved(target: Callable[[date], date], amount: int, unit: Unit) -> Compute:
    """A date that is what it is, working day or not."""
    return lambda anchor, calendar: Arithmetic(anchor, amount, unit, target(anchor), calendar=calendar.version)


@dataclass(frozen=True, slots=True)
class Rule:
    """A requirement of time: what it is called, where it stands, how it is computed, on what."""

    code: str
    subtask: str
    title: str
    basis: str
    compute: Compute
    instances: Callable[[Any], Iterable[Instance]]
    strength: Strength = Strength.HARD
    bound: Bound = Bound.NOT_LATER


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline of a case as it stands: its latest form, its judgement, what it was before."""

    deadline: Deadline
    judgement: Judgement | None = None
    missed_on: date | None = None
    dropped: bool = False
    previous: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the act is still awaited."""
        return self.judgement is None and not self.dropped

    @property
    def status(self) -> str:
        """One word: open, missed, met, met_late, early or dropped."""
        if self.dropped:
            return "dropped"
        if self.judgement is not None:
            return {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}[self.judgement.outcome]
        return "missed" if self.missed_on else "open"


Standings = Mapping[str, Standing]


def judge(deadline: Deadline, done_on: date, calendar: Calendar) -> Judgement:
    """Compare an act with its deadline; the margin is in working days."""
    if deadline.bound is Bound.NOT_BEFORE:
        outcome = Outcome.IN_TIME if done_on >= deadline.due else Outcome.EARLY
        margin = calendar.working_days_between(deadline.due, done_on)
    else:
        outcome = Outcome.IN_TIME if done_on <= deadline.due else Outcome.LATE
        margin = calendar.working_days_between(done_on, deadline.due)
    return Judgement(deadline.key, deadline.due, done_on, outcome, margin)


def changes(rules: Iterable[Rule], facts: Any, standings: Standings, calendar: Calendar) -> DeadlineChanges:
    """Say what the facts of a case now do to its deadlines.

    A deadline is set when its anchor is first known and again when the anchor moves;
    it is judged when its act is known and again when a correction moves the act; an open
    one whose instance is gone is dropped. A date once computed is not computed again.
    """
    result_set: list[Deadline] = []
    judged: list[Judgement] = []
    seen: set[str] = set()
    for rule in rules:
        for instance in rule.instances(facts):
            key = f"{rule.code}/{instance.suffix}" if instance.suffix else rule.code
            seen.add(key)
            standing = standings.get(key)
            deadline, fresh = _deadline(rule, key, instance, standing, calendar)
            if fresh:
                result_set.append(deadline)
            known = standing.judgement if standing and not fresh else None
            if instance.done_on is not None and (known is None or known.done_on != instance.done_on):
                judged.append(judge(deadline, instance.done_on, calendar))
    dropped = tuple(key for key, standing in standings.items() if standing.open and key not in seen)
    return DeadlineChanges(tuple(result_set), tuple(judged), dropped)


def _deadline(
    rule: Rule, key: str, instance: Instance, standing: Standing | None, calendar: Calendar
) -> tuple[Deadline, bool]:
    """Keep the deadline that stands, or make the one that the anchor asks for."""
    if standing and not standing.dropped and standing.deadline.arithmetic.anchor == instance.anchor:
        reopened = standing.judgement is not None and instance.done_on is None
        return standing.deadline, reopened
    arithmetic = rule.compute(instance.anchor, calendar)
    return (
        Deadline(key, rule.code, rule.subtask, rule.basis, rule.strength, rule.bound, arithmetic, instance.subject),
        True,
    )


def folded(standings: Standings, changed: DeadlineChanges) -> dict[str, Standing]:
    """Give the deadlines as they stand after an event."""
    result = dict(standings)
    for deadline in changed.set:
        before = result.get(deadline.key)
        history = (*before.previous, before.deadline) if before and before.deadline != deadline else ()
        result[deadline.key] = Standing(deadline, previous=history)
    for judgement in changed.judged:
        result[judgement.key] = replace(result[judgement.key], judgement=judgement)
    for key in changed.dropped:
        result[key] = replace(result[key], dropped=True)
    return result
