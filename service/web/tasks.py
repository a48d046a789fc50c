"""My tasks: what is to be done by whoever looks, the most urgent first."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from events.text import msg
from projections.page import Page
from service import vocabulary
from service.inbox.tasks import Narrowed, Tab, Task, Tasks
from service.inbox.viewable import PROJECTS
from service.web import lookup
from service.web.cases import subtasks_of
from service.web.render import render
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from service.web.watched import work_watched
from workflows.registry import WORKFLOWS

PAGE = 25
FIRST = 5
"""So many tasks stand on the overview."""

TABS = {
    Tab.MINE: msg("Mine"),
    Tab.UNIT: msg("My unit's"),
    Tab.SIGNATURE: msg("Waiting for my signature"),
    Tab.RETURNED: msg("Returned to me"),
    Tab.REVIEW: msg("To be accepted by me"),
    Tab.COURSE: msg("Courses to be confirmed"),
}


@dataclass(frozen=True, slots=True)
class FirstTasks:
    """What the overview shows of somebody's own work: the first of it, how much there is, and whether sealed cases have more."""

    page: Page[Task]
    number: int
    has_sealed: bool


def tasks_of(visitor: Visitor) -> Tasks:
    """Give the visitor's work, of sealed cases too, as far as they are cleared."""
    return Tasks(visitor.service, visitor.person, visitor.t, visitor.today, visitor.cleared)


async def tasks_page(visitor: Visitor) -> Response:
    """Show one group of work, with how much there is in each."""
    if (elsewhere := await default_of(visitor, "tasks")) is not None:
        return elsewhere
    work, subtasks = tasks_of(visitor), subtasks_of(visitor)
    tabs = await work.tabs()
    chosen = visitor.choice("tab", tabs)
    tab = Tab(chosen) if chosen in tabs else tabs[0]
    asked = {
        "tab": tab.value,
        "workflow": visitor.choice("workflow", WORKFLOWS),
        "project": visitor.choice("project", PROJECTS),
        "subtask": visitor.choice("subtask", [code for code, _ in subtasks]),
        "organization": await lookup.organization_asked(visitor),
        "due_from": _day(visitor, "due_from"),
        "due_to": _day(visitor, "due_to"),
        "late": visitor.choice("late", ("1",)),
    }
    narrowed = Narrowed(
        workflow=asked["workflow"], project=asked["project"], subtask=asked["subtask"], organization=asked["organization"],
        due_from=_date(asked["due_from"]), due_to=_date(asked["due_to"]), late=asked["late"] == "1",
    )  # fmt: skip
    await lookup.catch_up(visitor)
    page = await work.page(tab, narrowed, visitor.query("cursor") or "", PAGE)
    counts = await work.counts(tabs, narrowed)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {task.row.organization for task in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((task.row.id, task.row) for task in page.rows))
    return render(
        visitor,
        "tasks.html",
        page=page,
        watched=await work_watched(visitor),
        asked=asked,
        tab=tab,
        tabs=[(one, TABS[one], counts[one], f"/tasks?{urlencode(_kept({**asked, 'tab': one.value}))}") for one in tabs],
        names=names,
        organizations=organizations,
        workflows={name: kind.TITLE for name, kind in WORKFLOWS.items()},
        projects=[(code, visitor.t("Project {n}", n=code)) for code in PROJECTS],
        subtasks=subtasks,
        saved=await saved(visitor, "tasks"),
        states=vocabulary.codes("state"),
    )


async def first_tasks(visitor: Visitor) -> FirstTasks | None:
    """Give the visitor's first own tasks and how many there are, for the overview; None for who has none of their own, and of a past day.

    Sealed cases are not among them: who reads of these is recorded, and the overview is looked at in passing.
    """
    if not visitor.may_begin or not visitor.moment.is_now:
        return None
    work = Tasks(visitor.service, visitor.person, visitor.t, visitor.today)
    page, number = await work.page(Tab.MINE, Narrowed(), limit=FIRST), await _number_mine(work)
    has_sealed = bool(visitor.cleared.organizations) and await _number_mine(tasks_of(visitor)) > number
    return FirstTasks(page, number, has_sealed)


async def _number_mine(work: Tasks) -> int:
    return (await work.counts([Tab.MINE], Narrowed()))[Tab.MINE] or 0


def _day(visitor: Visitor, name: str) -> str | None:
    """Give a day that the address asks for; of what is none a note says so."""
    value = visitor.query(name)
    if value is None or _date(value) is not None:
        return value
    visitor.not_known(value)
    return value


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _kept(asked: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in asked.items() if value}
