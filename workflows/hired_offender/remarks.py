"""What of the hiring of an offender is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator

from events.event import CaseEvent
from events.hired_offender import HiredWhen, OffenderFoundHired


def remarks(event: CaseEvent) -> Iterator[str]:
    """Name what is unusual about an event."""
    if not isinstance(event, OffenderFoundHired):
        return
    if event.ban_in_force_on is None:
        yield "ban_stated_by_hand"
    if event.hired_on < event.offence_on:
        yield "hired_before_the_offence"
    if event.hired is HiredWhen.AFTER_BAN and event.checked_on is None and event.check is None:
        yield "hired_without_check"
    if event.checked_on and event.checked_on > event.hired_on:
        yield "checked_after_hiring"
