"""The overview: what needs attention, and how the work stands; every number opens its list."""

from collections import Counter

from starlette.responses import Response

from projections import cases as case_rows
from projections.dashboard import Stage
from projections.figures import silent_bodies
from service import vocabulary
from service.figures import SILENCE, Counted, asked_on
from service.inbox.tasks import Narrowed, Tab
from service.web import charts, lookup, overview
from service.web.deadlines import parts_of
from service.web.figure_lists import cases_listed, listed
from service.web.render import render
from service.web.tasks import first_tasks, tasks_of
from service.web.visitor import Visitor
from service.web.watched import work_watched

SILENT = 50
"""So many silent bodies are listed on a page."""


async def counted(visitor: Visitor, year: int | None = None) -> Counted:
    """Count the figures of the visitor's organisations, as of the moment they look at, with their own last change.

    They are of that moment's year unless another one is given.
    """
    await lookup.catch_up(visitor)
    today = visitor.today
    asked = asked_on(today.day, today.soon, today.calendar, year)
    return await visitor.service.counting.of(visitor.moment, asked, visitor.scope, visitor.seen)


async def dashboard(visitor: Visitor) -> Response:
    """Show figures that open their lists, within the visitor's scope."""
    found = await counted(visitor)
    figures, asked = found.figures, found.asked
    bodies = overview.bodies(figures, asked)
    async with visitor.looking() as conn:
        cases = await case_rows.by_ids(conn, list({row.case_id for row in figures.upcoming}))
        shown = {row.code for row in bodies} | {row.organization for row in figures.upcoming}
        names = await lookup.names(conn, visitor.t, shown)
    own = await first_tasks(visitor)
    if own is not None:
        async with visitor.looking() as conn:
            names.known |= (
                await lookup.names(conn, visitor.t, {task.row.organization for task in own.page.rows})
            ).known
    return render(
        visitor,
        "home.html",
        found=found,
        watched=await work_watched(visitor) if own else "",
        figures=figures,
        asked=asked,
        quarter=figures.of_quarter(asked.quarter),
        listed=listed,
        cases_listed=cases_listed,
        silence=SILENCE,
        returned=_standing(figures.stages, "returned"),
        uploaded=_standing(figures.stages, "uploaded"),
        in_review=await _in_review(visitor, _standing(figures.stages, "uploaded")),
        subtasks=sum(row.cases for row in figures.stages if row.workflow == "subtask"),
        states=charts.bars(_states(figures.stages)),
        projects=[one for project, tasks in overview.projects(visitor, figures, asked) for one in (project, *tasks)],
        titles=dict(parts_of(visitor)),
        quota=charts.stacked({"met": figures.quota_reached, "open": figures.quota_owed - figures.quota_reached}),
        months=overview.months(figures),
        regions=overview.regions(figures, asked),
        bodies=bodies,
        stays=overview.stages(figures, vocabulary.codes("state")),
        upcoming=figures.upcoming,
        cases=cases,
        names=names,
        page=own.page if own else None,
        own=own,
    )


async def silent(visitor: Visitor) -> Response:
    """List the bodies that owe work and record nothing."""
    found = await counted(visitor)
    after = visitor.query("after") or ""
    async with visitor.looking() as conn:
        rows = await silent_bodies(conn, found.asked, scope=visitor.scope, after=after, limit=SILENT + 1)
        names = await lookup.names(conn, visitor.t, {row.code for row in rows})
    further = rows[SILENT - 1].code if len(rows) > SILENT else ""
    return render(
        visitor,
        "silent.html",
        rows=rows[:SILENT],
        further=further,
        names=names,
        asked=found.asked,
        silence=SILENCE,
        listed=listed,
    )


async def _in_review(visitor: Visitor, uploaded: int) -> int | None:
    """Count what waits for the visitor's review, of all for a supervisor; None of a past day, for what is to be done is about the present."""
    if visitor.is_supervisor and visitor.moment.is_now:
        return uploaded
    work = tasks_of(visitor)
    if not visitor.moment.is_now or Tab.REVIEW not in await work.tabs():
        return None
    return (await work.counts([Tab.REVIEW], Narrowed()))[Tab.REVIEW]


def _standing(stages: list[Stage], state: str) -> int:
    return sum(row.cases for row in stages if row.workflow == "subtask" and row.state == state)


def _states(stages: list[Stage]) -> list[tuple[str, str, int]]:
    """Give states in the order of the workflow with their numbers of cases: (code, message id, cases)."""
    counted: Counter[str] = Counter()
    for row in stages:
        counted[row.state] += row.cases
    return [(code, title, counted[code]) for code, title in vocabulary.codes("state").items() if counted[code]]
