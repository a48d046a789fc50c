"""Who may put a subtask off until when: its performer within the year and before it is missed, a body above beyond that."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from events.almaty import day_of
from events.subtask import SubtaskDeferred
from events.text import msg
from workflows.refusals import Violation
from workflows.register import Register
from workflows.subtask.period import bounds, year_of
from workflows.subtask.uploading import uploading_body

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def forward(_facts: "SubtaskFacts", event: SubtaskDeferred, _register: Register) -> Iterator[Violation]:
    """Say if the day until which it is put off has come already."""
    if event.until <= event.deferred_on:
        yield Violation(("until",), msg("This must be after {first}.", first=event.deferred_on))


def by_whom(facts: "SubtaskFacts", event: SubtaskDeferred, register: Register) -> Iterator[Violation]:
    """Say if those who do the work put off what they may not: nobody releases themselves from a duty, and so not for a time.

    What counts is the day on which it was recorded: a deferral of an earlier day does not make good what was missed.
    """
    performers = {event.organization, uploading_body(event.organization, event.deferred_on, register)}
    if event.envelope.body not in performers:
        return
    last = date(year_of(facts.period), 12, 31)
    if event.until > last:
        yield Violation(("until",), msg("Only a body above puts it off beyond {last}.", last=last))
    recorded = day_of(event.timestamp)
    if (due := _missed(facts, max(recorded, event.deferred_on))) is not None:
        text = msg("It was to be done by {day}: only a body above puts off what was missed.", day=due)
        yield Violation(("deferred_on",), text)


def _missed(facts: "SubtaskFacts", on: date) -> date | None:
    """Give the first day that passed without the work, or the upload, that was due by it."""
    due = [] if facts.entries or facts.nil or not facts.definition.entry else [bounds(facts.period)[1]]
    if facts.upload_by and facts.done_on is None:
        due.append(facts.upload_by)
    return min((day for day in due if day < on), default=None)
