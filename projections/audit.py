"""The audit trail: who did what, on whose behalf, when it happened and when it was recorded.

Events that need a clearance are not in it, nor who read of them: the trail is for those who oversee everybody, and nobody is
cleared by overseeing. The history of a sealed case is on its own page, for those who may see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Recorded
from events.store.statements import load
from projections.first_events import workflows
from projections.page import Codes, Page, Where, page
from projections.projection import Projection, write

_SQL = load(__package__, "audit.sql")
_NO_CHANGES = DeadlineChanges()


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An event: `data` is its own data, `deadlines` what it set, judged and dropped, `recorded_at` an aware instant.

    `actor` and `on_behalf_of` are identities. An event that is no case's has empty `workflow`, `source` and `state`.
    """

    log: str
    position: int
    case_id: UUID
    version: int
    topic: str
    workflow: str
    organization: str
    actor: str
    on_behalf_of: str
    role: str
    occurred_on: date
    recorded_at: datetime
    source: str
    state: str
    remarks: list[str]
    data: dict[str, Any]
    deadlines: dict[str, Any]


class AuditProjection(Projection):
    """Table `audit`: one row an event that needs no clearance."""

    name = "audit"
    version = 4
    tables = _SQL["tables"]
    indexes = _SQL["indexes"]
    was = _SQL["was"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add the events."""
        open_ones = [recorded for recorded in events if not recorded.event.envelope.clearance]
        known = await workflows(conn, open_ones) if open_ones else {}
        rows = [_row(recorded, known.get(recorded.event.originator_id, "")) for recorded in open_ones]
        await write(conn, _SQL["store"], rows)


def _row(recorded: Recorded, workflow: str) -> dict[str, Any]:
    event = recorded.event
    row = {
        "log": recorded.log,
        "position": recorded.position,
        "case_id": event.originator_id,
        "version": event.originator_version,
        "topic": event.TOPIC,
        "workflow": workflow,
        "organization": "",
        "actor": event.envelope.actor,
        "on_behalf_of": event.envelope.on_behalf_of,
        "role": event.envelope.role,
        "occurred_on": event.occurred_on,
        "recorded_at": recorded.recorded_at,
        "source": "",
        "state": "",
        "remarks": (),
        "data": event.facts(),
        "deadlines": {},
    }
    if isinstance(event, CaseEvent):
        row["organization"], row["source"], row["state"] = event.organization, event.source, event.state
        row["remarks"] = event.remarks
        if event.deadlines != _NO_CHANGES:
            row["deadlines"] = event.deadlines
    return row


async def audit(
    conn: AsyncConnection[Any],
    *,
    actor: str | None = None,
    on_behalf_of: str | None = None,
    topic: str | None = None,
    workflow: str | None = None,
    case_id: UUID | None = None,
    organization: str | None = None,
    scope: Codes = None,
    region: str | None = None,
    occurred_from: date | None = None,
    occurred_to: date | None = None,
    recorded_from: datetime | None = None,
    recorded_before: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[AuditEntry]:
    """List events by who, what, where and when, the newest first.

    Days are inclusive, `recorded_before` (an aware instant) is not. `scope` are the organisations the caller may see.
    Raises `BadCursor`.
    """
    where = Where()
    where.add("actor = %(actor)s", actor=actor)
    where.add("on_behalf_of = %(on_behalf_of)s", on_behalf_of=on_behalf_of)
    where.add("topic = %(topic)s", topic=topic)
    where.add("workflow = %(workflow)s", workflow=workflow)
    where.add("case_id = %(case_id)s", case_id=case_id)
    where.add("organization = %(organization)s", organization=organization)
    where.among("organization", scope)
    where.in_region("organization", region)
    where.add("occurred_on >= %(occurred_from)s", occurred_from=occurred_from)
    where.add("occurred_on <= %(occurred_to)s", occurred_to=occurred_to)
    where.add("recorded_at >= %(recorded_from)s", recorded_from=recorded_from)
    where.add("recorded_at < %(recorded_before)s", recorded_before=recorded_before)
    order = ("recorded_at", "log", "position")
    where.after(cursor, order, (datetime, str, int), descending=True)
    return await page(conn, AuditEntry, _SQL["select"], where, order, limit, descending=True)
