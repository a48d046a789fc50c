"""Rules of time as data, and what an event does to the deadlines of its case (design §6)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from events.deadlines import EXTENSION, Arithmetic, Bound, Deadline, DeadlineChanges, Judgement, Outcome, Strength
from workflows.calendar import Calendar, Given, Unit, due
from workflows.standing import Standing, Standings


class Instance(NamedTuple):
    """One application of a rule to a case.

    `anchor` is the day counted from, `done_on` the day the act happened (None while it
    has not), `suffix` makes the key unique among several, `subject` names it to people.
    `ended_on` is the day on which the work ended: an act that was not due by then is owed no
    more, one that was and is not done stays a breach.
    """

    anchor: date
    done_on: date | None
    suffix: str = ""
    subject: str = ""
    ended_on: date | None = None


Compute = Callable[[date, Calendar], Arithmetic]


def within(amount: int, unit: Unit) -> Compute:
    """Count `amount` of `unit` from the anchor, moved off non-working days as the codes say."""
    return lambda anchor, calendar: due(anchor, amount, unit, calendar)


def given(what: Given) -> Compute:
    """The anchor itself, the last day of a period or a day of its own, working day or not."""
    return unmoved(lambda anchor: anchor, 0, what)


def unmoved(target: Callable[[date], date], amount: int, unit: Unit | Given) -> Compute:
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


Extensions = Mapping[str, Arithmetic]
"""The last extension of each deadline that was extended, by its key."""


def changes(
    rules: Iterable[Rule],
    facts: Any,
    standings: Standings,
    calendar: Calendar,
    extensions: Extensions = MappingProxyType({}),
) -> DeadlineChanges:
    """Say what the facts of a case, just changed, do to its deadlines.

    A deadline is set when its anchor is first known and again when the anchor moves; it is judged when its act is known
    and again when a correction moves the act. Of what is not done when the work ends, that which was due lapses and the rest is
    dropped; another end decides anew. One whose instance is gone is dropped. A date once computed is computed again only
    for the performer's good: an act or an end is held against a later date if the calendar gives one now. An extension
    stands as long as its anchor does, unless it is taken back or a later date stands.
    """
    made = _Made([], [], [], [])
    seen: set[str] = set()
    for rule in rules:
        for instance in rule.instances(facts):
            key = f"{rule.code}/{instance.suffix}" if instance.suffix else rule.code
            seen.add(key)
            standing = standings.get(key)
            extension = extensions.get(key)
            if standing is None or not _stands(standing, instance, extension):
                _change(made, rule, key, instance, standing, calendar, extension)
    made.dropped.extend(key for key, standing in standings.items() if key not in seen and not standing.dropped)
    return DeadlineChanges(tuple(made.set), tuple(made.judged), tuple(made.dropped), tuple(made.lapsed))


class _Made(NamedTuple):
    """The changes of one event, being collected."""

    set: list[Deadline]
    judged: list[Judgement]
    dropped: list[str]
    lapsed: list[str]


def _stands(standing: Standing, instance: Instance, extension: Arithmetic | None) -> bool:
    """Whether a deadline of work that has not ended is already what its instance asks for."""
    done_on, judgement, arithmetic = instance.done_on, standing.judgement, standing.deadline.arithmetic
    return (
        (done_on == judgement.done_on if judgement else done_on is None and instance.ended_on is None)
        and not (standing.dropped or standing.lapsed)
        and (arithmetic is (known := _known(standing, instance, extension)) or arithmetic == known)
    )


def _known(standing: Standing | None, instance: Instance, extension: Arithmetic | None) -> Arithmetic | None:
    """Give the date that is known for an anchor: the extension, or what was computed, None while neither is."""
    own = standing.deadline.arithmetic if standing and standing.deadline.arithmetic.anchor == instance.anchor else None
    if extension is None or extension.anchor != instance.anchor:
        return _computed(standing, own) if standing and own else None
    if own is None or own.unit == EXTENSION:
        return own if own and own.moved_from == extension.due else extension
    return own if own.due >= extension.due else extension


def _computed(standing: Standing, own: Arithmetic) -> Arithmetic | None:
    """Give the date that was last computed for an anchor: that which stands, or of an extension that was taken back, the one before."""
    last = (own, *(deadline.arithmetic for deadline in reversed(standing.previous)))
    return next((one for one in last if one.unit != EXTENSION and one.anchor == own.anchor), None)


def _change(
    made: _Made,
    rule: Rule,
    key: str,
    instance: Instance,
    standing: Standing | None,
    calendar: Calendar,
    extension: Arithmetic | None,
) -> None:
    ended_on = None if instance.done_on else instance.ended_on
    known = _known(standing, instance, extension)
    deadline, fresh = _deadline(rule, key, instance, standing, known, calendar)
    day = instance.done_on or ended_on
    if day and not fresh and deadline.due < day and (later := _postponed(rule, deadline, calendar)):
        deadline, fresh = later, True
    lapsed = ended_on is not None and deadline.bound is Bound.NOT_LATER and deadline.due < ended_on
    if fresh:
        made.set.append(deadline)
    if instance.done_on:
        made.judged.append(judge(deadline, instance.done_on, calendar))
    elif ended_on and (fresh or not standing or not (standing.lapsed if lapsed else standing.dropped)):
        (made.lapsed if lapsed else made.dropped).append(key)


def postponed(rules: Iterable[Rule], deadline: Deadline, calendar: Calendar) -> Deadline | None:
    """Give an open deadline with the later date that the calendar gives it now, None if it gives none."""
    return next((_postponed(rule, deadline, calendar) for rule in rules if rule.code == deadline.rule), None)


def _postponed(rule: Rule, deadline: Deadline, calendar: Calendar) -> Deadline | None:
    if deadline.bound is Bound.NOT_BEFORE or deadline.arithmetic.calendar == calendar.version:
        return None
    now = computed_anew(rule, deadline.arithmetic, calendar)
    return replace(deadline, arithmetic=now) if now.due > deadline.due else None


def computed_anew(rule: Rule, known: Arithmetic, calendar: Calendar) -> Arithmetic:
    """Give a date as a calendar has it now; one that a document set moves only off a day off (Civil Code art. 175)."""
    if known.unit != EXTENSION:
        return rule.compute(known.anchor, calendar)
    day = calendar.shift(known.due, 0)
    if day == known.due:
        return known
    skipped = calendar.off_between(known.due, day)
    return replace(known, due=day, moved_from=known.moved_from or known.due, skipped=skipped, calendar=calendar.version)


def _deadline(
    rule: Rule, key: str, instance: Instance, standing: Standing | None, known: Arithmetic | None, calendar: Calendar
) -> tuple[Deadline, bool]:
    """Give the deadline that the anchor asks for, and whether it is to be set: it is new, moved or awaited again."""
    if standing and standing.deadline.arithmetic == known:
        undone = standing.judgement is not None and instance.done_on is None
        revived = standing.over and (instance.done_on or not instance.ended_on)
        return standing.deadline, bool(undone or revived)
    arithmetic = known or rule.compute(instance.anchor, calendar)
    fresh = Deadline(key, rule.code, rule.subtask, rule.basis, rule.strength, rule.bound, arithmetic, instance.subject)
    return fresh, True
