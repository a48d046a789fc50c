"""The map of the country by region, and of a region by its departments and districts (l.185-330: the cartogram of corruption)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from starlette.responses import Response

from events.organization import OrganizationType
from events.text import Text, msg
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.figures import Asked
from projections.term_counts import Count
from service.figures import Counted
from service.geography import geography
from service.web import charts, lookup
from service.web.home import counted
from service.web.overview import Row, row, year_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Unknown
from workflows.regions import REGIONS

RISKS = "risks"
"""The measure that is read from the cartograms of the year."""

_KINDS = frozenset({"область", "город", "облысы", "қаласы", "region"})
"""Words that say what kind of region it is."""

YEARS = 3
"""So many years can be chosen from, the last one first."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What the map shows: its title, how it is counted, which group of deadlines it opens, and whether it is a share in per cent."""

    title: Text
    of: Callable[[Count], int | None]
    standing: str
    share: bool = False
    good: bool = False


MEASURES = {
    "overdue": Measure(msg("Overdue"), lambda count: count.overdue, "overdue"),
    "in_time": Measure(msg("Share done in time"), lambda count: count.share, "met", share=True, good=True),
    "late": Measure(msg("Done out of time"), lambda count: count.late, "late"),
    "breaches": Measure(msg("Breaches"), lambda count: count.breaches, "breach"),
    "due": Measure(msg("Terms in all"), lambda count: count.all, "all"),
    RISKS: Measure(msg("Risks of the yearly cartogram"), lambda _count: None, ""),
}
"""Measures by the name that addresses use."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map: the number (None: nothing to count), how strongly it is drawn (0 to 4), and where its parts lead."""

    code: str
    name: str
    value: int | None
    level: int
    row: Row
    at: str
    list_at: str


async def country(visitor: Visitor) -> Response:
    """Show the 20 regions as equal tiles, or as they lie, coloured by a measure of a year."""
    name, year = _measure(visitor), _year(visitor)
    found, measure = await counted(visitor, year), MEASURES[name]
    risks = await _risks(visitor, year) if name == RISKS else {}
    names = lookup.Names(visitor.t)
    rows = [
        row(
            code,
            names.region(code),
            found.figures.by_region.get(code, Count()),
            {"region": code, **year_of(found.asked)},
        )
        for code in REGIONS
    ]
    values = {one.code: risks.get(one.code) if name == RISKS else measure.of(one.count) for one in rows}
    cells = _cells(rows, values, measure, lambda code: f"/map/{code}?measure={name}&year={year}")
    file = visitor.service.settings.map_file
    true_map = file is not None and visitor.choice("view", ("tiles", "map")) == "map"
    return render(
        visitor,
        "map.html",
        **_chosen(visitor, name, year, found),
        cells=cells,
        places={code: one.tile for code, one in REGIONS.items()},
        short_names={code: shortened(names.region(code)) for code in REGIONS},
        size=charts.CELL,
        geography=geography(file) if file is not None and true_map else None,
        offers_map=file is not None,
    )


async def region(visitor: Visitor) -> Response:
    """Show the departments and the districts of a region, each with the bodies below it (l.202: by department, by district)."""
    code: str = visitor.request.path_params["region"]
    if code not in REGIONS:
        raise Unknown(msg("There is no region {code}.", code=code))
    name, year = _measure(visitor, without=RISKS), _year(visitor)
    found, measure = await counted(visitor, year), MEASURES[name]
    groups = await _groups(visitor, code, found)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, [one.code for rows in groups.values() for one in rows])
        cartograms = await _cartograms(conn, visitor, year, code)
    cells = {
        kind: _cells(
            [replace(one, title=names(one.code)) for one in rows],
            {one.code: measure.of(one.count) for one in rows},
            measure,
            lambda body: f"/organizations/{body}",
        )
        for kind, rows in groups.items()
    }
    return render(
        visitor,
        "map_region.html",
        **_chosen(visitor, name, year, found),
        code=code,
        region=names.region(code),
        groups=cells,
        cartograms=cartograms,
        offered=[(code, one.title) for code, one in MEASURES.items() if code != RISKS],
        places={},
    )


async def _groups(visitor: Visitor, region: str, found: Counted) -> dict[str, list[Row]]:
    """Give rows of the region's departments and districts that the visitor may see, each with everything below it."""
    register, day = await visitor.register(), visitor.today.day
    seen = register.codes() if visitor.scope is None else visitor.scope
    kinds = {OrganizationType.UPR: "departments", OrganizationType.RAY: "districts"}
    groups: dict[str, list[Row]] = {kind: [] for kind in kinds.values()}
    for code in seen:
        kind = kinds.get(register.type_of(code, day) or OrganizationType.ORG)
        if kind and register.region_of(code, day) == region:
            together = _below(code, register.subtree(code, day), found)
            groups[kind].append(row(code, "", together, {"organization": code, **year_of(found.asked)}))
    return groups


def _below(code: str, subtree: Iterable[str], found: Counted) -> Count:
    together = Count()
    for body in subtree or (code,):
        if count := found.figures.by_body.get(body):
            together.add(count)
    return together


async def _risks(visitor: Visitor, year: int) -> dict[str, int]:
    """Count the risks that the cartogram of each region holds, of those that the visitor may see."""
    async with visitor.looking() as conn:
        rows = await _cartograms(conn, visitor, year)
    register, found = await visitor.register(), dict[str, int]()
    for one in rows:
        region = register.region_of(one.organization, visitor.today.day)
        if visitor.moment.is_now:
            case = await visitor.service.cases.get(one.id)
        else:
            case = await visitor.service.cases.as_of(one.id, visitor.moment.known_at, visitor.moment.true_on)
        found[region] = found.get(region, 0) + len(case.facts.risks.wanted)
    return found


async def _cartograms(conn: Any, visitor: Visitor, year: int, region: str | None = None) -> tuple[CaseRow, ...]:
    page = await case_rows.cases(
        conn, workflow="cartogram", period=str(year), region=region, scope=visitor.scope, limit=len(REGIONS) * 2
    )
    return page.rows


def _cells(rows: list[Row], values: dict[str, int | None], measure: Measure, at: Callable[[str], str]) -> list[Cell]:
    most = max((value for value in values.values() if value is not None), default=0)
    return [
        Cell(
            one.code,
            one.title,
            values[one.code],
            charts.level(values[one.code], 100 if measure.share else most, good=measure.good),
            one,
            at(one.code),
            one.list_of(measure.standing) if measure.standing else "",
        )
        for one in rows
    ]


def shortened(name: str) -> list[str]:
    """Give the lines of a region's name on its tile, without the word that says what kind of region it is."""
    words = [word for word in name.replace("-", "- ").split() if word.casefold() not in _KINDS]
    return [words[0], " ".join(words[1:])] if len(words) > 1 else words


def _measure(visitor: Visitor, without: str = "") -> str:
    known = [name for name in MEASURES if name != without]
    asked = visitor.query("measure")
    return visitor.choice("measure", MEASURES) or known[0] if asked in known else known[0]


def _year(visitor: Visitor) -> int:
    years = [str(year) for year in _years(visitor.today.day)]
    asked = visitor.choice("year", years)
    return int(asked if asked in years else years[0])


def _years(day: date) -> range:
    return range(day.year, day.year - YEARS, -1)


def _chosen(visitor: Visitor, name: str, year: int, found: Counted) -> dict[str, Any]:
    """Give what both pages say of what is shown."""
    asked: Asked = found.asked
    return {
        "found": found, "asked": {"measure": name, "year": year, "view": visitor.query("view") or ""}, "measure": MEASURES[name],
        "measures": {code: one.title for code, one in MEASURES.items()}, "years": [(str(y), str(y)) for y in _years(visitor.today.day)],
        "year": asked.first.year,
    }  # fmt: skip
