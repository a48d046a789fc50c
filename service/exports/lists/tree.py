"""The hierarchy as a table: each body with what became of the terms of it and everything below it."""

from dataclasses import dataclass

from events.in_turn import my_turn
from events.text import msg
from projections import figures as read
from projections.page import Page
from projections.term_counts import Count
from service.api.queries import Region, Text
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, COUNTS, YearQuery, figures_asked, page_link
from service.exports.reader import Reader
from service.map_numbers import bodies_of
from service.tree import Branch, grown

_TURN = 200  # bodies after which others get their turn

_NARROWING = frozenset({"organization", "region", "year", "at", "effective_at"})
"""What the tree is narrowed to of all that the list of organisations can be."""


class BranchesQuery(YearQuery):
    """Whose branches, of which year's figures: of all in reach, of a region, or of a body with those below it."""

    organization: Text | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A body in the hierarchy."""

    branch: Branch
    type: str
    parent: str

    @property
    def organization(self) -> str:
        """The body."""
        return self.branch.code

    @property
    def count(self) -> Count:
        """What became of the terms of it and everything below it."""
        return self.branch.count


async def _page(reader: Reader, query: BranchesQuery, _cursor: str) -> Page[Line]:
    register, day = reader.register, reader.today.day
    found = await read.figures(reader.conn, figures_asked(reader, query.year), reader.scope)
    await my_turn()
    tree = grown(register, register.codes() if reader.scope is None else reader.scope, day, found)
    await my_turn()
    among = set(bodies_of(register, query.organization, day)) if query.organization else None
    lines = list[Line]()
    for number, code in enumerate(sorted(tree.bodies)):
        if number % _TURN == 0:
            await my_turn()
        if (among is None or code in among) and query.region in (None, register.region_of(code, day)):
            lines.append(Line(tree.bodies[code], register.type_of(code, day) or "", register.above(code, day)))
    return Page(tuple(lines), "")


def _of_page(asked: Filters) -> dict[str, str]:
    """Take the body that the list is narrowed to with those below it, and nothing that narrows the list alone."""
    found = {name: value for name, value in asked.items() if name in _NARROWING}
    return {**found, "organization": asked["within"]} if "within" in asked else found


enter(
    Exported(
        name="tree",
        title=msg("Organisations with what became of their terms"),
        query=BranchesQuery,
        path="/organizations",
        page=_page,
        of_page=_of_page,
        bodies=lambda line: (line.organization, line.parent),
        columns=(
            *BODY,
            Column("type", msg("Type"), lambda line, _: line.type, 26, coded="OrganizationType"),
            Column("parent", msg("Code of the body above"), lambda line, _: line.parent, 26),
            Column("parent_name", msg("Body above"), lambda line, on: on.body(line.parent), 40),
            Column("exists", msg("Exists"), lambda line, _: line.branch.exists, 10),
            Column("bodies", msg("Bodies below"), lambda line, _: line.branch.bodies, 10),
            *COUNTS,
            Column("overdue_of_all_years", msg("Overdue of all years"), lambda line, _: line.branch.overdue, 12),
            Column("silent", msg("Silent"), lambda line, _: line.branch.silent, 10),
            page_link(lambda line: f"/organizations/{line.organization}"),
        ),
    )
)
