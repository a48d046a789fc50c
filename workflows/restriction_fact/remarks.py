"""What of a broken restriction is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import restriction_fact as happened
from events.event import CaseEvent

if TYPE_CHECKING:
    from workflows.restriction_fact.facts import RestrictionFacts


def remarks(facts: "RestrictionFacts", event: CaseEvent) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    match event:
        case happened.ConflictOfInterestFound() if event.notified_on is None:
            yield "conflict_without_notice"
        case happened.RestrictionFactClosed():
            if event.not_handed_over:
                yield "closed_with_gift_not_handed_over"
            if facts.cures and facts.cured is None:
                yield "closed_without_cure"
        case _:
            pass
