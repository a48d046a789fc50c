"""The list of cases."""

from starlette.responses import Response

from projections import cases as read
from service import vocabulary
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.regions import REGIONS
from workflows.registry import WORKFLOWS

PAGE = 25
_CLOSED = {"open": False, "closed": True}


async def case_list(visitor: Visitor) -> Response:
    """Show the cases the visitor may see, the last changed first."""
    asked = {
        "q": visitor.query("q"),
        "workflow": visitor.choice("workflow", WORKFLOWS),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "state": visitor.choice("state", vocabulary.codes("state")),
        "open": visitor.choice("open", _CLOSED),
    }
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        page = await read.cases(
            conn,
            workflow=asked["workflow"],
            organization=asked["organization"],
            scope=visitor.scope,
            region=asked["region"],
            state=asked["state"],
            closed=_CLOSED.get(asked["open"] or ""),
            number=asked["q"],
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organizations_in_scope(conn, visitor)
    return render(
        visitor,
        "cases.html",
        page=page,
        asked=asked,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        states=vocabulary.codes("state"),
        workflows={name: kind.TITLE for name, kind in WORKFLOWS.items()},
    )
