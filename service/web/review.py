"""The supervisor's page: what was due in a span of days, what became of it, who was told and when, and what they did."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date, timedelta

from starlette.responses import Response, StreamingResponse

from events.text import msg
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST
from service import vocabulary
from service.alerts import review as read
from service.alerts.review import Group, Span
from service.problems import BadQuery
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.calendar import act_title
from workflows.regions import REGIONS

PAGE = 25
QUARTERS = 8
PROJECTS = ("1", "2", "3", "4")
GROUPS = {
    Group.DUE: msg("Were due"),
    Group.MET: msg("Done in time"),
    Group.MET_LATE: msg("Done late"),
    Group.MISSED: msg("Overdue, not done yet"),
    Group.NOT_DONE: msg("Not done"),
    Group.AWAITED: msg("Not due yet"),
    Group.TOLD: msg("Somebody was told"),
    Group.EXTENDED: msg("Extended"),
}
"""The numbers of the page, each with its list."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def review_page(visitor: Visitor) -> Response:
    """Show the numbers of a span, and the list behind one of them."""
    span, asked = await _asked(visitor)
    group = Group(asked["group"] or Group.DUE)
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        total, *rules = await read.outcomes(conn, span, visitor.today.day, visitor.scope)
        page = await read.lines(
            conn, span, group, visitor.today.day, scope=visitor.scope, cleared=visitor.cleared,
            cursor=visitor.query("cursor") or "", limit=PAGE,
        )  # fmt: skip
        about, told = await read.about(conn, page.rows), await read.told_of(conn, page.rows)
        cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
    people = {str(one.account) for found in told.values() for one in found} | {one.act_actor for one in about.values()}
    return render(
        visitor,
        "review.html",
        span=span,
        asked={**asked, "group": group.value},
        group=group,
        groups=GROUPS,
        total=total,
        by_rule=rules,
        page=page,
        about=about,
        told=told,
        cases=cases,
        people=await visitor.service.access.names(people),
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        rules=vocabulary.codes("rule"),
        projects=[(number, number) for number in PROJECTS],
        quarters=[(quarter, visitor.t.period(quarter)) for quarter in _quarters(visitor.today.day)],
        act_title=lambda code: act_title(code, visitor.t.language),
    )


async def review_csv(visitor: Visitor) -> Response:
    """Send the list behind a number, all of it, as a table for spreadsheets."""
    span, asked = await _asked(visitor)
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
        msg("First told"), msg("First read"), msg("First entry after that"), msg("Entered by"),
    )  # fmt: skip
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
            _line(_cells(visitor, row, about.get((row.case_id, row.key)), cases.get(row.case_id), names, people))
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
        t.code("status", visitor.today.status(row.status, row.bound, row.due, row.rule)),
        str(said.notices),
        str(said.people),
        said.first_told_at.isoformat() if said.first_told_at else "",
        said.first_read_at.isoformat() if said.first_read_at else "",
        t.code("event", said.act_topic) if said.act_topic else "",
        people.get(said.act_actor, said.act_actor),
    ]


def _line(cells: list[str]) -> str:
    """Give one line of a table; what a spreadsheet would take for a formula is marked as text, but for numbers."""
    out = io.StringIO()
    csv.writer(out).writerow([_as_text(cell) for cell in cells])
    return out.getvalue()


def _as_text(cell: str) -> str:
    is_number = cell.removeprefix("-").isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell


async def _asked(visitor: Visitor) -> tuple[Span, dict[str, str | None]]:
    """Take what the address asks for: a quarter or two days, the last quarter unless given."""
    quarters = _quarters(visitor.today.day)
    asked = {
        "quarter": visitor.choice("quarter", quarters),
        "first": visitor.query("first"),
        "last": visitor.query("last"),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "project": visitor.choice("project", PROJECTS),
        "rule": visitor.choice("rule", vocabulary.codes("rule")),
        "group": visitor.choice("group", [group.value for group in Group]),
    }
    if asked["group"] not in set(Group):
        asked["group"] = None
    quarter = asked["quarter"] if asked["quarter"] in quarters else quarters[1]
    first, last = _bounds(quarter)
    if asked["first"] or asked["last"]:
        first, last = _day("first", asked["first"], first), _day("last", asked["last"], visitor.today.day)
    else:
        asked["quarter"] = quarter
    return Span(first, last, asked["region"], asked["organization"], asked["project"], asked["rule"]), asked


def _day(name: str, text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise BadQuery(((name, msg("Enter a date as YYYY-MM-DD.")),)) from None


def _quarters(today: date) -> list[str]:
    """Name this quarter and those before it, the newest first."""
    this = today.year * 4 + (today.month - 1) // 3
    return [f"{number // 4}Q{number % 4 + 1}" for number in range(this, this - QUARTERS, -1)]


def _bounds(quarter: str) -> tuple[date, date]:
    year, number = int(quarter[:4]), int(quarter[5])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), following - timedelta(days=1)
