"""Silent bodies: those that owe work and record nothing."""

from events.text import msg
from projections.figures import Silent, silent_bodies
from projections.page import LARGEST, Page
from service.api.queries import AsOfQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import figures_asked, page_link
from service.exports.reader import Reader


class SilentQuery(AsOfQuery):
    """As of which moment."""


async def _page(reader: Reader, _query: SilentQuery, cursor: str) -> Page[Silent]:
    found = await silent_bodies(reader.conn, figures_asked(reader), scope=reader.scope, after=cursor, limit=LARGEST + 1)
    return Page(tuple(found[:LARGEST]), found[LARGEST - 1].code if len(found) > LARGEST else "")


enter(
    Exported(
        name="silent",
        title=msg("Silent bodies"),
        query=SilentQuery,
        path="/silent",
        page=_page,
        bodies=lambda row: (row.code,),
        columns=(
            Column("organization", msg("Code of the organisation"), lambda row, _: row.code, 26),
            Column("organization_name", msg("Organisation"), lambda row, on: on.body(row.code), 40),
            Column("region", msg("Region"), lambda row, on: on.region(row.code), 24),
            Column("owed", msg("Owed"), lambda row, _: row.owed, 10),
            Column("overdue", msg("Overdue"), lambda row, _: row.overdue, 10),
            Column("last_recorded", msg("Last recorded"), lambda row, _: row.last_recorded, 20),
            page_link(lambda row: f"/organizations/{row.code}"),
        ),
    )
)
