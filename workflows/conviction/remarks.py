"""What of a crime is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator

from events import conviction as happened
from events.event import CaseEvent
from workflows.conviction.superiors import found
from workflows.offence import number_remarks
from workflows.register import Register


def remarks(event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about an event."""
    if isinstance(event, happened.ConvictionRegistered):
        yield from number_remarks(event.crime_number)
        if any(one.superior is None for one in found(event, register)):
            yield "superior_to_be_entered_by_hand"
