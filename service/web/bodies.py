"""The bodies whose cases somebody begins: their own, and those without an account for which it uploads (l.51, l.57)."""

from collections.abc import Sequence
from datetime import date

from events.text import msg
from service.web.visitor import Visitor
from workflows.refusals import NotPermitted, Unknown
from workflows.register import Register


def served(register: Register, own: str, on: date) -> Sequence[str]:
    """Give a body, and then those below it whose documents it uploads because they have no account."""
    below = (code for code in register.subtree(own, on) if code != own)
    return (own, *(code for code in below if register.uploader(code, on) == own))


async def chosen(visitor: Visitor) -> str:
    """Give the body that the address names, else the visitor's own; raises `NotPermitted` for one that others act for."""
    own = visitor.person.organization
    code = visitor.query("organization") or own
    register = await visitor.service.cases.registry.current()
    if code != own and code not in served(register, own, visitor.today.day):
        raise NotPermitted(
            msg(
                "Cases of a body are begun by its own officials, or by the body that uploads for it without an account."
            )
        )
    return code


async def named(visitor: Visitor) -> str:
    """Give the body that the address names, of all there are, else the visitor's own; raises `Unknown`."""
    code = visitor.query("organization") or visitor.person.organization
    if not await visitor.service.access.registered(code):
        raise Unknown(msg("There is no organisation {code}.", code=code))
    return code


def asking(visitor: Visitor, body: str) -> dict[str, str]:
    """Give what an address says so that a form is for a body: nothing for the visitor's own."""
    return {"organization": body} if body != visitor.person.organization else {}
