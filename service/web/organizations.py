"""Organisations as a tree from the country down, with what became of the terms of everything below each; a search as a list."""

from html import escape
from typing import Any

from starlette.responses import HTMLResponse, Response

from events.organization import OrganizationType
from projections import organizations as read
from projections.organizations import Organization, Silence, Without
from projections.page import Page
from service.figures import Counted
from service.web import lookup
from service.web.render import render
from service.web.tree import Grown, Line, grow
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from service.web.years import asked_year, years
from workflows.regions import REGIONS

_PAGE = 50
_FILTERS = ("text", "region", "type", "parent", "within", "without", "silent", "closed")


async def listed(visitor: Visitor) -> Response:
    """Show the organisations the visitor may see that exist, as a tree; those that a filter asks for, as a list."""
    if (elsewhere := await default_of(visitor, "organizations")) is not None:
        return elsewhere
    asked = {name: visitor.query(name) for name in _FILTERS} | {
        "region": visitor.choice("region", REGIONS),
        "type": visitor.choice("type", set(OrganizationType)),
        "without": visitor.choice("without", set(Without)),
    }
    year = asked_year(visitor)
    grown = await grow(visitor, year)
    page = await _found(visitor, asked, grown.found) if any(asked.values()) else None
    return render(
        visitor,
        "organizations.html",
        saved=await saved(visitor, "organizations"),
        found=grown.found,
        lines=_of_page(grown, page) if page else _of_tree(grown),
        page=page,
        asked=asked,
        year=year,
        years=[(str(one), str(one)) for one in years(visitor)],
        named={code: grown.name(code) for code in (asked["within"], asked["parent"]) if code},
        all_regions=lookup.regions(visitor.t),
        types=[(kind.value, visitor.t.code("OrganizationType", kind)) for kind in OrganizationType],
        may_register=visitor.is_supervisor or visitor.may_begin,
    )


async def suggestions(visitor: Visitor) -> Response:
    """Give options for whoever writes part of a name or code into a filter."""
    text = visitor.query("organization")
    async with visitor.looking() as conn:
        found = await lookup.organizations_like(conn, visitor, text) if text else []
    return HTMLResponse("".join(f'<option value="{escape(code)}">{escape(name)}</option>' for code, name in found))


async def _found(visitor: Visitor, asked: dict[str, Any], found: Counted) -> Page[Organization]:
    silence = Silence(found.asked.quarter[1], found.asked.silent_since)
    async with visitor.looking() as conn:
        return await read.organizations(
            conn,
            region=asked["region"],
            type=asked["type"],
            parent=asked["parent"],
            text=asked["text"],
            within=asked["within"],
            without=Without(asked["without"]) if asked["without"] in set(Without) else None,
            silent=silence if asked["silent"] else None,
            active=None if asked["closed"] else True,
            codes=visitor.scope,
            cursor=visitor.query("cursor") or "",
            limit=_PAGE,
        )


def _of_page(grown: Grown, page: Page[Organization]) -> list[Line]:
    return [grown.own(row.code) for row in page.rows if row.code in grown.tree.bodies]


def _of_tree(grown: Grown) -> list[Line]:
    """Give the rows of the country, its regions and what is open of them; of a reach, of its highest bodies."""
    if grown.visitor.scope is None:
        return [grown.whole(), *grown.show(grown.tree.whole.below, depth=1, regions=True)] if grown.tree.bodies else []
    return grown.show(grown.tree.tops)
