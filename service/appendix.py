"""Appendix 2 of a body and all below it for a quarter: each row of each body has facts, a nil, or nothing said (l.707–736; A-66)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.clearance import Clearance
from projections.counted import Counted, Told
from projections.facts import NIL, Cleared, Said, count, said
from projections.page import Codes
from workflows.catalogue import Subtask
from workflows.fact import clearance_of
from workflows.register import Register
from workflows.reporting_row import rows
from workflows.subtask.period import bounds, year_of


class RowStatus(StrEnum):
    """What a body reports in a row: `not_owed` where the row does not concern it, `restricted` where the caller is not cleared."""

    FACTS = "facts"
    NIL = "nil"
    NOT_REPORTED = "not_reported"
    NOT_OWED = "not_owed"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of a body: how many facts stand in it, and the case of the row, and its clearance, if anything was ever said."""

    organization: str
    status: RowStatus
    facts: int = 0
    case_id: UUID | None = None
    clearance: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its cells in the order of the bodies, and the facts of all of them, each once with its origins."""

    subtask: Subtask
    facts: tuple[Counted, ...]
    cells: tuple[Cell, ...]

    def bodies(self, status: RowStatus) -> int:
        """Count the bodies of which that is said."""
        return sum(cell.status is status for cell in self.cells)

    @property
    def cases(self) -> Iterator[tuple[UUID, Told | Cell]]:
        """The cases that are told of with the row, each with what tells whether it is sealed: registrations, and rows of bodies."""
        yield from ((origin.id, origin) for fact in self.facts for origin in fact.origins)
        yield from ((cell.case_id, cell) for cell in self.cells if cell.case_id)


@dataclass(frozen=True, slots=True)
class Appendix2:
    """The rows of a body and of those below it, as they stood at the end of the quarter."""

    organization: str
    period: str
    bodies: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def registrations(self) -> Iterator[tuple[UUID, Told]]:
        """The cases of the facts, in the order of the rows."""
        return ((origin.id, origin) for row in self.rows for fact in row.facts for origin in fact.origins)


def cleared(register: Register, person: str, on: date) -> Cleared:
    """Give the organisations whose secrets a person may see on a day; those of an account without a person are none."""
    return {kind: register.cleared(person, kind, on) for kind in Clearance} if person else {}


async def appendix_2(
    conn: AsyncConnection[Any],
    register: Register,
    organization: str,
    period: str,
    *,
    scope: Codes = None,
    seen: Cleared,
) -> Appendix2:
    """Give Appendix 2 as the read model has it; `scope` are the organisations the caller may see, `seen` whose secrets."""
    bodies = tuple(_bodies(register, organization, period, scope))
    counted = await count(conn, bodies, period, seen)
    told = {(one.organization, one.row): one for one in await said(conn, bodies, period, seen)}
    made = []
    for subtask in rows(year_of(period)):
        facts = tuple(fact for fact in counted if fact.row == subtask.code)
        sealed = _hidden(subtask, period, bodies, seen)
        cells = tuple(
            Cell(body, RowStatus.RESTRICTED)
            if body in sealed
            else _cell(register, subtask, body, period, facts, told.get((body, subtask.code)))
            for body in bodies
        )
        made.append(Row(subtask, facts, cells))
    return Appendix2(organization, period, bodies, tuple(made))


def _bodies(register: Register, organization: str, period: str, scope: Codes) -> Iterator[str]:
    """Give the body and those below it at the end of the quarter that existed in it and to which some row is of concern."""
    first, last = bounds(period)
    everything = rows(year_of(period))
    below = register.subtree(organization, last)
    for code in sorted(below, key=lambda one: (one != organization, one)):
        kind = register.type_of(code, last)
        existed = register.exists(code, first) or register.exists(code, last)
        if (scope is None or code in scope) and existed and kind and any(row.allows(kind) for row in everything):
            yield code


def _hidden(subtask: Subtask, period: str, bodies: Collection[str], seen: Cleared) -> frozenset[str]:
    """Give the bodies whose row is sealed to the caller."""
    clearance = clearance_of(subtask.code, year_of(period))
    return frozenset(bodies) - frozenset(seen.get(Clearance(clearance), ())) if clearance else frozenset()


def _cell(
    register: Register, subtask: Subtask, body: str, period: str, facts: Collection[Counted], told: Said | None
) -> Cell:
    here = sum(any(origin.organization == body for origin in fact.origins) for fact in facts)
    case = (told.id, told.clearance) if told else (None, "")
    if here:
        return Cell(body, RowStatus.FACTS, here, *case)
    if told and told.state == NIL:
        return Cell(body, RowStatus.NIL, 0, *case)
    kind = register.type_of(body, bounds(period)[1])
    owed = kind is not None and subtask.applies(kind)
    return Cell(body, RowStatus.NOT_REPORTED if owed else RowStatus.NOT_OWED, 0, *case)
