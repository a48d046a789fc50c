"""How long after it happened an entry is made, and what is unusual about the day and the signatory of a paper, in any workflow."""

from collections.abc import Iterator

from events.almaty import day_of
from events.event import CaseEvent
from events.signature import paper_signed_on
from workflows import signing
from workflows.actor import Actor, Post, Role
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.register import Register

DAY_OFF = "signed_on_day_off"
"""Remark: the paper was signed on a day on which the body does not work."""
NOT_IN_POST = "signatory_not_in_post"
"""Remark: whoever signed by recording it did not hold the post on that day, by the register."""


def lag(event: CaseEvent, calendar: Calendar) -> int:
    """Give the working days between what happened and its recording, counted from the first day that the calendar knows."""
    recorded, happened = day_of(event.timestamp), max(event.occurred_on, calendar.first)
    return calendar.working_days_between(happened, recorded) if happened < recorded <= calendar.last else 0


def remarks(case: Case, event: CaseEvent, actor: Actor, calendar: Calendar, register: Register) -> Iterator[str]:
    """Name what is unusual about a paper that people record as signed; of what the service records nothing is."""
    day = paper_signed_on(event)
    if day is None or actor.role is Role.SYSTEM:
        return
    if calendar.first <= day <= calendar.last and not calendar.is_working(day):
        yield DAY_OFF
    if _is_signed_by_another(case, event, actor, register):
        yield NOT_IN_POST


def _is_signed_by_another(case: Case, event: CaseEvent, actor: Actor, register: Register) -> bool:
    """Whether the post in which somebody signed by recording was not theirs on the day that they name.

    Who corrects an entry of somebody else signs nothing: what was found of it stands as long as its day does.
    """
    day, role = event.occurred_on, event.envelope.role
    if role not in set(Post) or getattr(event, "signature", None) is not None:
        return False
    if event.envelope.actor != actor.id:
        known = case.event(event.originator_version)
        stands = (event.originator_version, NOT_IN_POST) in set(case.remarks())
        return stands and known is not None and known.occurred_on == day
    if not actor.person or not register.has_posts(actor.organization):
        return False
    bodies = {actor.organization, *signing.bodies(event.organization, Post(role), day, register)}
    return not any(role in register.held(body, actor.person, day) for body in bodies)
