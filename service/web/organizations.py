"""Organisations by region, with what each of them awaits."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from events.organization import OrganizationType
from projections.deadline_lists import Awaited, awaited_by_organization
from projections.organizations import Organization
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor

_MANY = 600
"""More organisations than this are shown to their second level only; the page of a body leads on."""

_DEEPEST = 9


@dataclass
class Branch:
    """An organisation and those below it; `overdue`, `due_soon` and `open` count those too."""

    organization: Organization
    below: list["Branch"] = field(default_factory=list)
    overdue: int = 0
    due_soon: int = 0
    open: int = 0


async def tree(visitor: Visitor) -> Response:
    """Show the organisations the visitor may see, by default those that exist; a filter leaves those that fit."""
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, visitor.scope)
        awaited = await awaited_by_organization(conn, visitor.today.day, visitor.today.soon, visitor.scope)
    seen = names.known if visitor.scope is None else {c: names.known[c] for c in visitor.scope if c in names.known}
    asked = {name: visitor.query(name) for name in ("region", "type", "text", "closed")}
    shown = {code: row for code, row in seen.items() if _fits(row, asked)}
    roots = _grown(shown, {row.organization: row for row in awaited})
    regions: dict[str, list[Branch]] = defaultdict(list)
    for branch in roots:
        regions[branch.organization.region].append(branch)
    ordered = sorted(regions.items(), key=lambda entry: names.region(entry[0]))
    return render(
        visitor,
        "organizations.html",
        regions=ordered,
        names=names,
        asked=asked,
        all_regions=lookup.regions(visitor.t),
        types=[(kind.value, visitor.t.code("OrganizationType", kind)) for kind in OrganizationType],
        deepest=_DEEPEST if len(shown) <= _MANY else 1,
        may_register=visitor.is_supervisor or visitor.may_begin,
    )


def _fits(row: Organization, asked: Mapping[str, str | None]) -> bool:
    """Whether an organisation is among those asked for; `text` is part of a name in any language or of the code."""
    words = f"{row.name_ru} {row.name_kk} {row.name_en} {row.code}".casefold()
    return (
        asked["region"] in {None, row.region}
        and asked["type"] in {None, row.type}
        and (asked["text"] or "").casefold() in words
        and (bool(asked["closed"]) or row.closed_on is None)
    )


def _grown(seen: dict[str, Organization], awaited: dict[str, Awaited]) -> list[Branch]:
    """Make branches of the register and sum what is awaited up to the roots."""
    branches = {code: Branch(organization) for code, organization in sorted(seen.items())}
    roots: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.organization.parent)
        (above.below if above else roots).append(branch)
    for code, row in awaited.items():
        at = branches.get(code)
        while at is not None:
            at.overdue, at.due_soon, at.open = at.overdue + row.overdue, at.due_soon + row.due_soon, at.open + row.open
            at = branches.get(at.organization.parent)
    return roots
