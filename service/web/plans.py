"""The pages of the year's plan: how far the country is, what is owed, and what one body owes month by month."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from events.organization import OrganizationType
from events.store.reader import last_position
from events.text import msg
from service import vocabulary
from service.owed import Sought, owed_cases
from service.plan_counts import PlanCount
from service.plans import PLAN, PlanEntry, order_plan, plan_of, watches
from service.runs import Run
from service.subtasks import subtask_title
from service.web import lookup
from service.web.figure_lists import cases_listed, owed_listed
from service.web.render import render
from service.web.visitor import SEEN, Visitor, keep
from service.web.years import years
from workflows.actor import Role
from workflows.plan import every_slot
from workflows.refusals import Unknown
from workflows.subtask.period import bounds

PAGE = 50
PLANNED = ("created", "existing", "ended", "organizations", "restored")


@dataclass(frozen=True)
class Line:
    """A subtask in a body's plan: its cells, each an entry and how many months it takes."""

    subtask: str
    title: str
    cells: list[tuple[PlanEntry | None, int]]


async def this_year(visitor: Visitor) -> Response:
    """Lead to the plan of this year."""
    return RedirectResponse(f"/plans/{visitor.today.day.year}", 303)


async def country(visitor: Visitor) -> Response:
    """Show how much of a year's plan there is, by subtask and type of body."""
    year = year_of(visitor)
    await lookup.catch_up(visitor)
    counts = await visitor.service.plan_counting.of(year, visitor.scope, visitor.moment, visitor.seen)
    run = await run_of(visitor, PLAN)
    owing = {one.subtask for one in counts if one.owed}
    return render(
        visitor,
        "plan.html",
        year=year,
        years=years(visitor),
        plan=_table(visitor, [one for one in counts if one.subtask in owing], year),
        beside=_table(visitor, [one for one in counts if one.subtask not in owing], year),
        cases_listed=cases_listed,
        owed_listed=owed_listed,
        run=run,
        planned={name: visitor.query(name) for name in PLANNED},
        own=None if visitor.person.role is Role.SUPERVISOR else visitor.person.organization,
    )


async def plan_country(visitor: Visitor) -> Response:
    """Plan the year for all bodies that the visitor reaches."""
    return await _plan(visitor, None, f"/plans/{year_of(visitor)}")


async def body(visitor: Visitor) -> Response:
    """Show a body's plan: subtasks down, months across."""
    year, code = year_of(visitor), visitor.request.path_params["organization"]
    await lookup.catch_up(visitor)
    entries = await plan_of(visitor.service, visitor.person, code, year, visitor.moment)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {code})
    return render(
        visitor,
        "plan_of.html",
        year=year,
        years=years(visitor),
        organization=code,
        names=names,
        lines=_lines(visitor, entries),
        owed=sum(entry.owed for entry in entries),
        owed_listed=owed_listed,
        months=[date(year, month, 1) for month in range(1, 13)],
        planned={name: visitor.query(name) for name in PLANNED},
    )


async def owed(visitor: Visitor) -> Response:
    """Show what bodies owe for a year, body by body, each with what became of it."""
    year = year_of(visitor)
    subtasks = dict.fromkeys(sorted(slot.subtask for slot in every_slot(year)))
    asked = {
        "subtask": visitor.choice("subtask", subtasks),
        "type": visitor.choice("type", list(OrganizationType)),
        "organization": await lookup.organization_asked(visitor),
    }
    await lookup.catch_up(visitor)
    register = await visitor.register()
    async with visitor.looking() as conn:
        page = await owed_cases(
            conn, register, Sought(year, **asked), visitor.scope, visitor.query("cursor") or "", PAGE
        )
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    return render(
        visitor,
        "owed.html",
        year=year,
        asked=asked,
        page=page,
        names=names,
        organizations=organizations,
        subtasks=[(code, f"{code} {subtask_title(visitor.t, code, str(year))}") for code in subtasks],
        types=vocabulary.codes("OrganizationType"),
        title=lambda entry: subtask_title(visitor.t, entry.subtask, entry.period),
    )


async def plan_body(visitor: Visitor) -> Response:
    """Plan the year for one body."""
    code = visitor.request.path_params["organization"]
    return await _plan(visitor, [code], f"/plans/{year_of(visitor)}/{code}")


async def _plan(visitor: Visitor, organizations: Sequence[str] | None, there: str) -> Response:
    found = await order_plan(visitor.service, visitor.person, year_of(visitor), organizations)
    told = {"run": found} if isinstance(found, UUID) else {name: getattr(found, name) for name in PLANNED}
    response = RedirectResponse(f"{there}?{urlencode(told)}", 303)
    async with visitor.looking() as conn:
        keep(visitor, response, SEEN, str(await last_position(conn, visitor.service.cases.log)), seconds=60)
    return response


async def run_of(visitor: Visitor, kind: str) -> Run | None:
    """Give the run of a kind that the visitor started, if the address names one."""
    try:
        run = await visitor.service.runs.get(UUID(visitor.query("run") or ""))
    except (ValueError, Unknown):
        return None
    is_shown = run.kind == kind and await watches(visitor.service, visitor.person, run)
    return run if is_shown else None


def year_of(visitor: Visitor) -> int:
    """Give the year of the address; raises `Unknown` for one that cannot be planned."""
    text: str = visitor.request.path_params["year"]
    if text not in map(str, years(visitor)):
        raise Unknown(msg("There is no plan of {year}.", year=text))
    return int(text)


@dataclass(frozen=True)
class Table:
    """Subtasks by code, each with its title and the counts of each type of body; the types are those that have any."""

    kinds: list[OrganizationType]
    rows: list[tuple[str, str, dict[OrganizationType, PlanCount]]]


def _table(visitor: Visitor, counts: Sequence[PlanCount], year: int) -> Table:
    found: dict[str, dict[OrganizationType, PlanCount]] = defaultdict(dict)
    for one in counts:
        found[one.subtask][one.type] = one
    kinds = [kind for kind in OrganizationType if any(one.type == kind for one in counts)]
    return Table(kinds, [(code, subtask_title(visitor.t, code, str(year)), found[code]) for code in sorted(found)])


def _lines(visitor: Visitor, entries: Sequence[PlanEntry]) -> list[Line]:
    by_subtask: dict[str, list[PlanEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: bounds(entry.period)):
        by_subtask[entry.subtask].append(entry)
    return [
        Line(code, subtask_title(visitor.t, code, found[0].period), _cells(found))
        for code, found in sorted(by_subtask.items())
    ]


def _cells(entries: Sequence[PlanEntry]) -> list[tuple[PlanEntry | None, int]]:
    """Lay entries out over twelve months; a stretch without any is one empty cell."""
    cells: list[tuple[PlanEntry | None, int]] = []
    free = 1
    for entry in entries:
        first, last = (day.month for day in bounds(entry.period))
        if first > free:
            cells.append((None, first - free))
        cells.append((entry, last - first + 1))
        free = last + 1
    return [*cells, (None, 13 - free)] if free <= 12 else cells
