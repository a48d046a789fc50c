"""The money of the state social order (4.1.2, Appendix 4)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.subtask import SocialOrderReported
from events.text import msg
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def consistent(_facts: "SubtaskFacts", event: SocialOrderReported, _register: Register) -> Iterator[Violation]:
    """Say where a part is more than its whole."""
    parts = (
        ("anticorruption", "total"),
        ("anticorruption_of_year", "total_of_year"),
        ("anticorruption_of_next_year", "total_of_next_year"),
    )
    for part, whole in parts:
        if getattr(event, part) > getattr(event, whole):
            yield Violation((part,), msg("This is more than the whole ({whole}).", whole=getattr(event, whole)))


def remarks(event: SocialOrderReported) -> Iterator[str]:
    """Name sums that do not agree, though the form asks them to (A-54)."""
    if sum(row.amount for row in event.breakdown) != event.anticorruption:
        yield "breakdown_differs_from_sum"
    if (event.total, event.anticorruption) != (event.total_of_year, event.anticorruption_of_year):
        yield "year_differs_from_region"
