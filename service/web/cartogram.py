"""The map of the country by region, and of a region by its departments and districts (l.185-330: the cartogram of corruption)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.responses import Response

from events.text import Text, msg
from projections.figures import Asked
from projections.term_counts import Count
from service.figures import Counted
from service.geography import geography
from service.map_numbers import OTHERS, Risks, cartograms, counts_of, parts, risks_of, shown, together
from service.subtasks import parts_in_force
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

NO_CARTOGRAM = msg(
    "There is no cartogram of this year that you may see, so there are no risks to count: an akimat's cartogram is given by the year's plan."
)
NO_RESULTS = msg("No analysis of this year has come to results yet, so there are no risks to count.")
NOTHING_DUE = msg("No binding term has come due in this year, so there is no share of them to show.")
"""Why a map has no numbers."""

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
    "late": Measure(msg("Done out of time, or not at all"), lambda count: count.late, "late"),
    "breaches": Measure(msg("Breaches"), lambda count: count.breaches, "breach"),
    "due": Measure(msg("Terms in all"), lambda count: count.all, "all"),
    RISKS: Measure(
        msg("Risks of the yearly cartogram"), lambda _count: None, ""
    ),  # of no term: see `service.map_numbers`
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
    risks = await _risks(visitor, year) if name == RISKS else Risks()
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
    values = {one.code: risks.by_region.get(one.code) if name == RISKS else measure.of(one.count) for one in rows}
    cells = _cells(rows, values, measure, lambda code: f"/map/{code}?measure={name}&year={year}")
    file = visitor.service.settings.map_file
    true_map = file is not None and visitor.choice("view", ("tiles", "map")) == "map"
    return render(
        visitor,
        "map.html",
        **_chosen(visitor, name, year, found, cells, risks),
        cells=cells,
        places={code: one.tile for code, one in REGIONS.items()},
        short_names={code: shortened(names.region(code)) for code in REGIONS},
        size=charts.CELL,
        geography=geography(file) if file is not None and true_map else None,
        offers_map=file is not None,
    )


async def region(visitor: Visitor) -> Response:
    """Show the departments and the districts of a region, each with the bodies below it (l.202: by department, by district), and the rest.

    The Instruction lists them one after the other; a department and a district have nothing in common to be shown where they would cross.
    """
    code: str = visitor.request.path_params["region"]
    if code not in REGIONS:
        raise Unknown(msg("There is no region {code}.", code=code))
    name, year, offered = _measure(visitor), _year(visitor), parts_in_force(visitor.t, visitor.today.day.year)
    part = visitor.choice("part", dict(offered))
    found, measure = await counted(visitor, year), MEASURES[name]
    register, day = await visitor.register(), visitor.today.day
    groups = parts(register, visitor.scope, code, day)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, [one for below in groups.values() for one in below])
        rows = await cartograms(conn, year, visitor.scope, code)
        by_body = await counts_of(conn, found.asked, part, _all_of(groups), found.figures)
    risks = await risks_of(visitor.service.cases, rows, visitor.moment, register, day) if name == RISKS else Risks()
    cells: dict[str, list[Cell]] = {}
    for kind, below in groups.items():
        counts = {one: together(bodies, by_body) for one, bodies in below.items()}
        placed = [one for one, count in counts.items() if shown(kind, count, risks.below(below[one]))]
        values = {one: risks.below(below[one]) if name == RISKS else measure.of(counts[one]) for one in placed}
        narrowed = year_of(found.asked) | ({"subtask": part} if part else {})
        whose = "body" if kind == OTHERS else "organization"
        rows_of = [row(one, names(one), counts[one], {whose: one, "region": code, **narrowed}) for one in placed]
        cells[kind] = _cells(rows_of, values, measure, lambda body: f"/organizations/{body}")
    chosen = _chosen(visitor, name, year, found, [cell for one in cells.values() for cell in one], risks)
    return render(
        visitor,
        "map_region.html",
        **chosen | {"asked": chosen["asked"] | {"part": part or ""}},
        part_title=dict(offered).get(part or "", ""),
        offered_parts=[(one, f"{one} {title}") for one, title in offered],
        code=code,
        region=names.region(code),
        groups=cells,
        cartograms=rows,
        places={},
    )


def _all_of(groups: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[str]:
    return (body for below in groups.values() for bodies in below.values() for body in bodies)


async def _risks(visitor: Visitor, year: int) -> Risks:
    async with visitor.looking() as conn:
        rows = await cartograms(conn, year, visitor.scope)
    return await risks_of(visitor.service.cases, rows, visitor.moment, await visitor.register(), visitor.today.day)


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


def _measure(visitor: Visitor) -> str:
    asked = visitor.choice("measure", MEASURES)
    return asked if asked in MEASURES else next(iter(MEASURES))


def _year(visitor: Visitor) -> int:
    years = [str(year) for year in _years(visitor.today.day)]
    asked = visitor.choice("year", years)
    return int(asked if asked in years else years[0])


def _years(day: date) -> range:
    return range(day.year, day.year - YEARS, -1)


def _no_numbers(name: str, cells: Sequence[Cell], risks: Risks) -> Text | None:
    """Say why there is nothing to show, where no cell has a number; None where one has."""
    if not cells or any(cell.value is not None for cell in cells):
        return None
    if name == RISKS:
        return NO_RESULTS if risks.by_region else NO_CARTOGRAM
    return NOTHING_DUE


def _chosen(
    visitor: Visitor, name: str, year: int, found: Counted, cells: Sequence[Cell], risks: Risks
) -> dict[str, Any]:
    """Give what both pages say of what is shown."""
    asked: Asked = found.asked
    return {
        "no_numbers": _no_numbers(name, cells, risks),
        "found": found, "asked": {"measure": name, "year": year, "view": visitor.query("view") or ""}, "measure": MEASURES[name],
        "measures": {code: one.title for code, one in MEASURES.items()}, "years": [(str(y), str(y)) for y in _years(visitor.today.day)],
        "year": asked.first.year,
    }  # fmt: skip
