"""Deadlines: each requirement of time on each case, how it was computed and what became of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import DeadlineMissed
from events.deadlines import EXTENSION, Arithmetic, Bound, Deadline, Outcome
from events.event import CaseEvent, Recorded
from events.in_turn import my_turn
from events.store.statements import load
from projections import counts
from projections.deadline_row import KeptDeadline
from projections.first_events import subtasks, workflows
from projections.page import rows
from projections.past import History, Past
from projections.projection import Projection, write
from projections.versions import LOOKED_AT, Versioned, Versions

SQL = load(__package__, "deadlines.sql")
_STATUS = {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}
_COUNT = ("log", "organization", "workflow", "rule", "status", "deadlines")

_ON = "(SELECT was.true_on())"
_DONE_LATER = f"done_on > {_ON}"
_STATUS_ON = f"CASE WHEN {_DONE_LATER} OR status = 'missed' AND missed_on > {_ON} THEN 'open' ELSE status END"
_DEADLINES = Versioned(
    "deadlines",
    ("log", "case_id", "key"),
    masked={
        "status": _STATUS_ON,
        "done_on": f"CASE WHEN {_DONE_LATER} THEN NULL ELSE done_on END",
        "margin": f"CASE WHEN {_DONE_LATER} THEN NULL ELSE margin END",
        "missed_on": f"CASE WHEN missed_on > {_ON} THEN NULL ELSE missed_on END",
    },
)
"""What is told of later days than the one that is looked at, as by a correction, is masked."""

Rows = dict[tuple[UUID, str], KeptDeadline]


class DeadlinesProjection(Projection):
    """Tables `deadlines`, one row a (case, key), and `deadline_counts` by organisation, workflow, rule and status."""

    name = "deadlines"
    version = 11
    tables = SQL["tables"]
    indexes = SQL["indexes"]
    versioned = (_DEADLINES,)
    was = (
        SQL["was"]
        .replace(b"{holds}", LOOKED_AT)
        .replace(b"{lasts}", SQL["lasts"])
        .replace(b"{status}", _STATUS_ON.encode())
    )

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Set, judge, drop and miss deadlines, in that order within an event."""
        touching = [(r, r.event, keys) for r in events if isinstance(r.event, CaseEvent) and (keys := _keys(r.event))]
        if not touching:
            return
        works = await workflows(conn, [recorded for recorded, _, _ in touching])
        wanted = {(event.originator_id, key) for _, event, keys in touching for key in keys}
        standing = await _load(conn, events[0].log, wanted)
        unsaid = {
            event.originator_id
            for _, event, _ in touching
            if works[event.originator_id] == "subtask" and any(not deadline.subtask for deadline in event.deadlines.set)
        }
        own = await subtasks(conn, events, unsaid)
        await my_turn()
        changes: Counter[counts.Key] = Counter()
        changes.subtract(_counted(standing))
        versions, past = Versions(_DEADLINES), Past(conn, events[-1])
        for recorded, event, keys in touching:
            for key in keys:
                place = (event.originator_id, key)
                before = standing.get(place)
                subtask = own.get(event.originator_id, "")
                row = _after(before, key, recorded, event, works[event.originator_id], subtask)
                if row is None:
                    raise KeyError(place)
                standing[place] = row
                await versions.take(row, recorded, event, past, _told_by_day, first=before is None)
        changes.update(_counted(standing))
        await write(conn, SQL["store"], list(standing.values()))
        await versions.write(conn)
        await counts.add(conn, SQL, _COUNT, changes)


def _keys(event: CaseEvent) -> set[str]:
    changes = event.deadlines
    keys = {d.key for d in changes.set} | {j.key for j in changes.judged} | {*changes.dropped, *changes.lapsed}
    return keys | {event.key} if isinstance(event, DeadlineMissed) else keys


async def _load(conn: AsyncConnection[Any], log: str, wanted: set[tuple[UUID, str]]) -> Rows:
    keys = msgspec.json.encode([{"case_id": case_id, "key": key} for case_id, key in wanted]).decode()
    found = await rows(conn, KeptDeadline, SQL["load"], {"log": log, "rows": keys})
    return {(row.case_id, row.key): row for row in found}


def _counted(standing: Rows) -> Counter[counts.Key]:
    """Count what figures are about: nothing of sealed cases."""
    rows_of = (row for row in standing.values() if not row.clearance)
    return Counter((row.log, row.organization, row.workflow, row.rule, row.status) for row in rows_of)


def _after(
    row: KeptDeadline | None, key: str, recorded: Recorded, event: CaseEvent, workflow: str, subtask: str
) -> KeptDeadline | None:
    """Give a deadline as it is after an event: set, judged, dropped and missed in that order; None if none was set.

    `subtask` is that of the case, for a deadline that names none: the dates of the Карта are of any subtask.
    """
    for deadline in event.deadlines.set:
        if deadline.key == key:
            row = _set(row, deadline, recorded, event, workflow, subtask)
    if row is None:
        return None
    for judgement in event.deadlines.judged:
        if judgement.key == key:
            row.status, row.done_on, row.margin = _STATUS[judgement.outcome], judgement.done_on, judgement.margin
    if key in event.deadlines.dropped:
        row.status = "dropped"
    if key in event.deadlines.lapsed:
        row.status = "not_done"
    if (
        isinstance(event, DeadlineMissed)
        and event.key == key
        and row.status == "open"
        and row.bound != Bound.NOT_BEFORE
    ):
        row.status, row.missed_on = "missed", event.missed_on
    return row


def _told_by_day(row: KeptDeadline, told: History) -> Iterator[tuple[date, KeptDeadline]]:
    """Give a deadline as it was from each day on (`Versions.take`); what is sealed now is sealed on all of them."""
    *earlier, last = told.days_of((one, event) for one, event in told.entries if row.key in _keys(event))
    for day in earlier:
        version: KeptDeadline | None = None
        for recorded, event in told.by(day):
            version = _after(version, row.key, recorded, event, row.workflow, row.subtask)
        if version:
            version.clearance = row.clearance
            yield day, version
    yield last, row


def _set(
    before: KeptDeadline | None, deadline: Deadline, recorded: Recorded, event: CaseEvent, workflow: str, subtask: str
) -> KeptDeadline:
    """Give the row of a deadline just set: open, whatever it was before; an earlier due date stays in `previous`.

    Of a sealed case it does not say what the deadline is about.
    """
    clearance = event.envelope.clearance or (before.clearance if before else "")
    previous = before.previous if before else []
    if before and before.due != deadline.due:
        missed = {"missed_on": before.missed_on.isoformat()} if before.missed_on else {}
        previous = [*previous, {"due": before.due.isoformat(), "set_by": before.set_by, **missed}]
    arithmetic = deadline.arithmetic
    return KeptDeadline(
        log=recorded.log,
        case_id=event.originator_id,
        key=deadline.key,
        organization=event.organization,
        workflow=workflow,
        rule=deadline.rule,
        subtask=deadline.subtask or subtask,
        basis=deadline.basis,
        strength=deadline.strength,
        bound=deadline.bound,
        subject="" if clearance else deadline.subject,
        anchor=arithmetic.anchor,
        amount=arithmetic.amount,
        unit=arithmetic.unit,
        due=arithmetic.due,
        moved_from=arithmetic.moved_from,
        skipped=arithmetic.skipped,
        calendar=arithmetic.calendar,
        act=arithmetic.act,
        extended_from=arithmetic.extended_from,
        missed_due=_missed_due(before, arithmetic),
        status="open",
        done_on=None,
        margin=None,
        missed_on=None,
        set_by=event.originator_version,
        set_at=recorded.position,
        previous=previous,
        clearance=clearance,
        told_at=before.told_at if before else recorded.position,
        told_on=before.told_on if before else event.occurred_on,
    )


def _missed_due(before: KeptDeadline | None, made: Arithmetic) -> date | None:
    """Give the first date that had passed when a document extended it: of this extension, or of one before it."""
    if made.unit != EXTENSION or made.extended_from is None:
        return None
    if before and before.anchor == made.anchor and before.missed_due and before.missed_due < made.extended_from:
        return before.missed_due
    return made.passed_before
