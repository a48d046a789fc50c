"""The overview: what needs attention, and how the cases stand."""

from collections import Counter

from starlette.responses import Response

from projections import cases as case_rows
from projections import dashboard as read
from projections.dashboard import By, Outcomes, Stage
from projections.deadline_lists import Standing, deadlines, overdue_by_region
from service import vocabulary
from service.web import charts, lookup
from service.web.render import render
from service.web.tasks import first_tasks
from service.web.visitor import Visitor
from workflows.regions import REGIONS

NEXT = 6
"""So many of the nearest deadlines are shown."""

BODIES = 20
"""So many organisations are shown, those with most overdue first."""


async def dashboard(visitor: Visitor) -> Response:
    """Show figures that open their lists, within the visitor's scope."""
    today, scope = visitor.today, visitor.scope
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        tiles = await read.tiles(conn, today.day, today.soon, scope=scope)
        stages = await read.stages(conn, scope=scope)
        outcomes = await read.outcomes(conn, scope=scope)
        by_region = await read.stages(conn, By.REGION, scope=scope)
        overdue = await overdue_by_region(conn, today.day, scope)
        bodies = await read.bodies(conn, today.day, today.soon, scope=scope, limit=BODIES + 1)
        upcoming = await deadlines(
            conn, today=today.day, soon=today.soon, standing=Standing.OPEN, scope=scope, limit=NEXT, strength="hard"
        )
        cases = await case_rows.by_ids(conn, list({row.case_id for row in upcoming.rows}))
        names = await lookup.names(
            conn, visitor.t, {row.organization for row in bodies} | {row.organization for row in upcoming.rows}
        )
    own = await first_tasks(visitor)
    if own is not None:
        async with visitor.looking() as conn:
            names.known |= (await lookup.names(conn, visitor.t, {task.row.organization for task in own[0].rows})).known
    total = outcomes[0] if outcomes else Outcomes("", 0, 0, 0, 0, 0, 0)
    return render(
        visitor,
        "home.html",
        tiles=tiles,
        total=total,
        breaches=_breaches(total),
        states=charts.bars(_states(stages)),
        map=charts.tiles(_map(by_region, overdue, names)) if scope is None else None,
        bodies=bodies[:BODIES],
        more_bodies=len(bodies) > BODIES,
        upcoming=upcoming.rows,
        cases=cases,
        names=names,
        page=own[0] if own else None,
        own=own[1] if own else 0,
    )


def _breaches(row: Outcomes) -> int:
    return row.met_late + row.early + row.missed + row.not_done


def _states(stages: list[Stage]) -> list[tuple[str, str, int]]:
    """Give states in the order of the workflow with their numbers of cases: (code, message id, cases)."""
    counted: Counter[str] = Counter()
    for row in stages:
        counted[row.state] += row.cases
    return [(code, title, counted[code]) for code, title in vocabulary.codes("state").items() if counted[code]]


def _map(stages: list[Stage], overdue: dict[str, int], names: lookup.Names) -> list[charts.Tile]:
    counted: Counter[str] = Counter()
    for row in stages:
        counted[row.key] += row.cases
    return [
        charts.Tile(code, names.region(code), region.tile, counted[code], overdue.get(code, 0))
        for code, region in REGIONS.items()
    ]
