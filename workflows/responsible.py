"""Whether a fact was registered by the unit that the Instruction charges with it (requirements §2; A-35)."""

from collections.abc import Mapping

from events.almaty import day_of
from events.event import CaseEvent
from events.fact import FactRegistered
from events.organization import Post
from workflows.actor import Actor, Role
from workflows.catalogue import definition
from workflows.register import Register

_POSTS: Mapping[str, Post] = {"HR": Post.HR_OFFICER, "SECURITY": Post.SECURITY_OFFICER}
"""The posts of the units that register facts, by the catalogue's names of these."""


def remarks(event: CaseEvent, actor: Actor, register: Register) -> tuple[str, ...]:
    """Name it if somebody of another unit of the body registered a fact, though the body has somebody for it.

    Whoever uploads for a body without an account records for its units, and so does the service.
    """
    if not isinstance(event, FactRegistered) or actor.role is Role.SYSTEM or actor.organization != event.organization:
        return ()
    duties = definition(event.occurred_on.year, event.ROW).responsible
    posts = {_POSTS[duty.role] for duty in duties if duty.role in _POSTS}
    on = day_of(event.timestamp)
    known = any(register.holders(event.organization, post, on) for post in posts)
    held = register.held(event.organization, actor.person, on)
    return ("not_by_responsible_unit",) if known and not posts & held else ()
