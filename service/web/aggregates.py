"""The page of figures for the anti-corruption body."""

from starlette.responses import Response

from service.aggregates import CATEGORIES, FEWEST, GroupedBy, corruption_reports
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.catalogue import editions

REPORTS = "/aggregates/corruption-reports"


async def corruption_report_counts(visitor: Visitor) -> Response:
    """Show how many corruption offences were reported in a year, by region and category."""
    years = list(range(editions()[0], visitor.today.day.year + 1))
    asked = visitor.choice("year", [str(year) for year in years])
    year = int(asked) if asked and asked in map(str, years) else visitor.today.day.year
    await lookup.catch_up(visitor)
    by = {kind: await corruption_reports(visitor.service, visitor.person, year, kind) for kind in GroupedBy}
    return render(
        visitor,
        "corruption_reports.html",
        year=year,
        years=years,
        fewest=FEWEST,
        categories=CATEGORIES,
        regions=lookup.regions(visitor.t),
        figure={(one.region, one.category): one for figures in by.values() for one in figures},
    )
