"""A signature under a document, as the record keeps it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from events.event import Event
from events.fields import Name
from events.organization import Post
from events.person import PersonCode
from events.text import label


@dataclass(frozen=True, slots=True)
class Signature:
    """In which post somebody signed a document or approved it, on the day that the event names (l.41, l.45).

    An acting head signs as head.
    """

    post: Annotated[Post, label("Post of the signatory")]
    person: Annotated[PersonCode | None, label("Signatory", "Code in the register of people", example="p-000123")] = (
        None
    )
    on_decision: Annotated[
        Name | None, label("By decision", "Number of the decision by which a deputy signs at district level")
    ] = None


_DAYS = ("signed_on", "approved_on")
"""Where events of papers name the day of the signature, and it is the day on which they happened."""


def paper_signed_on(event: Event) -> date | None:
    """Give the day on which a paper was signed or approved, None of an event that is about something else."""
    return event.occurred_on if event.HAPPENED in _DAYS else None
