"""The seat in which a case meets its machine, and where a transition becomes an event.

Payloads are checked here, not by the machine's validators: those run before the guards, and
a caller without the right would be told about fields.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from events.almaty import day_of
from events.case import FactCorrected, corrected
from events.clearance import Clearance
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope
from events.text import Body, Text, msg
from workflows import extension, payload, recording, responsible, signatories, terms
from workflows.actor import Actor, Role
from workflows.calendar import Calendar, OutsideCalendar
from workflows.case import INITIAL, Case, Facts
from workflows.refusals import Invalid, NotPermitted, Violation
from workflows.register import EMPTY, Register

Path = tuple[str | int, ...]
"""What leads to a field: names and indices."""

NO_CHANGES = DeadlineChanges()
LEFT_INCONSISTENT = "leaves_another_entry_inconsistent"
"""Remark on a correction after which another entry refers to what is not there."""


@dataclass(frozen=True, slots=True)
class Command:
    """What a caller wants done: `data` as received, `at` the aware instant of the injected clock."""

    action: str
    data: Mapping[str, Any]
    actor: Actor
    at: datetime
    calendar: Calendar
    envelope: Envelope
    register: Register = EMPTY
    remarks: tuple[str, ...] = ()
    """What was found out about other cases that the data name, and deserves a remark."""

    @property
    def today(self) -> date:
        """The day of the command in Kazakhstan."""
        return day_of(self.at)


class Seat:
    """The model of a machine: whatever case sits in it, and the command being carried out."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.command: Command | None = None
        self.register: Register = EMPTY
        self.why_not_corrected: Callable[[CaseEvent], Text | None] = lambda _event: None
        """Why the caller may not correct an event of the case, None if they may: asked when it is corrected."""

    @property
    def state(self) -> str:
        """The state of the case."""
        return self.case.state if self.case else INITIAL

    @state.setter
    def state(self, value: str) -> None:
        # The event has moved the case already; a transition without an event must not.
        if value != self.state:
            raise AssertionError(f"{value} was entered without an event")

    def record(self, event_class: type[CaseEvent], source: str, target: str) -> None:
        """Make the event of the command, check what it does to the case, and let the case remember it."""
        case, command = self.case, self.command
        if case is None or command is None:
            raise AssertionError("nobody sits here")
        draft = event_class(
            originator_id=case.id,
            originator_version=case.version + 1,
            timestamp=command.at,
            envelope=command.envelope,
            organization=case.organization,
            source=source,
            state=target,
            deadlines=NO_CHANGES,
            remarks=(),
            **payload.checked(event_class, command.data),
        )
        subject = draft
        if isinstance(draft, FactCorrected):
            draft, subject = self._corrected(case, draft)
        _remember(case, draft, subject, command)

    def _corrected(self, case: Case, draft: FactCorrected) -> tuple[FactCorrected, CaseEvent]:
        """Give the correction with its data complete, and the event as it makes it; raises `Invalid`, `NotPermitted`."""
        original = case.event(draft.corrects)
        if original is None or not original.is_entered():
            raise Invalid((Violation(("corrects",), msg("There is no such event to correct.")),))
        if why := self.why_not_corrected(original):
            raise NotPermitted(why)
        try:
            data = msgspec.json.decode(msgspec.json.encode(payload.checked(type(original), draft.data)))
        except Invalid as error:
            raise Invalid(below_data(error.violations)) from None
        subject = corrected(original, data)
        if fixed := [name for name in original.FIXED if getattr(subject, name) != getattr(original, name)]:
            text = msg("This cannot be corrected: it says of what the case is.")
            raise Invalid(below_data(Violation((name,), text) for name in fixed))
        if subject.facts() == original.facts():
            raise Invalid(
                (Violation(("data",), msg("Nothing differs from entry {n} as it is known now.", n=draft.corrects)),)
            )
        return replace(draft, data=data), subject


def _remember(case: Case, draft: CaseEvent, subject: CaseEvent, command: Command) -> None:
    """Complete an event with what it does to deadlines, and add it to its case; raises `Invalid`.

    `subject` is what is checked: the event, or of a correction the corrected event.
    """
    facts = case.facts_after(draft)
    _check_cleared(facts.clearance, case.organization, command)
    wrong = [*_future(subject, command.today), *_contradictions(case, subject, facts, command.register)]
    wrong += extension.violations(case, draft, subject, command.calendar)
    left = [] if draft is subject else _others(case, draft, subject, facts, command.register)
    if command.envelope.causation_id is None:  # what follows from a correction elsewhere is recorded, with the remark
        wrong += [other for number, other in enumerate(left) if not other.refers and other not in left[:number]]
    changed = NO_CHANGES
    if not wrong:
        try:
            extended = extension.extensions(case, draft, command.calendar)
            changed = terms.changes(case.RULES, facts, case.deadlines, command.calendar, extended)
        except OutsideCalendar as error:
            wrong = _outside(subject, error)
    if wrong:
        raise Invalid(tuple(wrong) if draft is subject else below_data(wrong))
    remarks = (
        *facts.remarks(subject, changed, command.register),
        *signatories.remarks(subject, command.actor.organization_type),
        *responsible.remarks(subject, command.actor, command.register),
        *recording.remarks(case, subject, command.actor, command.calendar, command.register),
        *command.remarks,
        *([LEFT_INCONSISTENT] if left else []),
    )
    lag = recording.lag(subject, command.calendar) if subject.HAPPENED else 0
    draft.complete(facts.clearance, changed, remarks, lag)
    case.record(draft, facts)


def _contradictions(case: Case, subject: CaseEvent, facts: Facts, register: Register) -> list[Violation]:
    """Say what an event makes contradictory; of a corrected one, what it did not contradict as it was known before.

    What has happened since may have taken away what an old entry stands on: that is not the correction's doing.
    """
    found = facts.violations(subject, register)
    known = case.event(subject.originator_version)
    before = case.facts.violations(known, register) if found and known else ()
    return [violation for violation in found if violation.bars or violation not in before]


def _check_cleared(clearance: str, organization: str, command: Command) -> None:
    """Let nobody record what they may not see, whatever their role; raises `NotPermitted`."""
    actor = command.actor
    if not clearance or actor.role is Role.SYSTEM:
        return
    if not command.register.is_cleared(actor.person, Clearance(clearance), organization, command.today):
        raise NotPermitted(
            msg("Only people on the approved list of {organization} work with this.", organization=Body(organization))
        )


def _others(case: Case, draft: CaseEvent, subject: CaseEvent, facts: Facts, register: Register) -> list[Violation]:
    """Say what a correction leaves contradictory in the other events: what it has not found so, or references."""
    found: list[Violation] = []
    for other in case.as_known_after(draft):
        if other.originator_version != subject.originator_version and (now := facts.violations(other, register)):
            before = case.facts.violations(other, register)
            new = [violation for violation in now if violation.refers or violation not in before]
            found += [Violation((), _named(other, violation), violation.refers) for violation in new]
    return found


def _named(entry: CaseEvent, violation: Violation) -> Text:
    """Say of which entry and field something is wrong, to those who correct another one."""
    place = {"n": entry.originator_version, "event": entry.TOPIC, "problem": violation.text}
    if not violation.path:
        return msg("Entry {n}, {event}: {problem}", **place)
    field = payload.schema(type(entry))["properties"][violation.path[0]]["title"]
    return msg("Entry {n}, {event}, “{field}”: {problem}", field=Text(field), **place)


def below_data(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Place violations in the field `data`, for those who sent the data there."""
    return tuple(replace(v, path=("data", *v.path)) for v in violations)


def _outside(event: CaseEvent, error: OutsideCalendar) -> list[Violation]:
    text = msg("The calendar covers {first} to {last}.", first=error.first, last=error.last)
    dates = [name for name, value in event.facts().items() if isinstance(value, date)]
    outside = [name for name in dates if not error.first <= getattr(event, name) <= error.last]
    return [Violation((name,), text) for name in outside or dates[:1]]


def _future(event: CaseEvent, today: date) -> list[Violation]:
    text = msg("This is in the future: only what has happened can be recorded (today is {today}).", today=today)
    names = (name for name in (event.HAPPENED, *event.PAST) if name)
    days = (found for name in names for found in _days(event, tuple(name.split("."))))
    return [Violation(path, text) for path, day in days if day > today]


def _days(of: Any, names: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, date]]:
    """Give the dates of that name in an event and its rows, each with the path that leads to it."""
    value = getattr(of, names[0])
    if isinstance(value, tuple):
        for index, row in enumerate(value):
            yield from _days(row, names[1:], (*path, names[0], index))
    elif names[1:] and value is not None:
        yield from _days(value, names[1:], (*path, names[0]))
    elif value is not None:
        yield (*path, names[0]), value
