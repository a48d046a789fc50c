"""The heat map of the board of deadlines as a table: a row for each body and quarter. Nothing of sealed cases is in it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import Field

from events.text import msg
from projections.board import Heat, heat
from projections.deadline_filters import Sought
from projections.page import Page
from service.api.queries import Region, Text
from service.board_numbers import parent_of
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, YearQuery, body_of, page_link
from service.exports.reader import Reader
from workflows.subtask.period import bounds

_NARROWING = frozenset({"organization", "body", "region", "year", "at", "effective_at"})
"""What the heat map is narrowed to of all that the board can be."""


class HeatQuery(YearQuery):
    """Which bodies, in which year."""

    organization: Text | None = Field(None, description="the bodies right below this one, and itself")
    body: Text | None = Field(None, description="this body alone")
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A quarter of a body with everything below it; of the one that is looked at, `itself` alone."""

    heat: Heat
    year: int
    itself: bool

    @property
    def organization(self) -> str:
        """Whose terms they are."""
        return self.heat.organization

    @property
    def quarter(self) -> str:
        """The quarter as a period."""
        return f"{self.year}Q{self.heat.quarter}"

    @property
    def at(self) -> str:
        """The page with the list of its terms, and nothing that is not counted."""
        first, last = bounds(self.quarter)
        whose = "body" if self.itself else "organization"
        asked = {"standing": "all", "strength": "hard", whose: self.organization, "due_from": first, "due_to": last}
        return f"/deadlines?{urlencode(asked | {'counted': 'true'})}"


async def _page(reader: Reader, query: HeatQuery, _cursor: str) -> Page[Line]:
    sought = Sought(
        today=reader.today.day,
        organization=query.organization,
        body=query.body,
        region=query.region,
        scope=reader.scope,
    )
    year, parent = query.year or reader.today.day.year, parent_of(sought, reader.account)
    lines = [Line(one, year, one.organization == parent) for one in await heat(reader.conn, sought, year, parent)]
    return Page(tuple(sorted(lines, key=lambda line: (line.itself, line.organization, line.quarter))), "")


def _of_page(asked: Filters) -> dict[str, str]:
    """Leave out what narrows the list beside the heat map alone."""
    return {name: value for name, value in asked.items() if name in _NARROWING}


enter(
    Exported(
        name="heat",
        title=msg("Bodies by quarter"),
        query=HeatQuery,
        path="/deadlines",
        page=_page,
        of_page=_of_page,
        bodies=body_of,
        columns=(
            *BODY,
            Column("itself", msg("Without the bodies below"), lambda line, _: line.itself, 10),
            Column("quarter", msg("Quarter"), lambda line, _: line.quarter, 10),
            Column("due", msg("Terms in all"), lambda line, _: line.heat.due, 12),
            Column("overdue", msg("Overdue"), lambda line, _: line.heat.overdue, 12),
            Column("late", msg("Done out of time, or not at all"), lambda line, _: line.heat.late, 12),
            Column("breaches", msg("Late in all"), lambda line, _: line.heat.breaches, 12),
            Column("share", msg("Share that is late"), lambda line, _: line.heat.share, 12),
            page_link(lambda line: line.at),
        ),
    )
)
