"""The map as a table: the regions, and the departments, districts and other bodies of one, with what became of their terms and their risks."""

from dataclasses import dataclass

from pydantic import Field

from events.text import msg
from projections import figures as read
from projections.page import Page
from projections.term_counts import Count
from service.api.queries import Region, Text
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, COUNTS, YearQuery, body_of, figures_asked, page_link, place
from service.exports.reader import Reader
from service.map_numbers import OTHERS, Risks, cartograms, counts_of, parts, risks_of, shown, together
from workflows.regions import REGIONS

_RISKS = Column("risks", msg("Risks of the yearly cartogram"), lambda line, _: line.risks, 12)


class RegionQuery(YearQuery):
    """Of which region, in which year."""

    region: Region
    subtask: Text | None = Field(None, description="code of a subtask, task or project: its terms alone")


@dataclass(frozen=True, slots=True)
class RegionLine:
    """A region in a year."""

    code: str
    year: int
    count: Count
    risks: int | None


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A department or a district, with everything below it; another body of the region `itself` alone."""

    organization: str
    type: str
    itself: bool
    count: Count
    risks: int | None


async def _regions(reader: Reader, query: YearQuery, _cursor: str) -> Page[RegionLine]:
    found = await read.figures(reader.conn, figures_asked(reader, query.year), reader.scope)
    risks, year = await _risks(reader, query.year), query.year or reader.today.day.year
    lines = (RegionLine(code, year, found.by_region.get(code, Count()), risks.by_region.get(code)) for code in REGIONS)
    return Page(tuple(lines), "")


async def _parts(reader: Reader, query: RegionQuery, _cursor: str) -> Page[BodyLine]:
    register, day = reader.register, reader.today.day
    groups = parts(register, reader.scope, query.region, day)
    bodies = (body for below in groups.values() for stood_for in below.values() for body in stood_for)
    counted = await counts_of(reader.conn, figures_asked(reader, query.year), query.subtask, bodies)
    risks = await _risks(reader, query.year, query.region)
    lines = (
        (part, BodyLine(code, register.type_of(code, day) or "", part == OTHERS, together(stood_for, counted), risks.below(stood_for)))
        for part, below in groups.items()
        for code, stood_for in below.items()
    )  # fmt: skip
    return Page(tuple(line for part, line in lines if shown(part, line.count, line.risks)), "")


async def _risks(reader: Reader, year: int | None, region: str | None = None) -> Risks:
    rows = await cartograms(reader.conn, year or reader.today.day.year, reader.scope, region)
    return await risks_of(reader.service.cases, rows, reader.moment, reader.register, reader.today.day)


def _of_page(asked: Filters) -> dict[str, str]:
    """Leave out which measure colours the map, and how it is drawn: a file has all of them."""
    named = {"subtask" if name == "part" else name: value for name, value in asked.items()}
    return {name: value for name, value in named.items() if name not in {"measure", "view"}}


def _at(asked: Filters) -> str:
    return place(f"/map/{asked.get('region', '')}", asked, "measure", "part", "year")


enter(
    Exported(
        name="map",
        title=msg("Table by region"),
        query=YearQuery,
        path="/map",
        page=_regions,
        of_page=_of_page,
        columns=(
            Column("code", msg("Code"), lambda line, _: line.code, 10),
            Column("region", msg("Region"), lambda line, on: REGIONS[line.code].names[on.t.language], 30),
            *COUNTS,
            _RISKS,
            page_link(lambda line: f"/map/{line.code}?year={line.year}"),
        ),
    )
)
enter(
    Exported(
        name="map-region",
        title=msg("By department, city, district"),
        query=RegionQuery,
        path="/map",
        page=_parts,
        of_page=_of_page,
        at=_at,
        bodies=body_of,
        columns=(
            *BODY,
            Column("type", msg("Type"), lambda line, _: line.type, 26, coded="OrganizationType"),
            Column("itself", msg("Without the bodies below"), lambda line, _: line.itself, 10),
            *COUNTS,
            _RISKS,
            page_link(lambda line: f"/organizations/{line.organization}"),
        ),
    )
)
