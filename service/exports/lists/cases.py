"""Cases."""

from events.text import msg
from projections import cases as read
from projections.case_row import CaseRow
from projections.cases import NOTHING_BEYOND
from projections.page import LARGEST, Page
from service.api.queries import CasesQuery
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, body_of, link, named, responsible
from service.exports.reader import Reader

_OPEN = {"open": "true", "closed": "false"}


async def _page(reader: Reader, query: CasesQuery, cursor: str) -> Page[CaseRow]:
    return await read.cases(
        reader.conn,
        workflow=query.workflow, organization=query.organization, scope=reader.scope,
        beyond=NOTHING_BEYOND if query.counted else await reader.service.access.beyond(reader.account),
        cleared=reader.cleared.unless(query.counted), region=query.region, state=query.state,
        closed=None if query.open is None else not query.open, responsible=responsible(query.responsible, reader.account.id),
        number=query.number, subtask=query.subtask, period=query.period, type=query.type, plan=query.plan, opened_from=query.opened_from,
        opened_to=query.opened_to, order=query.order, cursor=cursor, limit=LARGEST,
    )  # fmt: skip


def _of_page(asked: Filters) -> dict[str, str]:
    found = {"number" if name == "q" else name: value for name, value in asked.items()}
    if "open" in found:
        found["open"] = _OPEN.get(found["open"], found["open"])
    return found


enter(
    Exported(
        name="cases",
        title=msg("Cases"),
        query=CasesQuery,
        path="/cases",
        page=_page,
        of_page=_of_page,
        bodies=body_of,
        people=lambda row: (str(row.responsible or ""),),
        sealed=lambda row: (row.id, row),
        columns=(
            Column("id", msg("Id"), lambda row, _: row.id, 38),
            Column("case", msg("Case"), named, 40),
            Column("number", msg("Number"), lambda row, _: row.number, 14),
            *BODY,
            Column("workflow", msg("Kind of work"), lambda row, _: row.workflow, 26, coded="workflow"),
            Column("subtask", msg("Subtask"), lambda row, _: row.subtask, 10),
            Column("period", msg("Period"), lambda row, _: row.period, 10),
            Column("state", msg("State"), lambda row, _: row.state, 24, coded="state"),
            Column("open", msg("Open"), lambda row, _: not row.closed, 10),
            Column("objects", msg("Objects"), lambda row, _: row.objects, 40),
            Column("starts_on", msg("First day"), lambda row, _: row.starts_on, 12),
            Column("ends_on", msg("Last day"), lambda row, _: row.ends_on, 12),
            Column("opened_on", msg("Opened"), lambda row, _: row.opened_on, 12),
            Column("changed_at", msg("Last change"), lambda row, _: row.changed_at, 20),
            Column("responsible", msg("Responsible"), lambda row, on: on.person(str(row.responsible or "")), 26),
            Column("breaches", msg("Breaches"), lambda row, _: row.breaches, 10),
            Column("remarks", msg("Remarks"), lambda row, _: row.remarks, 10),
            Column("version", msg("Version"), lambda row, _: row.version, 10),
            link(lambda row: row.id),
        ),
    )
)
