"""What of a check is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import hiring_check as happened
from events.event import CaseEvent

if TYPE_CHECKING:
    from workflows.hiring_check.facts import HiringFacts


def remarks(facts: "HiringFacts", event: CaseEvent) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.AdmissionDecided() if any(map(facts.convicted, facts.admitted)):
            yield "admitted_though_convicted"
        case happened.CandidatesLookedUp():
            convicted = {row.candidate for row in event.answers if row.answer is happened.LookupAnswer.CONVICTED}
            if convicted & facts.admitted:
                yield "admitted_though_convicted"
        case _:
            pass
