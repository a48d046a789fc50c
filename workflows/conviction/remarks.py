"""What of a crime is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator

from events import conviction as happened
from events.event import CaseEvent
from workflows.conviction.superiors import found
from workflows.naming import is_named
from workflows.offence import number_remarks
from workflows.register import Register


def remarks(event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about an event."""
    if isinstance(event, happened.ConvictionRegistered):
        yield from number_remarks(event.crime_number)
        if any(one.superior is None for one in found(event, register)):
            yield "superior_to_be_entered_by_hand"
        if _holder_is_another(event, register):
            yield "offender_is_not_the_holder"


def _holder_is_another(event: happened.ConvictionRegistered, register: Register) -> bool:
    """Whether the register names others in the post that is given instead of the person, on the first day of the offence."""
    body = register.organization(event.post.organization) if event.post and event.person is None else None
    post = body.posts.get(event.post.post) if body and event.post else None
    held = [register.person(one.person) for one in post.incumbents(event.offence.happened_on)] if post else []
    known = [person for person in held if person]
    return bool(known) and not any(is_named(person, event.offence.offender) for person in known)
