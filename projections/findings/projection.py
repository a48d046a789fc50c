"""The read model of findings: fed event by event; only where an entry changes others is its case read anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.codec import read
from events.event import CaseEvent, Recorded
from events.finding import FindingDismissed, FindingReopened
from events.in_turn import my_turn
from events.link_check import LinkChecked
from events.store.reader import read_case
from projections.findings import deadlines, files, links, texts
from projections.findings.changes import SQL, Changes, as_json
from projections.findings.entry import Entry, changes_others, entries, fresh, year_of
from projections.projection import Projection, write


class FindingsProjection(Projection):
    """Tables `findings` and `finding_counts`, and those they are made from."""

    name = "findings"
    version = 2
    tables = SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Follow pieces of work, dismissals, and what was found of links."""
        changes = Changes(conn, events[0].log)
        stretch = _Stretch(changes)
        await stretch.take(events)
        gone, added = stretch.gone, stretch.added
        for entry in gone:
            for found in entry.findings():
                changes.drop(found.id)
            changes.check(entry.checks(), -1)
        for entry in added:
            for found in entry.findings():
                changes.put(found)
            changes.check(entry.checks())
        await deadlines.follow(changes, stretch.open)
        before, now, anew = [one.named() for one in gone], [one.named() for one in added], frozenset(stretch.anew)
        await files.follow(changes, before, now, anew)
        await links.follow(changes, before, now, [r.event for r in events if isinstance(r.event, LinkChecked)])
        await texts.follow(changes, gone, added, anew)
        await _judge(changes, [r.event for r in events])
        await changes.store()


_TOGETHER = 50
"""Cases that are taken in one turn of the event loop."""


class _Stretch:
    """What a stretch of the log does to entries: which it adds, and which are no more what they were."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.gone: list[Entry] = []
        self.added: list[Entry] = []
        self.open: list[CaseEvent] = []
        self.anew: set[UUID] = set()

    async def take(self, events: Sequence[Recorded]) -> None:
        """Sort the events of work by case, in order."""
        of_case: dict[UUID, list[Recorded]] = {}
        for recorded in events:
            if isinstance(recorded.event, CaseEvent):
                of_case.setdefault(recorded.event.originator_id, []).append(recorded)
        known = await self._known(of_case)
        stored: list[dict[str, Any]] = []
        for place, (case_id, told) in enumerate(of_case.items()):
            if place % _TOGETHER == 0:
                await my_turn()
            first = told[0].event
            if case_id not in known and (first.originator_version != 1 or not _is_work(first)):
                continue
            year, sealed = known.get(case_id) or (year_of(_case_event(first)), False)
            now = await self._take(told, year, sealed=sealed, is_new=case_id not in known)
            if known.get(case_id) != now:
                stored.append({"log": self.changes.log, "id": case_id, "year": now[0], "sealed": now[1]})
        await write(self.changes.conn, SQL["store_cases"], stored)

    async def _take(self, told: Sequence[Recorded], year: int, *, sealed: bool, is_new: bool) -> tuple[int, bool]:
        """Take the events of one case; gives the year it is for, and whether it is sealed."""
        events = [_case_event(one.event) for one in told]
        if sealed:
            return year, True
        seals = any(event.envelope.clearance for event in events)
        if seals and not is_new:
            await self._read_anew(told)
            await deadlines.forget(self.changes, events[0].originator_id)
        if seals:
            return year, True
        self.open += events
        if any(map(changes_others, events)):
            return await self._read_anew(told) or year, False
        self.added += [fresh(one, event, year) for one, event in zip(told, events, strict=True)]
        return year, False

    async def _read_anew(self, told: Sequence[Recorded]) -> int | None:
        """Compare the entries of a case before and after some events; gives the year that the case is for then."""
        last, first = told[-1], told[0].event.originator_version
        past = await read_case(self.changes.conn, last.log, last.event.originator_id, 0, last.position)
        history = [Recorded(row.log, row.position, row.recorded_at, read(row)) for row in past]
        before, now = entries(history[: first - 1]), entries(history)
        self.gone += [entry for number, entry in before.items() if now.get(number) != entry]
        self.added += [entry for number, entry in now.items() if before.get(number) != entry]
        self.anew.add(last.event.originator_id)
        return next((entry.year for entry in now.values()), None)

    async def _known(self, ids: dict[UUID, list[Recorded]]) -> dict[UUID, tuple[int, bool]]:
        if not ids:
            return {}
        asked = {"log": self.changes.log, "ids": as_json(list(ids))}
        found = await (await self.changes.conn.execute(SQL["cases"], asked)).fetchall()
        return {case_id: (year, sealed) for case_id, year, sealed in found}


async def _judge(changes: Changes, events: Sequence[Any]) -> None:
    """Let dismissals count from now on, and those that were taken back no more."""
    said = {
        event.originator_id: event.evidence if isinstance(event, FindingDismissed) else ""
        for event in events
        if isinstance(event, FindingDismissed | FindingReopened)
    }
    told = [{"log": changes.log, "id": finding, "evidence": evidence} for finding, evidence in said.items()]
    await write(changes.conn, SQL["dismiss"], told)
    changes.judged |= said.keys()


def _is_work(event: object) -> bool:
    return isinstance(event, CaseEvent) and event.WORK


def _case_event(event: object) -> CaseEvent:
    if not isinstance(event, CaseEvent):
        raise TypeError(f"{type(event).__name__} is an event of no case")
    return event
