"""The list of what a year's plan owes, to which its numbers lead."""

from starlette.responses import Response

from events.organization import OrganizationType
from service import vocabulary
from service.owed import Sought, owed_cases
from service.subtasks import subtask_title
from service.web import lookup
from service.web.plans import year_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.plan import every_slot

PAGE = 50


async def owed(visitor: Visitor) -> Response:
    """Show what bodies owe for a year, body by body, each with what became of it."""
    year = year_of(visitor)
    subtasks = dict.fromkeys(sorted(slot.subtask for slot in every_slot(year)))
    asked = {
        "subtask": visitor.choice("subtask", subtasks),
        "type": visitor.choice("type", list(OrganizationType)),
        "organization": await lookup.organization_asked(visitor),
    }
    await lookup.catch_up(visitor)
    register = await visitor.register()
    async with visitor.looking() as conn:
        page = await owed_cases(
            conn, register, Sought(year, **asked), visitor.scope, visitor.query("cursor") or "", PAGE
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    return render(
        visitor,
        "owed.html",
        year=year,
        asked=asked,
        page=page,
        names=names,
        organizations=organizations,
        subtasks=[(code, f"{code} {subtask_title(visitor.t, code, str(year))}") for code in subtasks],
        types=vocabulary.codes("OrganizationType"),
        title=lambda entry: subtask_title(visitor.t, entry.subtask, entry.period),
    )
