"""The supervisor's page: what was due in a span of days, what became of it, who was told and when, and what they did."""

from datetime import date

from starlette.responses import RedirectResponse, Response

from events.text import msg
from projections import cases as case_rows
from projections.deadline_row import DeadlineRow
from service import vocabulary
from service.alerts import review as read
from service.alerts.lateness import Lateness
from service.alerts.review import GROUPS, Group, Span, bounds
from service.problems import BadQuery
from service.status import Status, Today
from service.web import lookup
from service.web.deadlines import STRENGTHS
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.calendar import act_title
from workflows.regions import REGIONS

PAGE = 25
QUARTERS = 8
PROJECTS = ("1", "2", "3", "4")


async def review_page(visitor: Visitor) -> Response:
    """Show the numbers of a span, and the list behind one of them."""
    if (elsewhere := await default_of(visitor, "review")) is not None:
        return elsewhere
    span, asked = await asked_span(visitor)
    group = Group(asked["group"] or Group.DUE)
    await lookup.catch_up(visitor)
    lateness = Lateness(await visitor.register(), visitor.today.day)
    until = visitor.moment.told_until
    (total, *rules), counted_at = await visitor.service.review.of(
        visitor.moment, span, lateness, visitor.scope, visitor.seen
    )
    async with visitor.looking() as conn:
        page = await read.lines(
            conn, span, group, visitor.today.day, scope=visitor.scope, cleared=visitor.cleared,
            until=until, cursor=visitor.query("cursor") or "", limit=PAGE,
        )  # fmt: skip
        about, told = await read.about(conn, page.rows, until), await read.told_of(conn, page.rows, until)
        cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
    people = {str(one.account) for found in told.values() for one in found} | {one.act_actor for one in about.values()}
    return render(
        visitor,
        "review.html",
        saved=await saved(visitor, "review"),
        span=span,
        asked={**asked, "group": group.value},
        group=group,
        groups=GROUPS,
        total=total,
        by_rule=rules,
        counted_at=counted_at,
        page=page,
        about=about,
        told=told,
        cases=cases,
        people=await visitor.service.access.names(people),
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        rules=vocabulary.codes("rule"),
        strengths=STRENGTHS,
        days_late=lateness.of,
        status_of=lambda row: reviewed_status(visitor.today, row),
        projects=[(number, number) for number in PROJECTS],
        quarters=[(quarter, visitor.t.period(quarter)) for quarter in _quarters(visitor.today.day)],
        act_title=lambda code: act_title(code, visitor.t.language),
    )


def reviewed_status(today: Today, row: DeadlineRow) -> Status:
    """Give the status of a deadline by the day by which it is reviewed: what a document extended too late is late or overdue."""
    if row.status == "met" and row.missed_due and row.done_on and row.done_on > row.missed_due:
        return Status.LATE
    return today.status(row.status, row.bound, row.reckoned_due, row.rule)


async def table(visitor: Visitor) -> Response:
    """Lead to the list behind a number as a table, which had this address before there were exports."""
    query = visitor.request.url.query
    return RedirectResponse(f"/exports/review.csv?{query}" if query else "/exports/review.csv", 308)


async def asked_span(visitor: Visitor) -> tuple[Span, dict[str, str | None]]:
    """Take what the address asks for: a quarter or days of its own, the last quarter unless given."""
    quarters = _quarters(visitor.today.day)
    asked = {
        "quarter": visitor.choice("quarter", quarters),
        "first": visitor.query("first"),
        "last": visitor.query("last"),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "project": visitor.choice("project", PROJECTS),
        "rule": visitor.choice("rule", vocabulary.codes("rule")),
        "strength": visitor.choice("strength", STRENGTHS),
        "group": visitor.choice("group", [group.value for group in Group]),
    }
    if asked["group"] not in set(Group):
        asked["group"] = None
    quarter = asked["quarter"] if asked["quarter"] in quarters else quarters[1]
    first, last = bounds(quarter)
    if asked["first"] or asked["last"]:
        first, last = _day("first", asked["first"], first), _day("last", asked["last"], visitor.today.day)
    else:
        asked["quarter"] = quarter
    if first > last:
        raise BadQuery((("last", msg("The last day is before the first: {first}.", first=first)),))
    return Span(
        first, last, asked["region"], asked["organization"], asked["project"], asked["rule"], asked["strength"]
    ), asked


def _day(name: str, text: str | None, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise BadQuery(((name, msg("Enter a date as YYYY-MM-DD.")),)) from None


def _quarters(today: date) -> list[str]:
    """Name this quarter and those before it, the newest first."""
    this = today.year * 4 + (today.month - 1) // 3
    return [f"{number // 4}Q{number % 4 + 1}" for number in range(this, this - QUARTERS, -1)]
