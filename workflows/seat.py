"""The seat in which a case meets its machine, and where a transition becomes an event.

Payloads are checked here, not by the machine's validators: those run before the guards, and
a caller without the right would be told about fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from events.almaty import day_of
from events.case import FactCorrected
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope
from events.text import msg
from workflows import payload, terms
from workflows.actor import Actor, Post, Role
from workflows.calendar import Calendar
from workflows.case import INITIAL, Case, corrected
from workflows.refusals import Invalid, NotPermitted, Violation

NO_CHANGES = DeadlineChanges()


@dataclass(frozen=True, slots=True)
class Command:
    """What a caller wants done: `data` as received, `at` the aware instant of the injected clock."""

    action: str
    data: Mapping[str, Any]
    actor: Actor
    at: datetime
    calendar: Calendar
    envelope: Envelope

    @property
    def today(self) -> date:
        """The day of the command in Kazakhstan."""
        return day_of(self.at)


class Seat:
    """The model of a machine: whatever case sits in it, and the command being carried out."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.command: Command | None = None

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
        remember(case, draft, command)


def remember(case: Case, draft: CaseEvent, command: Command) -> None:
    """Complete an event with what it does to deadlines, and add it to its case; raises `Invalid`."""
    subject = _corrected(case, draft, command.actor) if isinstance(draft, FactCorrected) else draft
    facts = case.facts_after(draft)
    violations = [*_future(subject, command.today), *facts.violations(subject)]
    if violations:
        prefix = ("data",) if isinstance(draft, FactCorrected) else ()
        raise Invalid(tuple(Violation((*prefix, *v.path), v.text) for v in violations))
    event = replace(
        draft,
        deadlines=terms.changes(case.RULES, facts, case.deadlines, command.calendar),
        remarks=(*facts.remarks(subject), *_signatory_remarks(subject, command.actor)),
    )
    event.mutate(case)
    case.pending_events.append(event)


def _corrected(case: Case, draft: FactCorrected, actor: Actor) -> CaseEvent:
    """Give the event as a correction makes it; raises `Invalid` and `NotPermitted`."""
    original = case.event(draft.corrects)
    if original is None or not original.WORKFLOW:
        raise Invalid((Violation(("corrects",), msg("There is no such event to correct.")),))
    if getattr(original, "FIRST_HEAD_SIGNS", False) and actor.role is not Role.SIGNATORY:
        raise NotPermitted(msg("What was signed is corrected by a signatory."))
    try:
        payload.checked(type(original), draft.data)
    except Invalid as error:
        raise Invalid(tuple(Violation(("data", *v.path), v.text) for v in error.violations)) from None
    return corrected(original, draft.data)


def _future(event: CaseEvent, today: date) -> list[Violation]:
    if event.occurred_on <= today:
        return []
    text = msg("This is in the future: only what has happened can be recorded (today is {today}).", today=today)
    return [Violation((event.HAPPENED,), text)]


def _signatory_remarks(event: CaseEvent, actor: Actor) -> tuple[str, ...]:
    """SG-4 to SG-6 against SG-1: a deputy's signature is recorded, with a remark."""
    signed_by_head = getattr(type(event), "FIRST_HEAD_SIGNS", False)
    return (
        ("not_signed_by_first_head",)
        if signed_by_head and actor.post in {Post.DEPUTY_HEAD, Post.APPARATUS_HEAD}
        else ()
    )
