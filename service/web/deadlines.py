"""The board of deadlines: what is overdue, due, done late."""

from starlette.responses import Response

from events.text import msg
from projections import cases as case_rows
from projections import deadline_lists as read
from projections.deadline_lists import Standing
from service import vocabulary
from service.web import lookup
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.regions import REGIONS

PAGE = 25
STANDINGS = {
    "overdue": msg("Overdue"),
    "due_soon": msg("Due soon"),
    "open": msg("Awaited"),
    "met_late": msg("Done late"),
    "early": msg("Done too early"),
    "not_done": msg("Not done"),
    "met": msg("Done in time"),
    "dropped": msg("No longer applies"),
}
"""The groups a visitor chooses from: `projections.deadline_lists.Standing` to its name."""
STRENGTHS = {"hard": msg("Binding"), "recommended": msg("Recommended")}


async def board(visitor: Visitor) -> Response:
    """Show deadlines by due date; the overdue ones unless another group is asked for."""
    if (elsewhere := await default_of(visitor, "deadlines")) is not None:
        return elsewhere
    asked = {
        "standing": visitor.choice("standing", STANDINGS),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "rule": visitor.choice("rule", vocabulary.codes("rule")),
        "strength": visitor.choice("strength", STRENGTHS),
    }
    standing = asked["standing"] if asked["standing"] in STANDINGS else "overdue"
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await read.deadlines(
            conn,
            today=visitor.today.day,
            soon=visitor.today.soon,
            standing=Standing(standing),
            organization=asked["organization"],
            scope=visitor.scope,
            cleared=visitor.cleared,
            region=asked["region"],
            rule=asked["rule"],
            strength=asked["strength"],
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
    return render(
        visitor,
        "deadlines.html",
        page=page,
        asks=visitor.is_supervisor or len(visitor.scope or ()) > 1,
        told=visitor.query("told"),
        asked={**asked, "standing": standing},
        standings=STANDINGS,
        strengths=STRENGTHS,
        cases=cases,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        rules=vocabulary.codes("rule"),
        saved=await saved(visitor, "deadlines"),
    )
