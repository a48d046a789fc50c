"""The figures of the overview: what became of binding terms, how long stages last, what documents entities have."""

from collections.abc import Iterable
from dataclasses import dataclass

from events.text import msg
from projections import figures as read
from projections.figures import Documents
from projections.page import Page
from projections.term_counts import Count
from service.api.queries import AsOfQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import COUNTS, figures_asked
from service.exports.reader import Reader
from service.figures import BODIES
from service.subtasks import parts_in_force, subtask_title
from workflows.regions import REGIONS

BY = {
    "total": msg("In all"),
    "project": msg("By project"),
    "task": msg("By task"),
    "month": msg("By month of the due day"),
    "region": msg("By region"),
    "organization": msg("By organisation"),
}
"""By what terms are counted."""


class FiguresQuery(AsOfQuery):
    """As of which moment, whose year it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of the terms of a part (`code`) of what is counted `by` something."""

    by: str
    code: str
    title: str
    count: Count


@dataclass(frozen=True, slots=True)
class StageLine:
    """A state of cases: how many stand in it, and how many working days the middle one of those that left it this year spent there."""

    workflow: str
    state: str
    standing: int
    median: int | None
    left: int


async def _page(reader: Reader, _query: FiguresQuery, _cursor: str) -> Page[Line]:
    found = await read.figures(reader.conn, figures_asked(reader), reader.scope)
    titles = dict(parts_in_force(reader.t, reader.today.day.year))
    regions = {code: region.names[reader.t.language] for code, region in REGIONS.items()}
    months = {month.isoformat()[:7]: count for month, count in found.by_month.items()}
    lines = [
        Line("total", "", "", found.total),
        *_lines("project", found.by_project.items(), titles),
        *_lines("task", found.by_task.items(), titles),
        *_lines("month", months.items(), {month: reader.t.period(month) for month in months}),
        *_lines("region", found.by_region.items(), regions),
        *_lines("organization", found.worst(BODIES), {}),
    ]
    return Page(tuple(lines), "")


def _lines(by: str, counted: Iterable[tuple[str, Count]], titles: dict[str, str]) -> list[Line]:
    return [Line(by, code, titles.get(code, ""), count) for code, count in counted if code]


def _title(line: Line, on: Reader) -> str:
    return on.body(line.code) if line.by == "organization" else line.title


async def _stages(reader: Reader, _query: FiguresQuery, _cursor: str) -> Page[StageLine]:
    asked = figures_asked(reader)
    lasted, stood = await read.stays(reader.conn, asked, reader.scope, true_on=reader.moment.true_on)
    if reader.moment.is_now:
        stood = await read.stages(reader.conn, asked, reader.scope)
    standing = {(one.workflow, one.state): one.cases for one in stood}
    stays = {(one.workflow, one.state): one for one in lasted}
    lines = [
        StageLine(*key, standing.get(key, 0), stays[key].median if key in stays else None, stays[key].cases if key in stays else 0)
        for key in sorted({*standing, *stays})
    ]  # fmt: skip
    return Page(tuple(lines), "")


async def _documents(reader: Reader, _query: FiguresQuery, _cursor: str) -> Page[Documents]:
    found = await read.figures(reader.conn, figures_asked(reader), reader.scope)
    return Page(tuple(found.documents), "")


enter(
    Exported(
        name="figures",
        title=msg("Figures of the overview"),
        query=FiguresQuery,
        path="/",
        page=_page,
        bodies=lambda line: (line.code,) if line.by == "organization" else (),
        columns=(
            Column("by", msg("What is counted"), lambda line, _: line.by, 24, coded=BY),
            Column("code", msg("Code"), lambda line, _: line.code, 26),
            Column("title", msg("Title"), _title, 50),
            *COUNTS,
        ),
    )
)
enter(
    Exported(
        name="stages",
        title=msg("Cases by stage"),
        query=FiguresQuery,
        path="/",
        page=_stages,
        columns=(
            Column("workflow", msg("Kind of work"), lambda line, _: line.workflow, 26, coded="workflow"),
            Column("state", msg("State"), lambda line, _: line.state, 24, coded="state"),
            Column("cases", msg("Cases in it"), lambda line, _: line.standing, 12),
            Column("median", msg("Working days there, the middle case"), lambda line, _: line.median, 12),
            Column("left", msg("Cases that left it"), lambda line, _: line.left, 12),
        ),
    )
)
enter(
    Exported(
        name="entity-documents",
        title=msg("Documents of quasi-state entities"),
        query=FiguresQuery,
        path="/",
        page=_documents,
        columns=(
            Column("subtask", msg("Subtask"), lambda row, _: row.subtask, 10),
            Column("title", msg("Title"), lambda row, on: subtask_title(on.t, row.subtask, str(on.today.day.year)), 50),
            Column("accepted", msg("Accepted"), lambda row, _: row.accepted, 12),
            Column("cases", msg("Of"), lambda row, _: row.cases, 12),
        ),
    )
)
