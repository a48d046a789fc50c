"""Work, by the groups of the page of tasks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from events.text import msg
from projections.page import Page
from service.api.tasks import TasksQuery
from service.exports.columns import Column
from service.exports.exported import Exported, enter
from service.exports.lists.shared import BODY, link
from service.exports.reader import Reader
from service.inbox.tasks import Narrowed, Tab, Task, Tasks
from service.problems import BadQuery

_PAGE = 100  # cases that are looked at one by one


def _work(reader: Reader) -> Tasks:
    return Tasks(reader.service, reader.account, reader.t, reader.today, reader.cleared)


async def _check(reader: Reader, query: TasksQuery) -> None:
    """Refuse a group in which there can be no work for the reader; raises `BadQuery`."""
    tabs = await _work(reader).tabs()
    if query.tab is not None and query.tab not in tabs:
        raise BadQuery((("tab", msg("There is no such work for you: one of {tabs}.", tabs=", ".join(tabs))),))


async def _page(reader: Reader, query: TasksQuery, cursor: str) -> Page[Task]:
    work = _work(reader)
    narrowed = Narrowed(
        query.workflow, query.project, query.subtask, query.organization, query.due_from, query.due_to, query.late
    )
    tab: Tab = query.tab or (await work.tabs())[0]
    return await work.page_of(reader.conn, tab, narrowed, cursor, _PAGE)


def _left(task: Task, on: Reader) -> int | None:
    return on.today.calendar.days_left(on.today.day, task.due) if task.due else None


def _of_row(column: Column) -> Callable[[Task, Reader], Any]:
    """Give what a column shows of the case of a task."""
    return lambda task, on: column.of(task.row, on)


enter(
    Exported(
        name="tasks",
        title=msg("My tasks"),
        query=TasksQuery,
        path="/tasks",
        page=_page,
        check=_check,
        bodies=lambda task: (task.row.organization,),
        sealed=lambda task: (task.row.id, task.row),
        columns=(
            Column("case_id", msg("Id of the case"), lambda task, _: task.row.id, 38),
            Column("title", msg("Case"), lambda task, _: task.title, 44),
            *(replace(column, of=_of_row(column)) for column in BODY),
            Column("workflow", msg("Kind of work"), lambda task, _: task.row.workflow, 26, coded="workflow"),
            Column("subtask", msg("Subtask"), lambda task, _: task.row.subtask, 10),
            Column("period", msg("Period"), lambda task, _: task.row.period, 10),
            Column("state", msg("State"), lambda task, _: task.row.state, 24, coded="state"),
            Column("rule", msg("Requirement"), lambda task, _: task.row.rule, 44, coded="rule"),
            Column("due", msg("Due"), lambda task, _: task.due, 12),
            Column("days_left", msg("Working days left"), _left, 12),
            Column("status", msg("Status"), lambda task, _: task.status.value, 20, coded="status"),
            Column("next", msg("Next step"), lambda task, _: task.step.name if task.step else "", 30, coded="action"),
            link(lambda task: task.row.id),
        ),
    )
)
