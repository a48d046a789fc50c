"""The list behind a number of the review, as a table for spreadsheets."""

import csv
import io
from collections.abc import AsyncIterator

from starlette.responses import Response, StreamingResponse

from events.text import msg
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST
from service.alerts import review as read
from service.alerts.lateness import Lateness
from service.alerts.review import Group, Span
from service.web import lookup
from service.web.deadlines import STRENGTHS
from service.web.review import asked_span, reviewed_status
from service.web.visitor import Visitor
from workflows.calendar import act_title

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def review_csv(visitor: Visitor) -> Response:
    """Send the list behind a number, all of it, as a table for spreadsheets."""
    span, asked = await asked_span(visitor)
    headers = {"Content-Disposition": f'attachment; filename="deadlines-{span.first}-{span.last}.csv"'}
    lines = _csv_lines(visitor, span, Group(asked["group"] or Group.DUE))
    first = await anext(lines)  # what is refused is refused before anything is sent

    async def sent() -> AsyncIterator[str]:
        yield first
        async for line in lines:
            yield line

    return StreamingResponse(sent(), media_type="text/csv; charset=utf-8", headers=headers)


async def _csv_lines(visitor: Visitor, span: Span, group: Group) -> AsyncIterator[str]:
    t, cursor = visitor.t, ""
    titles = (
        msg("Region"), msg("Organisation"), msg("Case"), msg("Requirement"), msg("Subtask"), msg("Due"), msg("Extended from"),
        msg("Document"), msg("Done"), msg("Working days to spare"), msg("Status"), msg("Notices"), msg("People told"),
        msg("First told"), msg("First read"), msg("First entry after that"), msg("Entered by"), msg("Missed before it was extended"),
        msg("Working days late"), msg("Force"),
    )  # fmt: skip
    lateness = Lateness(await visitor.service.register.current(), visitor.today.day)
    head = "\ufeff" + _line([t(title) for title in titles])
    while True:
        async with visitor.service.pool.connection() as conn:
            page = await read.lines(
                conn, span, group, visitor.today.day, scope=visitor.scope, cleared=visitor.cleared, cursor=cursor,
                limit=LARGEST,
            )  # fmt: skip
            about = await read.about(conn, page.rows)
            cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
            names = await lookup.names(conn, t, {row.organization for row in page.rows})
        await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
        people = await visitor.service.access.names({one.act_actor for one in about.values()})
        yield head + "".join(
            _line(
                [
                    *_cells(visitor, row, about.get((row.case_id, row.key)), cases.get(row.case_id), names, people),
                    *_late(visitor, row, lateness),
                ]
            )
            for row in page.rows
        )
        head, cursor = "", page.next
        if not cursor:
            return


def _cells(
    visitor: Visitor,
    row: DeadlineRow,
    about: read.About | None,
    case: CaseRow | None,
    names: lookup.Names,
    people: dict[str, str],
) -> list[str]:
    t = visitor.t
    said = about or read.About(row.case_id, row.key, 0, 0, 0, None, None, "", "", None, None)
    return [
        names.region_of(row.organization),
        names(row.organization),
        (case.number if case else "") or str(row.case_id),
        t.code("rule", row.rule),
        row.subtask,
        row.due.isoformat(),
        row.extended_from.isoformat() if row.extended_from else "",
        act_title(row.act, t.language) if row.act else "",
        row.done_on.isoformat() if row.done_on else "",
        "" if row.margin is None else str(row.margin),
        t.code("status", reviewed_status(visitor.today, row)),
        str(said.notices),
        str(said.people),
        said.first_told_at.isoformat() if said.first_told_at else "",
        said.first_read_at.isoformat() if said.first_read_at else "",
        t.code("event", said.act_topic) if said.act_topic else "",
        people.get(said.act_actor, said.act_actor),
    ]


def _late(visitor: Visitor, row: DeadlineRow, lateness: Lateness) -> list[str]:
    days = lateness.of(row)
    return [
        row.missed_due.isoformat() if row.missed_due else "",
        "" if days is None else str(days),
        visitor.t(STRENGTHS[row.strength]),
    ]


def _line(cells: list[str]) -> str:
    """Give one line of a table; what a spreadsheet would take for a formula is marked as text, but for numbers."""
    out = io.StringIO()
    csv.writer(out).writerow([_as_text(cell) for cell in cells])
    return out.getvalue()


def _as_text(cell: str) -> str:
    is_number = cell.removeprefix("-").isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
