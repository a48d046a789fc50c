"""The overview: what needs attention, and how the cases stand."""

from collections import Counter, defaultdict

from starlette.responses import Response

from projections import cases as case_rows
from projections import dashboard as read
from projections.dashboard import By, Outcomes, Stage
from projections.deadline_lists import Awaited, Standing, awaited_by_organization, deadlines
from service import vocabulary
from service.web import charts, lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.regions import REGIONS

NEXT = 6
"""So many of the nearest deadlines are shown."""


async def dashboard(visitor: Visitor) -> Response:
    """Show figures that open their lists, within the visitor's scope."""
    today, scope = visitor.today, visitor.scope
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        tiles = await read.tiles(conn, today.day, today.soon, scope=scope)
        stages = await read.stages(conn, scope=scope)
        outcomes = await read.outcomes(conn, scope=scope)
        by_region = await read.stages(conn, By.REGION, scope=scope)
        by_organization = await read.stages(conn, By.ORGANIZATION, scope=scope)
        organization_outcomes = {row.key: row for row in await read.outcomes(conn, By.ORGANIZATION, scope=scope)}
        awaited = {row.organization: row for row in await awaited_by_organization(conn, today.day, today.soon, scope)}
        upcoming = await deadlines(
            conn, today=today.day, soon=today.soon, standing=Standing.OPEN, scope=scope, limit=NEXT, strength="hard"
        )
        cases = await case_rows.by_ids(conn, list({row.case_id for row in upcoming.rows}))
        names = await lookup.names(conn, visitor.t, {row.key for row in by_organization})
    total = outcomes[0] if outcomes else Outcomes("", 0, 0, 0, 0, 0, 0)
    return render(
        visitor,
        "home.html",
        tiles=tiles,
        total=total,
        breaches=_breaches(total),
        states=charts.bars(_states(stages)),
        map=charts.tiles(_map(by_region, awaited, names)) if scope is None else None,
        table=_table(by_organization, organization_outcomes, awaited),
        upcoming=upcoming.rows,
        cases=cases,
        names=names,
    )


def _breaches(row: Outcomes) -> int:
    return row.met_late + row.early + row.missed + row.not_done


def _states(stages: list[Stage]) -> list[tuple[str, str, int]]:
    """Give states in the order of the workflow with their numbers of cases: (code, message id, cases)."""
    counted: Counter[str] = Counter()
    for row in stages:
        counted[row.state] += row.cases
    return [(code, title, counted[code]) for code, title in vocabulary.codes("state").items() if counted[code]]


def _map(stages: list[Stage], awaited: dict[str, Awaited], names: lookup.Names) -> list[charts.Tile]:
    counted: Counter[str] = Counter()
    overdue: Counter[str] = Counter()
    for row in stages:
        counted[row.key] += row.cases
    for code, waiting in awaited.items():
        overdue[names.known[code].region if code in names.known else ""] += waiting.overdue
    return [
        charts.Tile(code, names.region(code), region.tile, counted[code], overdue[code])
        for code, region in REGIONS.items()
    ]


def _table(
    stages: list[Stage], outcomes: dict[str, Outcomes], awaited: dict[str, Awaited]
) -> list[tuple[str, int, Awaited | None, Outcomes | None]]:
    """Give a row an organisation, those with most overdue first: (code, cases, awaited, outcomes)."""
    counted: dict[str, int] = defaultdict(int)
    for row in stages:
        counted[row.key] += row.cases
    rows = [(code, cases, awaited.get(code), outcomes.get(code)) for code, cases in counted.items()]
    return sorted(rows, key=lambda row: (-getattr(row[2], "overdue", 0), -getattr(row[2], "due_soon", 0), row[0]))
