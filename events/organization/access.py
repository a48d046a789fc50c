"""Who may see what is secret: lists that a body approves (l.366, l.498; requirements §9, C4 and C6)."""

from datetime import date
from typing import Annotated

from events.clearance import Clearance
from events.fields import Name
from events.organization.base import OrganizationEvent
from events.person import PersonCode
from events.text import label


class AccessListApproved(OrganizationEvent):
    """The head approved who may see the body's secrets of a kind from a day on; a new list takes the place of the earlier one."""

    TOPIC = "organization.access_list_approved"
    HAPPENED = "since"

    clearance: Annotated[Clearance, label("What they may see")]
    since: Annotated[date, label("Approved on", "The first day on which it holds", example="2024-01-15")]
    order_no: Annotated[Name, label("Order number", example="12-қ")]
    people: Annotated[
        tuple[PersonCode, ...],
        label("People", "Their codes in the register, one per line; an empty list admits nobody"),
    ] = ()
