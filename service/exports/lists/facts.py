"""Facts of Appendix 2: which there are, not what they say; that stands in their cases."""

from events.text import msg
from projections import facts as read
from projections.facts import Fact
from projections.page import LARGEST, Page
from service.api.fact_queries import FactsQuery
from service.appendix import cleared
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import BODY, body_of, link
from service.exports.reader import Reader
from service.subtasks import subtask_title


async def _page(reader: Reader, query: FactsQuery, cursor: str) -> Page[Fact]:
    service = reader.service
    seen = cleared(await service.cases.registry.current(), reader.account.person, service.clock.today())
    return await read.facts(
        reader.conn,
        organization=query.organization, scope=reader.scope,
        cleared=seen, row=query.row, period=query.period, cursor=cursor,
        limit=LARGEST,
    )  # fmt: skip


enter(
    Exported(
        name="facts",
        title=msg("Facts of Appendix 2"),
        query=FactsQuery,
        path="/appendix-2",
        page=_page,
        bodies=body_of,
        sealed=lambda row: (row.id, row),
        columns=(
            Column("id", msg("Id"), lambda row, _: row.id, 38),
            *BODY,
            Column("row", msg("Row"), lambda row, _: row.row, 10),
            Column("row_title", msg("Title of the row"), lambda row, on: subtask_title(on.t, row.row, row.period), 50),
            Column("period", msg("Period"), lambda row, _: row.period, 10),
            Column("found_on", msg("Found on"), lambda row, _: row.found_on, 12),
            Column("category", msg("Category"), lambda row, _: row.category, 20, coded="OffenceCategory"),
            Column("workflow", msg("Kind of work"), lambda row, _: row.workflow, 26, coded="workflow"),
            Column("state", msg("State"), lambda row, _: row.state, 24, coded="state"),
            Column("open", msg("Open"), lambda row, _: not row.closed, 10),
            Column("withdrawn", msg("Withdrawn"), lambda row, _: row.withdrawn, 10),
            Column("same_as", msg("The same as"), lambda row, _: row.same_as, 38),
            link(lambda row: row.id),
        ),
    )
)
