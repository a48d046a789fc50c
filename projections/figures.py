"""The figures of the overview: what became of binding terms, how long stages last, who is silent; as of whatever is looked at."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import nsmallest
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.dashboard import Stage
from projections.deadline_filters import Standing
from projections.deadline_lists import deadlines
from projections.deadline_row import DeadlineRow
from projections.page import Codes, rows
from projections.term_counts import Count
from projections.versions import NO_LATER_DAY

NEXT = 6
"""So many of the nearest deadlines are among the figures."""

_SQL = load(__package__, "figures.sql")


@dataclass(frozen=True, slots=True)
class Stay:
    """How many working days the middle one of some cases spent in a state that it left."""

    workflow: str
    state: str
    median: int
    cases: int


@dataclass(frozen=True, slots=True)
class Documents:
    """Cases of a document that quasi-state entities must have, and how many of them are accepted."""

    subtask: str
    cases: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A body that owes work and records nothing: how many terms, how many of them overdue, and when it last recorded something."""

    code: str
    owed: int
    overdue: int
    last_recorded: datetime | None


@dataclass(frozen=True)
class Asked:
    """The day, the last day of "due soon", and the year and quarter that figures are of.

    `start` is the first day of `numbers`: how many working days there are before each day. A body is silent that has recorded
    nothing since the instant `silent_since`.
    """

    today: date
    soon: date
    first: date
    last: date
    quarter: tuple[date, date]
    start: date
    numbers: tuple[int, ...]
    silent_since: datetime


@dataclass
class Figures:
    """What is counted for some organisations. The counts by code are of the year, `of_all_years` of all.

    `elsewhen` is how many terms of other years a body has that are overdue.
    """

    total: Count = field(default_factory=Count)
    by_project: dict[str, Count] = field(default_factory=dict)
    by_task: dict[str, Count] = field(default_factory=dict)
    by_month: dict[date, Count] = field(default_factory=dict)
    by_region: dict[str, Count] = field(default_factory=dict)
    by_body: dict[str, Count] = field(default_factory=dict)
    elsewhen: dict[str, int] = field(default_factory=dict)
    of_all_years: Count = field(default_factory=Count)
    recommended_overdue: int = 0
    silent_bodies: frozenset[str] = frozenset()
    owing: int = 0
    quota_reached: int = 0
    quota_owed: int = 0
    stages: list[Stage] = field(default_factory=list)
    upcoming: tuple[DeadlineRow, ...] = ()
    stays: list[Stay] = field(default_factory=list)
    documents: list[Documents] = field(default_factory=list)

    @property
    def silent(self) -> int:
        """How many bodies are silent."""
        return len(self.silent_bodies)

    def worst(self, bodies: int) -> list[tuple[str, Count]]:
        """Give some bodies, those with most overdue first, then those with most done late."""
        return nsmallest(bodies, self.by_body.items(), key=lambda one: (-one[1].overdue, -one[1].late, one[0]))

    @property
    def terms(self) -> int:
        """Of how many terms they are."""
        return self.total.all + self.of_all_years.awaited

    def of_quarter(self, quarter: tuple[date, date]) -> Count:
        """Give what became of the terms that are due in a quarter of the year."""
        found = Count()
        for month, count in self.by_month.items():
            if quarter[0] <= month <= quarter[1]:
                found.add(count)
        return found


@asynccontextmanager
async def at_ease(conn: AsyncConnection[Any], *, side_by_side: bool = False) -> AsyncIterator[None]:
    """Let statements sort and group in memory, by plans as they are: for what looks at everything once.

    What is counted `side_by_side` with other things takes one processor.
    """
    async with conn.transaction():
        await conn.execute(_SQL["at_ease"])
        if side_by_side:
            await conn.execute(_SQL["side_by_side"])
        yield


async def figures(conn: AsyncConnection[Any], asked: Asked, scope: Codes = None) -> Figures:
    """Count for the organisations that somebody may see, nothing that is sealed; all but the `stages` and `stays`."""
    async with at_ease(conn, side_by_side=True):
        return await _counted(conn, asked, scope)


async def _counted(conn: AsyncConnection[Any], asked: Asked, scope: Codes) -> Figures:
    values = _values(asked, scope)
    found = Figures()
    regions = dict(await (await conn.execute(_SQL["regions"], values)).fetchall())
    cursor = await conn.execute(_SQL["outcomes"], values)
    owing = _sort(found, await cursor.fetchall(), regions, asked)
    heard = await (await conn.execute(_SQL["heard"], values | {"bodies": list(owing)})).fetchall()
    found.silent_bodies, found.owing = owing - {code for (code,) in heard}, len(owing)
    found.documents = await rows(conn, Documents, _SQL["documents"], values)
    return found


async def upcoming(conn: AsyncConnection[Any], asked: Asked, scope: Codes = None) -> tuple[DeadlineRow, ...]:
    """Give the binding terms that are awaited first."""
    page = await deadlines(conn, today=asked.today, standing=Standing.OPEN, scope=scope, limit=NEXT, strength="hard")
    return page.rows


async def stages(conn: AsyncConnection[Any], asked: Asked, scope: Codes = None) -> list[Stage]:
    """Count the cases in each state, as they stand now."""
    return await rows(conn, Stage, _SQL["stages"], _values(asked, scope))


async def stays(
    conn: AsyncConnection[Any], asked: Asked, scope: Codes = None, *, true_on: date = NO_LATER_DAY
) -> tuple[list[Stay], list[Stage]]:
    """Say how long the middle case stayed in each state that it left, and how many cases stood in each on a day."""
    async with at_ease(conn, side_by_side=True):
        counted = await (await conn.execute(_SQL["stays"], _values(asked, scope) | {"true_on": true_on})).fetchall()
    counted.sort(key=lambda row: (*row[:2], row[2] or 0))
    lasted, standing = list[Stay](), list[Stage]()
    for (workflow, state), of_state in groupby(counted, itemgetter(0, 1)):
        by_days = {days: cases for _, _, days, cases in of_state}
        if resting := by_days.pop(None, 0):
            standing.append(Stage("", workflow, state, resting))
        if by_days:
            lasted.append(Stay(workflow, state, _middle(by_days), sum(by_days.values())))
    return lasted, standing


def _middle(by_days: Mapping[int, int]) -> int:
    """Give the days within which half of the cases were done; `by_days` says how many cases took so many days, the fewest first."""
    half, passed = sum(by_days.values()) / 2, accumulate(by_days.values())
    return next(days for days, cases in zip(by_days, passed, strict=True) if cases >= half)


async def position(conn: AsyncConnection[Any]) -> tuple[int, int]:
    """Say how far the read models are of which figures are counted: in all, and the one that is furthest behind."""
    [(together, least)] = await (await conn.execute(_SQL["position"])).fetchall()
    return together, least


async def silent_bodies(
    conn: AsyncConnection[Any], asked: Asked, *, scope: Codes = None, after: str = "", limit: int = 50
) -> list[Silent]:
    """List the bodies that owe work by the end of the quarter and recorded nothing of late, by code."""
    return await rows(conn, Silent, _SQL["silent"], _values(asked, scope) | {"after": after, "limit": limit})


def _values(asked: Asked, scope: Codes) -> dict[str, Any]:
    return {
        "today": asked.today, "soon": asked.soon, "first": asked.first, "last": asked.last, "until": asked.quarter[1],
        "year": str(asked.first.year), "start": asked.start, "numbers": list(asked.numbers),
        "since": asked.silent_since, "scope": None if scope is None else list(scope),
    }  # fmt: skip


def _sort(found: Figures, counted: Iterable[tuple[Any, ...]], regions: dict[str, str], asked: Asked) -> frozenset[str]:
    """Sort what is counted: by organisation of the year alone, by subtask and month of whatever is awaited, too. Gives who owes work."""
    projects, tasks, months = (defaultdict[Any, Count](Count) for _ in range(3))
    by_region, owing = defaultdict[str, Count](Count), set[str]()
    for organization, subtask, month, *numbers in counted:
        count = Count(*numbers[:5])
        if organization is not None:
            if count.all:
                found.by_body[organization] = count
                by_region[regions.get(organization, "")].add(count)
            if numbers[8]:
                found.elsewhen[organization] = numbers[8]
            if numbers[9]:
                owing.add(organization)
            continue
        found.of_all_years.add(count)
        found.recommended_overdue += numbers[5]
        found.quota_reached += numbers[6]
        found.quota_owed += numbers[7]
        if count.all and asked.first <= month <= asked.last:
            found.total.add(count)
            months[month].add(count)
            projects[subtask[:1]].add(count)
            tasks[subtask[:3]].add(count)
    found.by_project, found.by_task, found.by_month = (dict(sorted(one.items())) for one in (projects, tasks, months))
    found.by_region = dict(sorted(by_region.items()))
    return frozenset(owing)
