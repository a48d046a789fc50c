"""What the form offers in which somebody is named responsible: the people of the body, and whoever does its work."""

from events.case import ResponsibleNamed
from service.alerts import people
from service.responsible import bodies
from service.web import prefill
from service.web.sheet import Sheet
from service.web.visitor import Visitor


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:  # noqa: ARG001 - as its neighbours
    """Let the form of who is responsible, or of a correction of it, offer the accounts to choose from."""
    if sheet.case is None:
        return
    event, place = sheet.action.event, ""
    if sheet.corrects is not None:
        original = prefill.corrected_event(sheet.case, str(sheet.corrects))
        event, place = type(original) if original else event, "data."
    if event is ResponsibleNamed:
        sheet.choices = {**sheet.choices, f"{place}account": await offered(visitor, sheet.case.organization)}


async def offered(visitor: Visitor, organization: str) -> list[tuple[str, str]]:
    """Give the accounts that may be responsible for an organisation's cases, by name, with what they are there."""
    register, today = await visitor.service.register.current(), visitor.today.day
    service = visitor.service
    async with service.pool.connection() as conn:
        found = await people.of_bodies(conn, service.access, bodies(organization, register, today))
    return [(str(one.id), f"{one.name}, {visitor.t.code('role', one.post or one.role)}") for one in found]
