"""The list of cases."""

from starlette.responses import Response

from events.organization import OrganizationType
from projections import cases as read
from projections.cases import NOTHING_BEYOND
from projections.page import whole
from service import vocabulary
from service.subtasks import subtask_title
from service.web import lookup
from service.web.figure_lists import COUNTED
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from service.web.years import years
from workflows.catalogue import Every
from workflows.plan import every_slot
from workflows.regions import REGIONS
from workflows.registry import WORKFLOWS
from workflows.reporting_row import rows
from workflows.subtask.period import periods as periods_of

PAGE = 25
_LENGTHS = (Every.YEAR, Every.QUARTER, Every.MONTH)
_CLOSED = {"open": False, "closed": True}


async def case_list(visitor: Visitor) -> Response:
    """Show the cases the visitor may see, the last changed first."""
    if (elsewhere := await default_of(visitor, "cases")) is not None:
        return elsewhere
    subtasks, periods = subtasks_of(visitor), _periods(visitor)
    asked = {
        "q": visitor.query("q"),
        "workflow": visitor.choice("workflow", WORKFLOWS),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "state": visitor.choice("state", vocabulary.codes("state")),
        "open": visitor.choice("open", _CLOSED),
        "responsible": visitor.choice("responsible", ("me",)),
        "subtask": visitor.choice("subtask", [code for code, _ in subtasks]),
        "period": visitor.choice("period", periods),
        "type": visitor.choice("type", list(OrganizationType)),
        "plan": visitor.choice("plan", [str(year) for year in years(visitor)]),
        "counted": visitor.choice("counted", COUNTED),
    }
    beyond = await visitor.service.access.beyond(visitor.person)
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await read.cases(
            conn,
            workflow=asked["workflow"],
            organization=asked["organization"],
            scope=visitor.scope,
            beyond=NOTHING_BEYOND if asked["counted"] else beyond,
            cleared=visitor.cleared.unless(asked["counted"]),
            region=asked["region"],
            state=asked["state"],
            closed=_CLOSED.get(asked["open"] or ""),
            responsible=visitor.person.id if asked["responsible"] else None,
            number=asked["q"],
            subtask=asked["subtask"],
            period=asked["period"],
            type=asked["type"],
            plan=whole(asked["plan"] or ""),
            cursor=visitor.query("cursor") or "",
            limit=PAGE,
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.id, row) for row in page.rows))
    return render(
        visitor,
        "cases.html",
        page=page,
        asked=asked,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
        states=vocabulary.codes("state"),
        saved=await saved(visitor, "cases"),
        workflows={name: kind.TITLE for name, kind in WORKFLOWS.items()},
        subtasks=subtasks,
        periods=[(period, visitor.t.period(period)) for period in periods],
        sees_more=bool(visitor.cleared.organizations) or beyond != NOTHING_BEYOND,
    )


def subtasks_of(visitor: Visitor) -> list[tuple[str, str]]:
    """Give the subtasks that cases begin with, planned or found, with their titles: for a filter."""
    year = visitor.today.day.year
    codes = sorted({slot.subtask for slot in every_slot(year)} | {row.code for row in rows(year)})
    return [(code, f"{code} {subtask_title(visitor.t, code, str(year))}") for code in codes]


def _periods(visitor: Visitor) -> list[str]:
    """Give the periods of this year and the two before: for a filter."""
    year = visitor.today.day.year
    return [period for y in (year, year - 1, year - 2) for every in _LENGTHS for period in periods_of(every, y)]
