"""Cases as of two moments: which came, which went, and which are not as they were."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cleared import NOTHING_SEALED, Cleared
from projections.figures import at_ease
from projections.page import LARGEST, Codes, Page, Where, page, rows
from projections.versions import holding


def _of_both(statement: bytes) -> bytes:
    """Write into a statement what holds at each of the two moments."""
    for side in ("from", "to"):
        holds = holding(f"%({side}_known_at)s", f"%({side}_true_on)s")
        statement = statement.replace(f"{{holds_{side}}}".encode(), holds)
    return statement


_SQL = {name: _of_both(statement) for name, statement in load(__package__, "compared.sql").items()}


class Difference(StrEnum):
    """How a case of the later moment stands to that of the earlier one.

    One that was there at both moments has `MOVED_IN` or `MOVED_OUT` if its organisation is asked for at one of them alone.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"


@dataclass(frozen=True, slots=True)
class Between:
    """Two moments: of each, the instant until which the record counts, and the day until which what happened counts."""

    from_known_at: datetime
    from_true_on: date
    to_known_at: datetime
    to_true_on: date


@dataclass(frozen=True, slots=True)
class Bodies:
    """The organisations that are asked for at the earlier moment, and at the later one; None for all."""

    before: Codes = None
    after: Codes = None

    def values(self) -> dict[str, list[str]]:
        """Give the codes of all of them, and of those that are asked for at one of the moments alone, as statements take them."""
        before, after = set(self.before or ()), set(self.after or ())
        return {"codes": sorted(before | after), "came": sorted(after - before), "left": sorted(before - after)}

    def narrow(self, statement: bytes) -> bytes:
        """Write into a statement that it is about their cases."""
        return statement.replace(b"{asked}", b"true" if self.before is None or self.after is None else _SQL["asked"])


EVERYBODY = Bodies()


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """A case that differs; what it was and is: state, whether it is closed, and how many remarks; None where it is not there."""

    id: UUID
    log: str
    workflow: str
    organization: str
    number: str
    subtask: str
    period: str
    about: str
    clearance: str
    difference: str
    state_before: str | None
    state_after: str | None
    closed_before: bool | None
    closed_after: bool | None
    remarks_before: int | None
    remarks_after: int | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Differing:
    """How many cases there are at each moment, and how many differ, by how; none of those that are sealed.

    Those before with what was added and moved in, without what was removed and moved out, are those after.
    """

    before: int
    after: int
    added: int
    removed: int
    changed: int
    moved_in: int
    moved_out: int


@dataclass(frozen=True, slots=True)
class Became:
    """How many deadlines are in each group (`projections.deadline_filters.Standing`); nothing of sealed cases."""

    overdue: int
    open: int
    met: int
    met_late: int
    early: int
    not_done: int


async def compared(
    conn: AsyncConnection[Any],
    between: Between,
    *,
    bodies: Bodies = EVERYBODY,
    cleared: Cleared = NOTHING_SEALED,
    difference: str | None = None,
    cursor: str = "",
    limit: int = 50,
    most: int = LARGEST,
) -> Page[ComparedCase]:
    """List the cases that differ, the last changed first; those of some organisations, or of all. Raises `BadCursor`.

    For each page all cases are compared anew: who reads the list through takes many rows at once, with a larger `most`.
    """
    where = Where()
    where.seen_by(cleared)
    where.add("difference IS NOT NULL")
    where.add("difference = %(difference)s", difference=difference)
    where.values |= _values(between, bodies)
    order = ("changed_at", "id")
    where.after(cursor, order, (datetime, UUID), descending=True)
    async with at_ease(conn, side_by_side=True):
        select = bodies.narrow(_SQL["compared"])
        return await page(conn, ComparedCase, select, where, order, limit, descending=True, most=most)


async def differing(conn: AsyncConnection[Any], between: Between, *, bodies: Bodies = EVERYBODY) -> Differing:
    """Count the cases, and those that differ."""
    async with at_ease(conn, side_by_side=True):
        [found] = await rows(conn, Differing, bodies.narrow(_SQL["differing"]), _values(between, bodies))
    return found


async def became(conn: AsyncConnection[Any], today: date, codes: Codes = None) -> Became:
    """Count what became of deadlines as of the moment that is looked at; `today` is its day."""
    async with at_ease(conn, side_by_side=True):
        values = {"today": today, "codes": None if codes is None else list(codes)}
        [found] = await rows(conn, Became, _SQL["became"], values)
    return found


def _values(between: Between, bodies: Bodies) -> dict[str, Any]:
    return {
        "from_known_at": between.from_known_at,
        "from_true_on": between.from_true_on,
        "to_known_at": between.to_known_at,
        "to_true_on": between.to_true_on,
        **bodies.values(),
    }
