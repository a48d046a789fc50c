"""Who read a sealed case, as its page tells those who may see it."""

from dataclasses import dataclass
from datetime import datetime

from projections.sealed_reads import reads
from service.web import lookup
from service.web.visitor import Visitor
from workflows.case import Case

MOST = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """A read: by whom, in which role, how, when."""

    name: str
    role: str
    what: str
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Readers:
    """The newest reads of a sealed case; `more` says whether there are earlier ones."""

    rows: list[Reader]
    more: bool


async def readers(visitor: Visitor, case: Case) -> Readers | None:
    """Give the newest reads of a sealed case, None for another."""
    if not case.facts.clearance:
        return None
    async with visitor.service.pool.connection() as conn:
        page = await reads(conn, case.id, limit=MOST)
    names = await lookup.people(visitor, {row.actor for row in page.rows})
    rows = [Reader(names.get(row.actor, row.actor), row.role, row.what, row.read_at) for row in page.rows]
    return Readers(rows, bool(page.next))
