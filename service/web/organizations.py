"""Organisations by region, with what each of them awaits; where they are many, by their first two levels or by a search."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape

from starlette.responses import HTMLResponse, Response

from events.organization import OrganizationType
from projections import organizations as read
from projections.deadline_lists import Awaited, awaited_by_organization
from projections.organizations import Organization
from service.web import lookup
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.regions import REGIONS
from workflows.register import Register

_MANY = 600
"""More organisations than this are shown to their second level only; the page of a body leads on."""

_PAGE = 50


@dataclass
class Branch:
    """An organisation and those below it; `overdue`, `due_soon` and `open` count those too."""

    organization: Organization
    below: list["Branch"] = field(default_factory=list)
    overdue: int = 0
    due_soon: int = 0
    open: int = 0


async def listed(visitor: Visitor) -> Response:
    """Show the organisations the visitor may see that exist, as a tree; those that a filter asks for, as a list."""
    if (elsewhere := await default_of(visitor, "organizations")) is not None:
        return elsewhere
    asked = {
        "text": visitor.query("text"),
        "region": visitor.choice("region", REGIONS),
        "type": visitor.choice("type", set(OrganizationType)),
        "closed": visitor.query("closed"),
    }
    await lookup.catch_up(visitor)
    register, day = await visitor.register(), visitor.today.day
    async with visitor.looking() as conn:
        awaited = await awaited_by_organization(conn, day, visitor.today.soon, visitor.scope)
        page = None
        if any(asked.values()):
            page = await read.organizations(
                conn,
                region=asked["region"],
                type=asked["type"],
                text=asked["text"],
                active=None if asked["closed"] else True,
                codes=visitor.scope,
                cursor=visitor.query("cursor") or "",
                limit=_PAGE,
            )
        codes = [row.code for row in page.rows] if page else _in_tree(register, visitor.scope, day)
        names = await lookup.names(conn, visitor.t, codes)
    rows = page.rows if page else [names.known[code] for code in codes if code in names.known]
    branches = {row.code: Branch(row) for row in rows if page or row.closed_on is None}
    _sum(branches, awaited, register, day)
    roots = list(branches.values()) if page else _grown(branches)
    return render(
        visitor,
        "organizations.html",
        saved=await saved(visitor, "organizations"),
        regions=_by_region(roots, names),
        page=page,
        names=names,
        asked=asked,
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


def _in_tree(register: Register, scope: Collection[str] | None, on: date) -> list[str]:
    """Give the codes of what a tree shows: all that exist, of many the first two levels."""
    seen = [code for code in (register.codes() if scope is None else sorted(scope)) if register.exists(code, on)]
    if len(seen) <= _MANY:
        return seen
    known = set(seen)
    roots = {code for code in seen if register.above(code, on) not in known}
    return [code for code in seen if code in roots or register.above(code, on) in roots]


def _sum(branches: dict[str, Branch], awaited: Iterable[Awaited], register: Register, on: date) -> None:
    """Add what each organisation awaits to its own branch and to those above it."""
    for row in awaited:
        for code in (row.organization, *register.ancestors(row.organization, on)):
            if at := branches.get(code):
                at.overdue, at.due_soon, at.open = (
                    at.overdue + row.overdue,
                    at.due_soon + row.due_soon,
                    at.open + row.open,
                )


def _grown(branches: dict[str, Branch]) -> list[Branch]:
    """Put each branch below the one above it, and give the roots."""
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.organization.parent)
        (above.below if above else roots).append(branch)
    return roots


def _by_region(branches: Iterable[Branch], names: lookup.Names) -> list[tuple[str, list[Branch]]]:
    regions: dict[str, list[Branch]] = defaultdict(list)
    for branch in branches:
        regions[branch.organization.region].append(branch)
    return sorted(regions.items(), key=lambda entry: names.region(entry[0]))
