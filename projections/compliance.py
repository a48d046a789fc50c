"""The documents of quasi-state entities (3.2.1–3.2.9): which there are, for the scores (l.579)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.store.statements import load
from events.subtask import DocumentsPublished, SubtaskAssigned
from projections.page import rows
from projections.projection import Projection, write

_SQL = load(__package__, "compliance.sql")
_TASK = "3.2."
_PUBLICATION = "3.2.9"
_DOCUMENTS = 8
_FULFILLED = {"uploaded", "accepted"}


@dataclass(slots=True)
class ComplianceRow:
    """One document of one entity for a period: its case's state, and for 3.2.9 how many documents are published."""

    log: str
    id: UUID
    organization: str
    subtask: str
    period: str
    state: str
    complete: bool
    published: int
    changed_at: datetime

    @property
    def fulfilled(self) -> bool:
        """Whether it counts: the evidence is uploaded, and not returned or lapsed since."""
        return self.complete and self.state in _FULFILLED


class ComplianceProjection(Projection):
    """Table `compliance`: one row a case of 3.2."""

    name = "compliance"
    version = 1
    tables = _SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Follow the cases of 3.2; events of others are passed over."""
        ours = [(r, r.event) for r in events if isinstance(r.event, CaseEvent) and r.event.WORK]
        known = {
            event.originator_id: _assigned(recorded, event)
            for recorded, event in ours
            if isinstance(event, SubtaskAssigned) and event.subtask.startswith(_TASK)
        }
        others = {event.originator_id for _, event in ours if event.WORKFLOW in {"subtask", ""}} - known.keys()
        known |= await _load(conn, events[0].log, others) if others else {}
        for recorded, event in ours:
            if row := known.get(event.originator_id):
                row.state, row.changed_at = event.state, recorded.recorded_at
                _fold(row, event)
        await write(conn, _SQL["store"], list(known.values()))


def _assigned(recorded: Recorded, event: SubtaskAssigned) -> ComplianceRow:
    return ComplianceRow(
        log=recorded.log,
        id=event.originator_id,
        organization=event.organization,
        subtask=event.subtask,
        period=event.period,
        state=event.state,
        complete=event.subtask != _PUBLICATION,
        published=0,
        changed_at=recorded.recorded_at,
    )


def _fold(row: ComplianceRow, event: CaseEvent) -> None:
    match event:
        case DocumentsPublished():
            _publish(row, {link.document for link in event.documents}, bool(event.familiarised_on))
        case FactCorrected() if row.subtask == _PUBLICATION and "documents" in event.data:
            links = {link["document"] for link in event.data["documents"]}
            _publish(row, links, bool(event.data.get("familiarised_on")))
        case _:
            pass


def _publish(row: ComplianceRow, documents: set[str], familiarised: bool) -> None:
    row.published = len(documents)
    row.complete = familiarised or row.published == _DOCUMENTS


async def _load(conn: AsyncConnection[Any], log: str, ids: set[UUID]) -> dict[UUID, ComplianceRow]:
    found = await rows(conn, ComplianceRow, _SQL["load"], {"log": log, "ids": msgspec.json.encode(ids).decode()})
    return {row.id: row for row in found}


async def documents(conn: AsyncConnection[Any], organizations: Sequence[str], period: str) -> list[ComplianceRow]:
    """Give the documents of some entities for a year ("2024"), by entity and subtask."""
    return await rows(conn, ComplianceRow, _SQL["of"], {"organizations": list(organizations), "period": period})
