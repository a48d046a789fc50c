"""Who read of sealed cases, when and how: shown to those who may see the case, on no list of others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.event import Recorded
from events.reading import SealedRead
from events.store.statements import load
from projections.page import Page, Where, page
from projections.projection import Projection, write

_SQL = load(__package__, "sealed_reads.sql")


@dataclass(frozen=True, slots=True)
class Read:
    """A read of a sealed case: `actor` is an identity, `role` that in which they read, `what` a page, api, events, file or list."""

    log: str
    position: int
    case_id: UUID
    actor: str
    role: str
    what: str
    read_at: datetime


class SealedReadsProjection(Projection):
    """Table `sealed_reads`: one row a read and case."""

    name = "sealed_reads"
    version = 2
    tables = _SQL["tables"]
    was = _SQL["was"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add the reads."""
        reads = [(recorded, recorded.event) for recorded in events if isinstance(recorded.event, SealedRead)]
        rows = [_row(recorded, event, case.case) for recorded, event in reads for case in event.cases]
        await write(conn, _SQL["store"], rows)


def _row(recorded: Recorded, event: SealedRead, case_id: UUID) -> Read:
    return Read(
        log=recorded.log,
        position=recorded.position,
        case_id=case_id,
        actor=event.envelope.actor,
        role=event.envelope.role,
        what=event.what,
        read_at=recorded.recorded_at,
    )


async def reads(conn: AsyncConnection[Any], case_id: UUID, cursor: str = "", limit: int = 50) -> Page[Read]:
    """List the reads of a case, the newest first; whether the caller may see them is for the caller to check.

    Raises `BadCursor`.
    """
    where = Where()
    where.add("case_id = %(case_id)s", case_id=case_id)
    order = ("read_at", "log", "position")
    where.after(cursor, order, (datetime, str, int), descending=True)
    return await page(conn, Read, _SQL["select"], where, order, limit, descending=True)
