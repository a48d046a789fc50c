"""The documents of quasi-state entities (3.2.1–3.2.9): which there are and were, for the scores (l.579)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.store.statements import load
from events.subtask import (
    DocumentConfirmed,
    DocumentLapsed,
    DocumentsPublished,
    EntryWithdrawn,
    SubtaskAssigned,
    SubtaskReturned,
    SubtaskUploaded,
)
from events.upload import UploadReturned
from projections.page import rows
from projections.past import History, Past
from projections.projection import Projection, write
from projections.versions import Versioned, Versions

_SQL = load(__package__, "compliance.sql")
_TASK = "3.2."
PUBLICATION = "3.2.9"
"""The publication of the documents, or the familiarisation in its place."""
_DOCUMENTS = 8


@dataclass(slots=True)
class Document:
    """A document as it was reported, or a report of publications (3.2.9).

    `number` is that of the entry, `withdrawn` and `lapse` those of the events by which it was withdrawn and lapsed, 0 for none.
    It is in force from `since` to `until`, its last day, None if it has none.
    """

    number: int
    since: date
    until: date | None
    published: int = 0
    complete: bool = True
    uploaded: bool = False
    withdrawn: int = 0
    lapse: int = 0
    lapsed_on: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it fulfils the subtask on a day: from its first day, and no longer when its term is over or it has lapsed."""
        over = (self.until is not None and self.until < on) or (self.lapsed_on is not None and self.lapsed_on <= on)
        return self.complete and not over


@dataclass(slots=True)
class ComplianceRow:
    """One subtask of one entity for a period: its case's state, and the documents reported there, the newest last."""

    log: str
    id: UUID
    organization: str
    subtask: str
    period: str
    state: str
    documents: list[Document]
    changed_at: datetime
    told_at: int
    told_on: date

    @property
    def published(self) -> int:
        """How many documents are published by the last report (3.2.9)."""
        return next((one.published for one in reversed(self.documents) if not one.withdrawn), 0)

    def fulfilled(self, on: date) -> bool:
        """Whether it counts on a day: of the uploaded documents, none of them returned, the newest by then is in force."""
        newest = self._newest(on)
        return newest is not None and newest.holds(on)

    def by_familiarisation(self, on: date) -> bool:
        """Whether it is 3.2.9 by the employees' familiarisation, which names no documents: it is with all eight (l.577)."""
        newest = self._newest(on)
        return self.subtask == PUBLICATION and newest is not None and not newest.published

    def _newest(self, on: date) -> Document | None:
        known = [one for one in self.documents if one.uploaded and one.since <= on]
        return known[-1] if known else None


_COMPLIANCE = Versioned("compliance", ("log", "id"))


class ComplianceProjection(Projection):
    """Table `compliance`: one row a case of 3.2."""

    name = "compliance"
    version = 3
    tables = _SQL["tables"]
    versioned = (_COMPLIANCE,)

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
        versions, past = Versions(_COMPLIANCE), Past(conn, events[-1])
        for recorded, event in ours:
            if row := known.get(event.originator_id):
                _fold(row, recorded, event)
                await versions.take(row, recorded, event, past, _told_by_day)
        await write(conn, _SQL["store"], list(known.values()))
        await versions.write(conn)


def _assigned(recorded: Recorded, event: SubtaskAssigned) -> ComplianceRow:
    return ComplianceRow(
        log=recorded.log,
        id=event.originator_id,
        organization=event.organization,
        subtask=event.subtask,
        period=event.period,
        state=event.state,
        documents=[],
        changed_at=recorded.recorded_at,
        told_at=recorded.position,
        told_on=event.occurred_on,
    )


def _told_by_day(row: ComplianceRow, told: History) -> Iterator[tuple[date, ComplianceRow]]:
    """Give the documents of a case as they were from each day on (`Versions.take`)."""
    first, assigned = told.entries[0]
    *earlier, last = told.days_of(told.entries)
    for day in earlier:
        if isinstance(assigned, SubtaskAssigned):
            version = _assigned(first, assigned)
            for recorded, event in told.by(day):
                _fold(version, recorded, event)
            yield day, version
    yield last, row


def _fold(row: ComplianceRow, recorded: Recorded, event: CaseEvent) -> None:
    row.changed_at = recorded.recorded_at
    if not isinstance(event, FactCorrected):
        row.state = event.state
    match event:
        case DocumentConfirmed() | DocumentsPublished():
            row.documents.append(_reported(event.originator_version, msgspec.to_builtins(event)))
        case SubtaskUploaded() | SubtaskReturned() | UploadReturned():
            for current in [one for one in row.documents if not one.withdrawn][-1:]:
                current.uploaded = isinstance(event, SubtaskUploaded)
        case DocumentLapsed():
            for one in row.documents:
                if one.uploaded and not one.lapse:
                    one.lapse, one.lapsed_on = event.originator_version, event.lapsed_on
        case EntryWithdrawn():
            _withdraw(row, event.withdraws, event.originator_version)
        case FactCorrected():
            _correct(row, event)
        case _:
            pass


def _correct(row: ComplianceRow, event: FactCorrected) -> None:
    for place, one in enumerate(row.documents):
        if one.number == event.corrects:
            said = _reported(one.number, event.data)
            said.uploaded, said.withdrawn = one.uploaded, one.withdrawn
            said.lapse, said.lapsed_on = one.lapse, one.lapsed_on
            row.documents[place] = said
        elif one.lapse == event.corrects:
            one.lapsed_on = date.fromisoformat(event.data["lapsed_on"])
    if any(one.withdrawn == event.corrects for one in row.documents):
        _withdraw(row, event.data["withdraws"], event.corrects)


def _withdraw(row: ComplianceRow, number: int, by: int) -> None:
    for one in row.documents:
        if one.number == number:
            one.withdrawn = by
        elif one.withdrawn == by:
            one.withdrawn = 0


def _reported(number: int, data: dict[str, Any]) -> Document:
    """Give what an entry says, of its data as they are stored: the links of 3.2.9 make it complete, or the familiarisation."""
    if "documents" not in data:
        until = data["valid_until"]
        return Document(number, date.fromisoformat(data["approved_on"]), date.fromisoformat(until) if until else None)
    links = {link["document"] for link in data["documents"]}
    familiarised = data["familiarised_on"]
    days = [familiarised] if familiarised else [link["published_on"] for link in data["documents"]]
    complete = bool(familiarised) or len(links) == _DOCUMENTS
    return Document(number, max(map(date.fromisoformat, days)), None, len(links), complete)


async def _load(conn: AsyncConnection[Any], log: str, ids: set[UUID]) -> dict[UUID, ComplianceRow]:
    found = await _rows(conn, "load", {"log": log, "ids": msgspec.json.encode(ids).decode()})
    return {row.id: row for row in found}


async def documents(
    conn: AsyncConnection[Any], organizations: Sequence[str], year: int, maintained: Sequence[str]
) -> list[ComplianceRow]:
    """Give the documents of some entities for a year, by entity, subtask and year; of some subtasks those of earlier years, too."""
    asked = {"organizations": list(organizations), "year": str(year), "maintained": list(maintained)}
    return await _rows(conn, "of", asked)


async def _rows(conn: AsyncConnection[Any], statement: str, values: dict[str, Any]) -> list[ComplianceRow]:
    found = await rows(conn, ComplianceRow, _SQL[statement], values)
    for row in found:
        row.documents = msgspec.convert(row.documents, list[Document])
    return found
