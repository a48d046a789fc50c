"""What is to be done by whom: a person's own work, their unit's, what waits for their signature, what was returned, what to accept."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from psycopg import AsyncConnection

from events.organization import OrganizationType
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Page
from projections.tasks import NO_DAY, TaskRow, Wanted, count, tasks
from service.access import Account
from service.i18n import Translator
from service.inbox.signing import signed_states, waits_for
from service.status import Status, Today
from service.subtasks import row_title
from service.web.next_steps import moves, next_steps
from service.web.subtask_case import ASIDE
from service.wiring import Service
from workflows.actor import Role
from workflows.compiled import table
from workflows.machine import Action, actions, enabled
from workflows.register import Register
from workflows.registry import WORKFLOWS

CANDIDATES = 100
"""Cases that are looked at for a page of what waits for a signature: in some of their states somebody else signs."""

_RETURNED, _UPLOADED = "subtask/returned", "subtask/uploaded"
_COURSE = "4.2.2"
_COURSES = frozenset(
    f"subtask/{state}"
    for state in table(WORKFLOWS["subtask"])
    if "confirm_course" in table(WORKFLOWS["subtask"])[state]
)
_STEPS = {"review": "accept", "course": "confirm_course"}
"""What is to be done with all work of a group."""

_OTHERS = ASIDE | {"accept", "send_back", "reopen", "confirm_course", "revoke_no_facts", "reopen_reconciliation"}
"""Actions of others than those whose work it is, or that put it aside."""


class Tab(StrEnum):
    """Groups of work: `MINE` is that of one's own body, and of those it uploads for, for which nobody else is named responsible;
    `UNIT` is that of the body and all bodies below, whoever is responsible; `COURSE` are courses that the Agency confirms (l.663).
    """

    MINE = "mine"
    UNIT = "unit"
    SIGNATURE = "signature"
    RETURNED = "returned"
    REVIEW = "review"
    COURSE = "course"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What somebody narrows a list of work to."""

    workflow: str | None = None
    project: str | None = None
    subtask: str | None = None
    organization: str | None = None
    due_from: date | None = None
    due_to: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work: the case with its first deadline, and the next step of whoever asks, if there is one."""

    row: TaskRow
    title: str
    status: Status
    step: Action | None

    @property
    def due(self) -> date | None:
        """The day by which something is awaited, None if there is none."""
        return None if self.row.due == NO_DAY else self.row.due

    @property
    def at(self) -> str:
        """The address of the case's page."""
        return f"/cases/{self.row.id}"


@dataclass(frozen=True, slots=True)
class Reach:
    """The bodies with whose work an account has to do.

    `below` is its own with those below; `worked` are those whose work its body does: itself, and those below without an account,
    for which it uploads (l.51, l.57); `reviewed` are those whose work it accepts, None for all. `seen` are all whose cases it may see, None for all;
    it `confirms` courses if it is the Agency's.
    """

    below: list[str]
    worked: list[str]
    reviewed: list[str] | None
    seen: list[str] | None
    confirms: bool


async def reach_of(service: Service, account: Account, day: date) -> Reach:
    """Give the bodies with whose work an account has to do on a day; of many it takes a moment, in which others go on."""
    register, seen = await service.register.current(), await service.access.scope(account)
    return await asyncio.to_thread(_reach, register, account, seen, day)


def _reach(register: Register, account: Account, seen: list[str] | None, day: date) -> Reach:
    own = account.organization
    everywhere = account.role is Role.SUPERVISOR
    below = list(register.subtree(own, day)) or [own]
    worked = {own, *register.uploads_for(own, day)}
    reviewed = None if everywhere else [code for code in below if code not in worked]
    confirms = register.type_of(own, day) is OrganizationType.AGN if own else False
    return Reach(below, sorted(worked), reviewed, seen, confirms)


@dataclass(frozen=True)
class Tasks:
    """The work of an account on a day, in a language; sealed cases as far as `cleared`."""

    service: Service
    account: Account
    t: Translator
    today: Today
    cleared: Cleared = NOTHING_SEALED
    _known: list[Reach] = field(default_factory=list, init=False)

    async def tabs(self) -> list[Tab]:
        """Give the groups that there can be for the account."""
        account, reach = self.account, await self._reach()
        if not account.organization or account.role is Role.SUPERVISOR:
            return [Tab.REVIEW]
        found = [Tab.MINE, Tab.UNIT]
        found += [Tab.SIGNATURE] if account.role is Role.SIGNATORY else []
        found += [Tab.RETURNED, *([Tab.REVIEW] if len(reach.below) > 1 else ())]
        return [*found, *([Tab.COURSE] if reach.confirms else ())]

    async def page(self, tab: Tab, narrowed: Narrowed, cursor: str = "", limit: int = 25) -> Page[Task]:
        """Give some work of a group, the most urgent first; raises `BadCursor`.

        Of what may wait for a signature, a page is what does among the next `CANDIDATES` cases.
        """
        async with self.service.pool.connection() as conn:
            found = await self._found(conn, tab, narrowed, cursor, limit)
        return await self._judged(tab, found)

    async def page_of(
        self, conn: AsyncConnection[Any], tab: Tab, narrowed: Narrowed, cursor: str = "", limit: int = 25
    ) -> Page[Task]:
        """Give a page as a connection shows the read models; the next steps are those of now."""
        return await self._judged(tab, await self._found(conn, tab, narrowed, cursor, limit))

    async def _found(
        self, conn: AsyncConnection[Any], tab: Tab, narrowed: Narrowed, cursor: str, limit: int
    ) -> Page[TaskRow]:
        wanted = self._wanted(tab, narrowed, await self._reach())
        return await tasks(conn, wanted, cursor, CANDIDATES if tab is Tab.SIGNATURE else limit)

    async def _judged(self, tab: Tab, found: Page[TaskRow]) -> Page[Task]:
        return Page(tuple(await self._seen(tab, found.rows)), found.next, found.asked)

    async def counts(self, tabs: Iterable[Tab], narrowed: Narrowed) -> dict[Tab, int | None]:
        """Count the work in each group; None where more may wait for a signature than were looked at."""
        found: dict[Tab, int | None] = {}
        reach = await self._reach()
        for tab in tabs:
            if tab is Tab.SIGNATURE:
                page = await self.page(tab, narrowed)
                found[tab] = None if page.next else len(page.rows)
            else:
                async with self.service.pool.connection() as conn:
                    found[tab] = await count(conn, self._wanted(tab, narrowed, reach))
        return found

    def _wanted(self, tab: Tab, narrowed: Narrowed, reach: Reach) -> Wanted:
        due_to = narrowed.due_to
        if narrowed.late:
            yesterday = self.today.day - timedelta(days=1)
            due_to = min(due_to or yesterday, yesterday)
        wanted = Wanted(
            codes=None, states=(), cleared=self.cleared, workflow=narrowed.workflow, project=narrowed.project,
            subtask=narrowed.subtask, organization=narrowed.organization, due_from=narrowed.due_from, due_to=due_to,
        )  # fmt: skip
        match tab:
            case Tab.MINE:
                return replace(wanted, codes=reach.worked, states=at_work(), or_due=True, account=self.account.id)
            case Tab.UNIT:
                return replace(wanted, codes=reach.below, states=at_work(), or_due=True)
            case Tab.SIGNATURE:
                return replace(wanted, codes=reach.below, states=signed_states())
            case Tab.RETURNED:
                return replace(wanted, codes=reach.worked, states={_RETURNED})
            case Tab.REVIEW:
                return replace(wanted, codes=reach.reviewed, states={_UPLOADED})
            case Tab.COURSE:
                return replace(wanted, codes=reach.seen, states=_COURSES, subtask=narrowed.subtask or _COURSE)

    async def _reach(self) -> Reach:
        """Give what the account has to do with: found once, since it looks at every body below."""
        if not self._known:
            self._known.append(await reach_of(self.service, self.account, self.today.day))
        return self._known[0]

    async def _seen(self, tab: Tab, rows: tuple[TaskRow, ...]) -> list[Task]:
        """Judge the cases of a page by their guards: what may the account do there next?"""
        actor, register = await self.service.access.actor(self.account), await self.service.register.current()
        cases = await self.service.cases.at_hand([row.id for row in rows])
        found = []
        for row in rows:
            case = cases[row.id]
            kind = self.service.cases.workflow_of(case)
            steps = next_steps(kind, case, enabled(kind, case, actor, register), register, self.t, self.today.day)
            if tab is Tab.SIGNATURE:
                steps = [step for step in steps if waits_for(actor, kind, case, step, register, self.today.day)]
            if tab in _STEPS:
                steps = [step for step in steps if step.name == _STEPS[tab]]
            if steps or tab not in {Tab.SIGNATURE, *_STEPS}:
                found.append(self._task(row, steps[0] if steps else None))
        return found

    def _task(self, row: TaskRow, step: Action | None) -> Task:
        status = self.today.status("open", "not_later", row.due, row.rule or "") if row.rule else Status.NONE
        return Task(row, row_title(self.t, row), status, step)


@cache
def at_work() -> frozenset[str]:
    """Name the states ("workflow/state") from which the body whose case it is brings it on its way."""
    return frozenset(
        f"{name}/{state}"
        for name, kind in WORKFLOWS.items()
        for state in table(kind)
        if any(a.by_people and a.name not in _OTHERS and moves(kind, a, state) for a in actions(kind).values())
    )
