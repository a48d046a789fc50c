"""Facts of Appendix 2 and what was said in its rows, by body and quarter (l.707–736)."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeGuard, TypeVar
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import FactCorrected, as_known
from events.clearance import Clearance
from events.event import CaseEvent, Recorded
from events.fact import FactLinked, FactRegistered, FactWithdrawn
from events.liability_check import SuperiorNamed
from events.reporting_row import FactEntered, RowEvent, RowNilDeclared
from events.store.statements import load
from projections.counted import Counted, Told, counted
from projections.fact_row import FactRow, ReportedRow, amend, fold, registered
from projections.page import Codes, Page, Where, page, rows
from projections.past import History, Past
from projections.projection import Projection, write
from projections.versions import Versioned, Versions

Kept = TypeVar("Kept", FactRow, ReportedRow)

_SQL = load(__package__, "facts.sql")
_SHARED = (FactWithdrawn, FactLinked, FactCorrected)
NIL = "nil_declared"
"""The state of a row whose body has declared that there is nothing to report."""

Cleared = Mapping[Clearance, Collection[str]]
"""The organisations whose secrets of a kind a caller may see."""

NOBODY: Cleared = {}


_FACTS = Versioned("facts", ("log", "id"))
_ROWS = Versioned("reporting_rows", ("log", "id"))


class FactsProjection(Projection):
    """Tables `facts`, one row a fact, and `reporting_rows`, one row a body, row and quarter of which something was said."""

    name = "facts"
    version = 5
    tables = _SQL["tables"]
    versioned = (_FACTS, _ROWS)

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Follow the cases of facts and rows; events of others are passed over."""
        log = events[0].log
        said = [(r, r.event) for r in events if isinstance(r.event, RowEvent)]
        if said:
            await _follow_rows(conn, said)
        kinds = {kind.WORKFLOW for kind in _kinds(FactRegistered)}
        ours = [(r, r.event) for r in events if isinstance(r.event, CaseEvent) and _is_of_fact(r.event, kinds)]
        known = {e.originator_id: registered(r, e) for r, e in ours if _opens(e)}
        others = {event.originator_id for _, event in ours} - known.keys()
        known |= {row.id: row for row in await _load(conn, FactRow, "load", log, others)}
        versions, past = Versions(_FACTS), Past(conn, events[-1])
        for recorded, event in ours:
            if row := known.get(event.originator_id):
                fold(row, event)
                if isinstance(event, FactRegistered | FactCorrected | SuperiorNamed) and not _opens(event):
                    amend(row, _registration((await past.of(recorded)).entries))
                await versions.take(row, recorded, event, past, _told_by_day)
        await write(conn, _SQL["store"], list(known.values()))
        await versions.write(conn)


def _kinds(kind: type[FactRegistered]) -> set[type[FactRegistered]]:
    """Give all kinds of registration there are."""
    below = kind.__subclasses__()
    return {*below, *(found for one in below for found in _kinds(one))}


def _opens(event: CaseEvent) -> TypeGuard[FactRegistered]:
    """Whether an event registers a fact, not one that was registered before."""
    return isinstance(event, FactRegistered) and event.originator_version == 1


def _is_of_fact(event: CaseEvent, kinds: set[str]) -> bool:
    return isinstance(event, _SHARED) or event.WORKFLOW in kinds


def _told_by_day(row: FactRow, told: History) -> Iterator[tuple[date, FactRow]]:
    """Give a fact as it was from each day on (`Versions.take`), the one of its registration the first."""
    days = told.days_of(told.entries)
    for day in days[days.index(told.days[1]) : -1]:
        entries = told.by(day)
        version = registered(entries[0][0], made := _registration(entries))
        for _, event in entries[1:]:
            fold(version, event)
        amend(version, made)
        yield day, version
    yield days[-1], row


async def _follow_rows(conn: AsyncConnection[Any], said: Sequence[tuple[Recorded, RowEvent]]) -> None:
    opened = {e.originator_id: _row(r, e) for r, e in said if e.originator_version == 1}
    others = {event.originator_id for _, event in said} - opened.keys()
    known = opened | {row.id: row for row in await _load(conn, ReportedRow, "load_rows", said[0][0].log, others)}
    versions, past = Versions(_ROWS), Past(conn, said[-1][0])
    for recorded, event in said:
        row = known[event.originator_id]
        row.state = event.state
        await versions.take(row, recorded, event, past, _row_told_by_day)
    await write(conn, _SQL["store_rows"], list(known.values()))
    await versions.write(conn)


def _row_told_by_day(row: ReportedRow, told: History) -> Iterator[tuple[date, ReportedRow]]:
    """Give a row as it was from each day on (`Versions.take`)."""
    said = [(recorded, event) for recorded, event in told.entries if isinstance(event, RowEvent)]
    *earlier, last = told.days_of(said)
    for day in earlier:
        *_, newest = (event for _, event in told.by(day) if isinstance(event, RowEvent))
        yield day, replace(row, state=newest.state)
    yield last, row


def _row(recorded: Recorded, event: RowEvent) -> ReportedRow:
    if not isinstance(event, FactEntered | RowNilDeclared):
        raise TypeError(f"{type(event).__name__} opens no row")
    return ReportedRow(
        log=recorded.log,
        id=event.originator_id,
        organization=event.organization,
        row=event.row,
        period=event.period,
        clearance=event.envelope.clearance,
        state=event.state,
        told_at=recorded.position,
        told_on=event.occurred_on,
    )


async def _load(conn: AsyncConnection[Any], kind: type[Kept], statement: str, log: str, ids: set[UUID]) -> list[Kept]:
    if not ids:
        return []
    return await rows(conn, kind, _SQL[statement], {"log": log, "ids": msgspec.json.encode(ids).decode()})


def _registration(entries: Sequence[tuple[Recorded, CaseEvent]]) -> FactRegistered:
    """Give the registration as it is known after some events: corrected, and with what was found out since."""
    made, *later = as_known([event for _, event in entries])
    if not isinstance(made, FactRegistered):
        raise TypeError(f"{type(made).__name__} registers no fact")
    registration: FactRegistered = made
    for event in later:
        registration = registration.knowing(event)
    return registration


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as lists show it: what it says itself is in its case."""

    id: UUID
    workflow: str
    organization: str
    row: str
    clearance: str
    found_on: date
    period: str
    category: str
    same_as: UUID | None
    state: str
    withdrawn: bool
    closed: bool


def seen_by(where: Where, cleared: Cleared) -> None:
    """Ask for what is sealed only where the caller is cleared."""
    parts = ["clearance = ''"]
    values: dict[str, list[str]] = {}
    for clearance, codes in cleared.items():
        values |= {f"of_{clearance}": list(codes)}
        parts.append(f"(clearance = '{clearance}' AND organization = ANY(%(of_{clearance})s))")
    where.add(f"({' OR '.join(parts)})", **values)


async def facts(
    conn: AsyncConnection[Any],
    *,
    organization: str | None = None,
    scope: Codes = None,
    cleared: Cleared = NOBODY,
    row: str | None = None,
    period: str | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Fact]:
    """List facts, the last found first; those of an `organization` are those of the bodies below it, too. Raises `BadCursor`."""
    where = Where()
    where.within("organization", organization)
    where.among("organization", scope)
    where.add("row = %(row)s", row=row)
    where.add("period = %(period)s", period=period)
    seen_by(where, cleared)
    where.after(cursor, ("found_on", "id"), (date, UUID), descending=True)
    return await page(conn, Fact, _SQL["select"], where, ("found_on", "id"), limit, descending=True)


async def count(
    conn: AsyncConnection[Any], organizations: Sequence[str], period: str, cleared: Cleared = NOBODY
) -> list[Counted]:
    """Give the facts of bodies in a quarter that are not withdrawn, each once with all its origins among these bodies."""
    where = Where()
    where.among("organization", organizations)
    where.add("period = %(period)s AND NOT withdrawn", period=period)
    seen_by(where, cleared)
    told = await rows(conn, Told, where.of(_SQL["select_told"]), where.values)
    ids = [one.id for one in told if one.same_as]
    linked = await rows(conn, Told, _SQL["linked"], {"ids": ids}) if ids else []
    return counted(told, linked)


@dataclass(frozen=True, slots=True)
class Said:
    """What a body said in a row: the case, and the state that it is in."""

    id: UUID
    organization: str
    row: str
    clearance: str
    state: str


async def said(
    conn: AsyncConnection[Any], organizations: Sequence[str], period: str, cleared: Cleared = NOBODY
) -> list[Said]:
    """Give the rows of bodies for a quarter of which something was ever said."""
    where = Where()
    where.among("organization", organizations)
    where.add("period = %(period)s", period=period)
    seen_by(where, cleared)
    return await rows(conn, Said, where.of(_SQL["select_rows"]), where.values)
