"""Figures of reported corruption offences, for the anti-corruption body: what their page shows, small numbers hidden (l.366)."""

from pydantic import Field

from events.text import msg
from projections.page import Page
from projections.report_counts import reports
from service.aggregates import Figure, GroupedBy, count, may_see, published
from service.api.queries import NoQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.reader import Reader
from service.problems import OutOfScope
from workflows.regions import REGIONS


class ReportsQuery(NoQuery):
    """Of which year: this one unless said. They are told as they stand alone."""

    year: int | None = Field(None, ge=2000, le=2099)


async def _check(reader: Reader, _query: ReportsQuery) -> None:
    if not await may_see(reader.service, reader.account):
        raise OutOfScope(msg("These figures are for the anti-corruption body."))


async def _page(reader: Reader, query: ReportsQuery, _cursor: str) -> Page[Figure]:
    counted = count(await reports(reader.conn, query.year or reader.today.day.year))
    return Page(tuple(one for by in GroupedBy for one in published(counted, by)), "")


def _region(row: Figure, on: Reader) -> str:
    return REGIONS[row.region].names[on.t.language] if row.region in REGIONS else ""


enter(
    Exported(
        name="corruption-reports",
        title=msg("Corruption reports"),
        query=ReportsQuery,
        path="/aggregates/corruption-reports",
        page=_page,
        check=_check,
        columns=(
            Column("region", msg("Code of the region"), lambda row, _: row.region, 12),
            Column("region_name", msg("Region"), _region, 30),
            Column("category", msg("Category"), lambda row, _: row.category, 20, coded="OffenceCategory"),
            Column("reports", msg("Reports"), lambda row, _: row.reports, 12),
            Column("hidden", msg("Cells that are not told"), lambda row, _: row.hidden, 12),
        ),
    )
)
