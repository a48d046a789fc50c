"""Cases as work to be done, the most urgent first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Codes, Page, Where, page

NO_DAY = date(9999, 12, 31)
"""The due date of a case of which nothing is awaited by a day."""

_SQL = load(__package__, "tasks.sql")
_ORDER = ("due", "id")


@dataclass(slots=True)
class TaskRow:
    """A case with the deadline that is due first: `key`, `rule` and `strength` are None, and `due` is `NO_DAY`, if there is none."""

    id: UUID
    log: str
    workflow: str
    organization: str
    state: str
    number: str
    objects: Sequence[str]
    subtask: str
    period: str
    about: str
    clearance: str
    key: str | None
    rule: str | None
    strength: str | None
    due: date


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which work somebody looks at: of the bodies `codes` (None: of all), in some states ("workflow/state").

    Of `account` is what nobody else is named responsible for. With `or_due`, what has a deadline awaited belongs to it in whatever state. `project` is the first digit of the subtask; days
    are inclusive.
    """

    codes: Codes
    states: Collection[str]
    or_due: bool = False
    account: UUID | None = None
    cleared: Cleared = NOTHING_SEALED
    workflow: str | None = None
    project: str | None = None
    subtask: str | None = None
    organization: str | None = None
    due_from: date | None = None
    due_to: date | None = None

    @property
    def by_deadline(self) -> bool:
        """Whether the deadlines of a case decide if it is among them."""
        return self.or_due or self.due_from is not None or self.due_to is not None

    def where(self) -> Where:
        """Give the conditions."""
        where = Where()
        where.seen_by(self.cleared)
        where.add("NOT closed")
        where.among("organization", self.codes)
        where.within("organization", self.organization)
        at_work = "workflow || '/' || state = ANY(%(states)s)"
        where.add(f"({at_work} OR key IS NOT NULL)" if self.or_due else at_work, states=list(self.states))
        if not self.or_due:  # says no more, but there is an index by state
            where.add("state = ANY(%(named)s)", named=[state.rpartition("/")[2] for state in self.states])
        where.add("coalesce(responsible, %(account)s) = %(account)s", account=self.account)
        where.add("workflow = %(workflow)s", workflow=self.workflow)
        where.add("subtask LIKE %(project)s", project=f"{self.project}.%" if self.project else None)
        where.add("subtask = %(subtask)s", subtask=self.subtask)
        where.add("due >= %(due_from)s", due_from=self.due_from)
        where.add("due <= %(due_to)s", due_to=self.due_to)
        return where


async def tasks(conn: AsyncConnection[Any], wanted: Wanted, cursor: str = "", limit: int = 50) -> Page[TaskRow]:
    """List work by due date; raises `BadCursor`."""
    where = wanted.where()
    where.after(cursor, _ORDER, (date, UUID))
    return await page(conn, TaskRow, _SQL["select"], where, _ORDER, limit)


async def count(conn: AsyncConnection[Any], wanted: Wanted) -> int:
    """Count work."""
    where = wanted.where()
    select = _SQL["select" if wanted.by_deadline else "cases"]
    counted = b"SELECT count(*) FROM (" + where.of(select) + b") AS found"
    row = await (await conn.execute(counted, where.values)).fetchone()
    return int(row[0]) if row else 0
