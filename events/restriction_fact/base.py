"""What all facts of broken restrictions share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from events.event import CaseEvent
from events.fact import FactRegistered
from events.fields import Name
from events.text import label


class RestrictionEvent(CaseEvent):
    """An event of one fact of a broken restriction."""

    WORKFLOW: ClassVar[str] = "restriction_fact"


class RestrictionFound(FactRegistered, RestrictionEvent):
    """A broken restriction was found; each row of Appendix 2 has an event of its own."""

    HAPPENED = "found_on"

    found_on: Annotated[date, label("Found on", "It is reported in the quarter of this day", example="2024-05-14")]


@dataclass(frozen=True, slots=True)
class RestrictedPerson:
    """Somebody who is bound by the restrictions (l.352)."""

    position: Annotated[Name, label("Position", example="Руководитель отдела закупок")]
    name: Annotated[Name, label("Name", "Surname, name, patronymic", example="Сериков Ерлан Болатович")]


BOUND_SINCE = label(
    "Bound by the restriction since",
    "Usually the day of appointment, of several people the last: the law counts from it; without it, from the day of finding",
    example="2024-05-02",
)
"""Describes the day from which the time for ending an activity or closing accounts is counted."""
