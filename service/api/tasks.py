"""The caller's work, the most urgent first."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer, with_next
from service.api.caller import account_of, service_of, speaker
from service.api.queries import At, Day, PageQuery, Subtask, Text, Workflow
from service.freshness import reached
from service.inbox.tasks import Narrowed, Tab, Task, Tasks
from service.problems import BadQuery
from service.status import Today


class TasksQuery(PageQuery):
    """Which work."""

    tab: Tab | None = Field(None, description="group of work; the first that there can be for you if it is not given")
    workflow: Workflow | None = Field(None, description="kind of work", examples=["risk_analysis"])
    project: Literal["1", "2", "3", "4"] | None = Field(
        None, description="project of the Instruction: the subtask's first digit"
    )
    subtask: Subtask | None = Field(None, description="the first subtask that it carries out", examples=["3.2.1"])
    organization: Text | None = Field(
        None, description="code of an organisation: its work and that of the bodies below it"
    )
    due_from: Day | None = Field(None, description="due on or after")
    due_to: Day | None = Field(None, description="due on or before")
    late: bool = Field(False, description="only what is late")
    at_least: At = 0


async def get_tasks(request: Request, query: Annotated[TasksQuery, Query()]) -> Response:
    """List the caller's work in a group, with how much there is in each."""
    account, service, say = await account_of(request), service_of(request), speaker(request)
    if query.organization is not None and not await service.access.registered(query.organization):
        raise BadQuery((("organization", msg("There is no organisation {code}.", code=query.organization)),))
    fresh = query.at_least == 0 or await reached(service.pool, service.cases.log, query.at_least)
    today = Today.of(service.clock.today(), await service.register.current(), account.organization)
    work = Tasks(service, account, say, today, await service.access.cleared(account))
    tabs = await work.tabs()
    tab = query.tab or tabs[0]
    if tab not in tabs:
        raise BadQuery((("tab", msg("There is no such work for you: one of {tabs}.", tabs=", ".join(tabs))),))
    narrowed = Narrowed(
        query.workflow, query.project, query.subtask, query.organization, query.due_from, query.due_to, query.late
    )
    page = await work.page(tab, narrowed, query.cursor, query.limit)
    counts = await work.counts(tabs, narrowed)
    await service.gate.listed(account, ((task.row.id, task.row) for task in page.rows))
    items = [_item(task, today) for task in page.rows]
    body = {**with_next(request, items, page.next), "tab": tab, "counts": counts}
    return answer(body, {"Content-Language": say.language, **({} if fresh else {"Tbn4-Behind": "true"})})


def _item(task: Task, today: Today) -> shapes.TaskItem:
    row, due = task.row, task.due
    return shapes.TaskItem(
        case_id=row.id, workflow=row.workflow, organization=row.organization, state=row.state, subtask=row.subtask,
        period=row.period, number=row.number, title=task.title, clearance=row.clearance, key=row.key, rule=row.rule, due=due,
        days_left=today.calendar.days_left(today.day, due) if due else None, status=task.status,
        next=task.step.name if task.step else None, href=f"/api/v1{task.at}",
    )  # fmt: skip
