"""The cases beside a case, as its page lists them: those that the domain links to it, and the same work of other periods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from projections import cases as read
from projections.case_row import CaseRow
from service.related import related
from service.web import lookup
from service.web.lookup import Names
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.fact import FactFacts
from workflows.register import Register

MOST = 12
"""Cases of a group that are shown."""


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that are the same to a case, under a message id, `all` is how many there are."""

    title: str
    rows: Sequence[CaseRow]
    all: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a case: groups, the same work of its body in other periods, whether there is more, names of bodies.

    `subtask` is what the case and the same work carry out, `year` that of its plan, "" if it has none.
    """

    groups: Sequence[Group]
    same: Sequence[CaseRow]
    more: bool
    names: Names
    subtask: str
    year: str


async def beside(visitor: Visitor, case: Case, register: Register) -> Beside:
    """Give what lies beside a case, as far as the visitor may see it; that sealed ones were listed is recorded."""
    ids: dict[str, dict[UUID, None]] = {}
    for title, case_id in related(case, register):
        if case_id != case.id:
            ids.setdefault(title.msgid, {})[case_id] = None
    wanted = [case.id, *(one for found in ids.values() for one in found)]
    beyond = await visitor.service.access.beyond(visitor.person)
    async with visitor.looking() as conn:
        seen = await read.by_ids(conn, wanted, visitor.cleared, visitor.scope, beyond)
        own = seen.get(case.id)
        same = await _same(visitor, conn, own) if own and not isinstance(case.facts, FactFacts) else []
        groups = [_group(title, [seen[one] for one in found if one in seen]) for title, found in ids.items()]
        groups = [group for group in groups if group.rows]
        names = await lookup.names(conn, visitor.t, {row.organization for group in groups for row in group.rows})
    shown = [*same[:MOST], *(row for group in groups for row in group.rows)]
    await visitor.service.gate.listed(visitor.person, ((row.id, row) for row in shown))
    period = own.period if own else ""
    return Beside(groups, same[:MOST], len(same) > MOST, names, own.subtask if own else "", period[:4])


def _group(title: str, rows: Sequence[CaseRow]) -> Group:
    return Group(title, rows[:MOST], len(rows))


async def _same(visitor: Visitor, conn: AsyncConnection[Any], own: CaseRow) -> list[CaseRow]:
    """Give the cases of the same body for the same subtask, the latest period first."""
    if not own.subtask:
        return []
    page = await read.cases(
        conn, workflow=own.workflow, scope=[own.organization], cleared=visitor.cleared, subtask=own.subtask,
        order=read.Order.OPENED, limit=MOST + 2,
    )  # fmt: skip
    others = (row for row in page.rows if row.id != own.id)
    return sorted(others, key=lambda row: row.period, reverse=True)
