"""What a policy may not say: each refusal names the field and says what to do."""

from collections.abc import Iterator, Sequence
from datetime import time
from itertools import pairwise

from events.alert_policy import Above, AlertPolicyApproved, AlertPolicyProposed, AlertRules
from events.almaty import day_of
from events.event import CaseEvent
from events.text import msg
from workflows.alert_policy.version import Version, is_quiet
from workflows.refusals import Violation

_LINE = list(Above)


def violations(versions: Sequence[Version], event: CaseEvent) -> list[Violation]:
    """Say everything that is wrong with an event, given the versions approved by then."""
    match event:
        case AlertPolicyProposed():
            below = (Violation(("rules", *wrong.path), wrong.text) for wrong in contradictions(event.rules))
            return [*below, *_out_of_time(versions, event)]
        case AlertPolicyApproved() if event.version != versions[-1].number:
            text = msg("Version {n} is proposed: look at it, and approve that one.", n=versions[-1].number)
            return [Violation(("version",), text)]
        case _:
            return []


def contradictions(rules: AlertRules) -> Iterator[Violation]:
    """Say what a policy contradicts itself in."""
    for index, (days, later) in enumerate(pairwise(rules.reminders), 1):
        if later >= days:
            text = msg("The earliest reminder comes first: after {n} a smaller number, each once.", n=days)
            yield Violation(("reminders", index), text)
    for index, (days, later) in enumerate(pairwise(rules.overdue), 1):
        if later <= days:
            text = msg("The earliest notice comes first: after {n} a larger number, each once.", n=days)
            yield Violation(("overdue", index), text)
    yield from _line(rules)
    yield from _hours(rules)
    yield from _silent(rules)


def _line(rules: AlertRules) -> Iterator[Violation]:
    for index, (step, above) in enumerate(pairwise(rules.escalation), 1):
        if _LINE.index(above.to) <= _LINE.index(step.to):
            text = msg("Each step leads further up: {line}, each once.", line=tuple(_LINE))
            yield Violation(("escalation", index, "to"), text)


def _hours(rules: AlertRules) -> Iterator[Violation]:
    if rules.quiet_from == rules.quiet_until:
        yield Violation(("quiet_until",), msg("The quiet hours must leave time to send: choose another end."))
    elif is_quiet(rules, time.fromisoformat(rules.digest_at)):
        text = msg(
            "The digest cannot be sent in the quiet hours, {begin} to {end}: choose a time outside them.",
            begin=rules.quiet_from,
            end=rules.quiet_until,
        )
        yield Violation(("digest_at",), text)


def _silent(rules: AlertRules) -> Iterator[Violation]:
    """Say where notices are asked for that nobody would get: nobody may learn nothing of a binding deadline."""
    if (rules.reminders or rules.on_day) and not (rules.hard.reminder or rules.hard.today):
        yield Violation(("hard", "reminder"), msg("Name somebody who is told of binding deadlines before they pass."))
    if not rules.reminders and not rules.on_day:
        yield Violation(("reminders",), msg("Name at least one day on which people are told before a deadline passes."))
    if not rules.hard.overdue:
        yield Violation(("hard", "overdue"), msg("Name somebody who is told when a binding deadline has passed."))


def _out_of_time(versions: Sequence[Version], event: AlertPolicyProposed) -> Iterator[Violation]:
    today, last = day_of(event.timestamp), versions[-1]
    if event.in_force_from < today:
        text = msg(
            "A policy comes into force today ({today}) at the earliest: what people were told is told.", today=today
        )
        yield Violation(("in_force_from",), text)
    elif event.in_force_from < last.since:
        text = msg(
            "Version {n} comes into force on {day}: choose that day or a later one.", n=last.number, day=last.since
        )
        yield Violation(("in_force_from",), text)
    if event.rules == last.rules:
        yield Violation(("rules",), msg("This is what version {n} says: change something.", n=last.number))
