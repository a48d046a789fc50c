"""Extensions of deadlines: what may be extended, until when, and which extensions stand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from events.almaty import day_of
from events.case import DeadlineExtended, FactCorrected, corrected, corrections
from events.deadlines import EXTENSION, Arithmetic, Bound
from events.event import CaseEvent
from events.text import msg
from workflows.calendar import Calendar
from workflows.calendar.arithmetic import add_months
from workflows.case import Case
from workflows.refusals import Violation
from workflows.standing import Standing
from workflows.terms import Extensions

LONGEST = 12
"""Months by which a document extends a deadline at most, so that a slip of the year is found."""


def extendable(case: Case) -> list[str]:
    """Give the keys of the deadlines that can be extended: what is awaited and has a last day."""
    awaited = [s.deadline for s in case.deadlines.values() if s.open and s.deadline.bound is not Bound.NOT_BEFORE]
    return [deadline.key for deadline in sorted(awaited, key=lambda deadline: (deadline.due, deadline.key))]


def extensions(case: Case, draft: CaseEvent, calendar: Calendar) -> Extensions:
    """Give the last extension of each deadline as it is known once one more event, not completed yet, is recorded."""
    history = (*case.history, draft)
    if not any(isinstance(event, DeadlineExtended) for event in history):
        return {}
    known = corrections(history)
    found: dict[str, Arithmetic] = {}
    for version, event in enumerate(history, 1):
        if isinstance(event, DeadlineExtended):
            said = corrected(event, known[version].data) if version in known else event
            if not isinstance(said, DeadlineExtended):
                continue
            if not said.taken_back:
                made = _made(event, event.key) or _first(case, event, calendar)
                found[event.key] = replace(made, due=said.extended_to, act=said.act)
            elif left := _left(case, said, known[version], found.get(event.key), calendar):
                found[event.key] = left
    return found


def _left(
    case: Case, said: DeadlineExtended, correction: FactCorrected, before: Arithmetic | None, calendar: Calendar
) -> Arithmetic | None:
    """Give what an extension that was taken back leaves all the same: nobody is held to a day on which they knew of a later one.

    None if the date from before can be met yet; or if the extension was not the last one.
    """
    if correction.originator_version <= case.version:
        left = _made(correction, said.key)
        return left if left and left.unit == EXTENSION and left.act == said.act else None
    standing, was = case.deadlines[said.key], case.event(correction.corrects)
    shown = standing.deadline.arithmetic
    if shown.unit != EXTENSION or not isinstance(was, DeadlineExtended) or shown.act != was.act:
        return None
    earliest = _earliest(standing, day_of(correction.timestamp), calendar)
    due = before.due if before else shown.extended_from
    left = replace(shown, due=earliest, moved_from=None, skipped=(), act=said.act)
    return left if due and due < earliest else None


def _earliest(standing: Standing, today: date, calendar: Calendar) -> date:
    """Give the earliest day to which a date that was shown may be brought back: the next working day, or that of the act."""
    if standing.over:
        return standing.deadline.due
    held = standing.judgement.done_on if standing.judgement else calendar.shift(today, 1)
    return min(standing.deadline.due, held)


def violations(case: Case, draft: CaseEvent, subject: CaseEvent, calendar: Calendar) -> Iterator[Violation]:
    """Say what is wrong with an extension, or with a corrected one, which is the `subject` of a draft; nothing is with other events."""
    if not isinstance(subject, DeadlineExtended):
        return
    if not (subject.file or subject.address):
        yield Violation(("file",), msg("Attach the document, or give the address where it is published."))
    yield from _too_far(case, subject)
    original = case.event(subject.originator_version)
    if original is None:
        if subject.taken_back:
            yield Violation(("taken_back",), msg("Only what was extended is taken back: correct its entry."))
        if subject.key not in extendable(case):
            yield _not_extendable(case, subject.key)
            return
        before: date | None = case.deadlines[subject.key].deadline.due
    else:
        made = _made(case.history[subject.originator_version - 1], subject.key)
        before = made.extended_from if made else None
    wrong = list(_wrong_date(subject.extended_to, before, calendar))
    if not wrong and original is not None:
        wrong += _brought_back(case, draft, subject.key, calendar)
    yield from wrong


def _brought_back(case: Case, draft: CaseEvent, key: str, calendar: Calendar) -> Iterator[Violation]:
    """Say that a correction would hold the performer to a day on which they knew of a later one."""
    standing, now = case.deadlines[key], extensions(case, draft, calendar).get(key)
    if now is None or now.anchor != standing.deadline.arithmetic.anchor:
        return
    earliest = _earliest(standing, day_of(draft.timestamp), calendar)
    if now.due < earliest:
        text = msg(
            "{due} was shown until now: the date is brought back to {earliest} at the earliest.",
            due=standing.deadline.due,
            earliest=earliest,
        )
        yield Violation(("extended_to",), text)


def _too_far(case: Case, subject: DeadlineExtended) -> Iterator[Violation]:
    """Say that a date lies too far ahead: a slip of the year, or after what the deadline is to come before."""
    standing = case.deadlines.get(subject.key)
    if standing is None:
        return
    known = standing.deadline.arithmetic
    first = next((one.arithmetic for one in standing.previous if one.arithmetic.anchor == known.anchor), known)
    is_new = case.event(subject.originator_version) is None
    latest = add_months(known.due if is_new else known.extended_from or known.due, LONGEST)
    if first.due < known.anchor < subject.extended_to:
        text = msg("It has to be done before {day}: the new date cannot be later.", day=known.anchor)
        yield Violation(("extended_to",), text)
    elif subject.extended_to > latest:
        text = msg("At most a year is given at once, until {latest}: check the year.", latest=latest)
        yield Violation(("extended_to",), text)


def _wrong_date(day: date, before: date | None, calendar: Calendar) -> Iterator[Violation]:
    path = ("extended_to",)
    if not calendar.first <= day <= calendar.last:
        text = msg("The calendar covers {first} to {last}.", first=calendar.first, last=calendar.last)
        yield Violation(path, text)
    elif before and day <= before:
        yield Violation(path, msg("A deadline is only extended: the new date must be later than {due}.", due=before))
    elif not calendar.is_working(day):
        text = msg("{day} is not a working day: the next one is {next}.", day=day, next=calendar.shift(day, 0))
        yield Violation(path, text)


def _not_extendable(case: Case, key: str) -> Violation:
    standing = case.deadlines.get(key)
    if standing is None:
        text = msg("The case has no deadline “{key}”.", key=key)
    elif standing.open:
        text = msg("“{key}” is the first day on which it may be done: there is nothing to extend.", key=key)
    else:
        text = msg("“{key}” is settled: only what is awaited is extended.", key=key)
    return Violation(("key",), text)


def _made(event: CaseEvent, key: str) -> Arithmetic | None:
    """Give the date that a recorded event set for a deadline; None of one that set none, or is not completed yet."""
    return next((deadline.arithmetic for deadline in event.deadlines.set if deadline.key == key), None)


def _first(case: Case, event: DeadlineExtended, calendar: Calendar) -> Arithmetic:
    """Give the date that an extension sets; counted from what the deadline is counted from, so that it goes with that."""
    before = case.deadlines[event.key].deadline.arithmetic
    return Arithmetic(
        before.anchor,
        0,
        EXTENSION,
        event.extended_to,
        calendar=calendar.version,
        act=event.act,
        extended_from=before.due,
    )
