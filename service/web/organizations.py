"""Organisations by region, with what each of them awaits."""

from collections import defaultdict
from dataclasses import dataclass, field

from starlette.responses import Response

from projections.deadline_lists import Awaited, awaited_by_organization
from projections.organizations import Organization
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor


@dataclass
class Branch:
    """An organisation and those below it; `overdue`, `due_soon` and `open` count those too."""

    organization: Organization
    below: list["Branch"] = field(default_factory=list)
    overdue: int = 0
    due_soon: int = 0
    open: int = 0


async def tree(visitor: Visitor) -> Response:
    """Show the organisations the visitor may see."""
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, visitor.scope)
        awaited = await awaited_by_organization(conn, visitor.today.day, visitor.today.soon, visitor.scope)
    seen = names.known if visitor.scope is None else {c: names.known[c] for c in visitor.scope if c in names.known}
    roots = _grown(seen, {row.organization: row for row in awaited})
    regions: dict[str, list[Branch]] = defaultdict(list)
    for branch in roots:
        regions[branch.organization.region].append(branch)
    ordered = sorted(regions.items(), key=lambda entry: names.region(entry[0]))
    return render(visitor, "organizations.html", regions=ordered, names=names)


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
