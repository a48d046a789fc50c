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
    lapsed: bool = False
    previous: tuple[Deadline, ...] = ()

    @property
    def open(self) -> bool:
        """Whether the act is still awaited."""
        return self.judgement is None and not self.over

    @property
    def over(self) -> bool:
        """Whether it no longer applies, done or not."""
        return self.dropped or self.lapsed

    @property
    def status(self) -> str:
        """One word: open, missed, met, met_late, early, dropped, or not_done when the case ended without the act."""
        if self.over:
            return "dropped" if self.dropped else "not_done"
        if self.judgement is not None:
            return {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}[self.judgement.outcome]
        return "missed" if self.missed_on else "open"


Standings = Mapping[str, Standing]


def judge(deadline: Deadline, done_on: date, calendar: Calendar) -> Judgement:
    """Compare an act with its deadline; the margin is in working days."""
    if deadline.bound is Bound.NOT_BEFORE:
        outcome = Outcome.IN_TIME if done_on >= deadline.due else Outcome.EARLY
        margin = calendar.working_days_between(deadline.due, done_on)
    elif done_on <= deadline.due:
        outcome, margin = Outcome.IN_TIME, calendar.working_days_between(done_on, deadline.due)
    else:
        # Counted from the due date: an act on a Sunday is as late as one on the Friday before.
        outcome, margin = Outcome.LATE, -calendar.working_days_between(deadline.due, done_on)
    return Judgement(deadline.key, deadline.due, done_on, outcome, margin)


def changes(rules: Iterable[Rule], facts: Any, standings: Standings, calendar: Calendar, on: date) -> DeadlineChanges:
    """Say what the facts of a case, changed on a day, now do to its deadlines.

    A deadline is set when its anchor is first known and again when the anchor moves; it is judged when its act is known
    and again when a correction moves the act. One whose instance is gone is dropped, unless it was due before that day
    and not done: then it lapses. A date once computed is computed again only for the performer's good: an act is judged
    by a later date if the calendar gives one now.
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
            known = standing.judgement if standing and not fresh else None
            done_on = instance.done_on if known is None or known.done_on != instance.done_on else None
            if done_on and not fresh and (later := _postponed(rule, deadline, calendar)):
                deadline, fresh = later, True
            if fresh:
                result_set.append(deadline)
            if done_on:
                judged.append(judge(deadline, done_on, calendar))
    return DeadlineChanges(tuple(result_set), tuple(judged), *_gone(standings, seen, on))


def _gone(standings: Standings, seen: set[str], on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the keys that no longer apply, and of these apart those that were due before the day and not done."""
    gone = {key: standing for key, standing in standings.items() if key not in seen and not standing.over}
    lapsed = tuple(
        key for key, s in gone.items() if s.open and s.deadline.bound is Bound.NOT_LATER and s.deadline.due < on
    )
    return tuple(key for key in gone if key not in lapsed), lapsed


def postponed(rules: Iterable[Rule], deadline: Deadline, calendar: Calendar) -> Deadline | None:
    """Give an open deadline with the later date that the calendar gives it now, None if it gives none."""
    return next((_postponed(rule, deadline, calendar) for rule in rules if rule.code == deadline.rule), None)


def _postponed(rule: Rule, deadline: Deadline, calendar: Calendar) -> Deadline | None:
    if deadline.bound is Bound.NOT_BEFORE or deadline.arithmetic.calendar == calendar.version:
        return None
    now = rule.compute(deadline.arithmetic.anchor, calendar)
    return replace(deadline, arithmetic=now) if now.due > deadline.due else None


def _deadline(
    rule: Rule, key: str, instance: Instance, standing: Standing | None, calendar: Calendar
) -> tuple[Deadline, bool]:
    """Keep the deadline that stands, or make the one that the anchor asks for."""
    if standing and not standing.over and standing.deadline.arithmetic.anchor == instance.anchor:
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
    for key in changed.lapsed:
        result[key] = replace(result[key], lapsed=True)
    return result
