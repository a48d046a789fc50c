"""What the hiring of an offender may not contradict: the order of an offence, its judgement, and a ban."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from events.event import CaseEvent
from events.hired_offender import HiredWhen, OffenderFoundHired
from events.text import msg
from workflows.measured import measured_violations
from workflows.refusals import Violation

if TYPE_CHECKING:
    from workflows.hired_offender.facts import HiredOffenderFacts


def violations(facts: "HiredOffenderFacts", event: CaseEvent) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    own = _found(event) if isinstance(event, OffenderFoundHired) else ()
    return [*own, *measured_violations(facts, event)]


def _found(event: OffenderFoundHired) -> Iterator[Violation]:
    for path, day, first in (
        ("act_on", event.act_on, event.offence_on),
        ("in_force_on", event.in_force_on, event.act_on),
        ("found_on", event.found_on, event.hired_on),
    ):
        if day < first:
            yield Violation((path,), msg("This cannot be before {first}.", first=first))
    if (event.check is None) != (event.candidate is None):
        yield Violation(("candidate",), msg("Name both the check and the candidate's code in it, or neither."))
    if event.ban_in_force_on and event.hired is not _by_day(event):
        text = msg("By the day of the amendment it is the other way: hired on {day}.", day=event.hired_on)
        yield Violation(("hired",), text)


def _by_day(event: OffenderFoundHired) -> HiredWhen:
    before = event.ban_in_force_on is not None and event.hired_on < event.ban_in_force_on
    return HiredWhen.BEFORE_BAN if before else HiredWhen.AFTER_BAN
