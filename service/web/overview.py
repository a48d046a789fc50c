"""The figures of the overview as rows of its tables, each number with the address of its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from projections.figures import Asked, Figures
from projections.term_counts import Count
from service.figures import BODIES
from service.web import charts
from service.web.deadlines import parts_of
from service.web.figure_lists import listed
from service.web.visitor import Visitor

STANDINGS = {"met": "met", "late": "late", "overdue": "overdue", "not_yet": "open"}
"""The parts of a bar, each a group of deadlines (`Standing`), with the status that colours it."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of some terms: whose they are (`code`, and its title if it has one), the bar, and where each number leads.

    `at` is the address of the page of what the row is about, if there is one.
    """

    code: str
    title: str
    count: Count
    bar: list[charts.Part]
    asked: dict[str, Any]
    at: str = ""

    @property
    def numbers(self) -> list[tuple[str, int, str]]:
        """The numbers by the name of their group, with their addresses."""
        return [(name, getattr(self.count, name), self.list_of(name)) for name in STANDINGS]

    def list_of(self, standing: str) -> str:
        """Give the address of the list of a group of the terms."""
        return listed(standing, **self.asked)


def row(code: str, title: str, count: Count, asked: dict[str, Any], *, of: int | None = None, at: str = "") -> Row:
    """Make a row; the bar is filled by `of` terms, all of its own unless given."""
    values = {STANDINGS[name]: getattr(count, name) for name in STANDINGS}
    return Row(code, title, count, charts.stacked(values, of), asked, at)


def year_of(asked: Asked) -> dict[str, Any]:
    """Give what narrows a list to the terms of the year."""
    return {"due_from": asked.first, "due_to": asked.last}


def projects(visitor: Visitor, found: Figures, asked: Asked) -> list[tuple[Row, list[Row]]]:
    """Give a row for each project, with those of its tasks."""
    titles = dict(parts_of(visitor))
    rows = []
    for code, count in found.by_project.items():
        if code:
            below = (task for task in found.by_task if task.startswith(code))
            tasks = [
                row(task, titles.get(task, task), found.by_task[task], {"subtask": task, **year_of(asked)})
                for task in below
            ]
            rows.append((row(code, titles.get(code, code), count, {"subtask": code, **year_of(asked)}), tasks))
    return rows


def months(found: Figures) -> list[Row]:
    """Give a row for each month of the year in which something is due; their bars share one scale."""
    most = max((count.all for count in found.by_month.values()), default=0)
    rows = []
    for month, count in found.by_month.items():
        ends = date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)
        rows.append(row(month.isoformat()[:7], "", count, {"due_from": month, "due_to": ends}, of=most))
    return rows


def regions(found: Figures, asked: Asked) -> list[Row]:
    """Give a row for each region in which something is due."""
    return [
        row(code, "", count, {"region": code, **year_of(asked)}, at=f"/map/{code}")
        for code, count in found.by_region.items()
        if code
    ]


def bodies(found: Figures, asked: Asked) -> list[Row]:
    """Give a row for the bodies with most overdue, then with most done late."""
    return [
        row(code, "", count, {"body": code, **year_of(asked)}, at=f"/organizations/{code}")
        for code, count in found.worst(BODIES)
    ]


def stages(found: Figures, states: Iterable[str]) -> list[tuple[str, list[tuple[str, int, int, float]]]]:
    """Give the states of each workflow, in their order: working days that the middle case spent there, how many cases, the bar."""
    order = {code: place for place, code in enumerate(states)}
    longest = max((stay.median for stay in found.stays), default=0) or 1
    by_workflow: dict[str, list[tuple[str, int, int, float]]] = {}
    for stay in sorted(found.stays, key=lambda one: (one.workflow, order.get(one.state, len(order)))):
        length = round(charts.LONGEST * stay.median / longest, 1)
        by_workflow.setdefault(stay.workflow, []).append((stay.state, stay.median, stay.cases, length))
    return list(by_workflow.items())
