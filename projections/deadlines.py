"""Deadlines: each requirement of time on each case, how it was computed and what became of it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.case import DeadlineMissed
from events.deadlines import EXTENSION, Arithmetic, Bound, Deadline, Judgement, Outcome
from events.event import CaseEvent, Recorded
from events.store.statements import load
from projections import counts
from projections.deadline_row import DeadlineRow
from projections.first_events import workflows
from projections.page import rows
from projections.projection import Projection, write

SQL = load(__package__, "deadlines.sql")
_STATUS = {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}
_COUNT = ("log", "organization", "workflow", "rule", "status", "deadlines")

Rows = dict[tuple[UUID, str], DeadlineRow]


class DeadlinesProjection(Projection):
    """Tables `deadlines`, one row a (case, key), and `deadline_counts` by organisation, workflow, rule and status."""

    name = "deadlines"
    version = 5
    tables = SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Set, judge, drop and miss deadlines, in that order within an event."""
        touching = [(r, r.event, keys) for r in events if isinstance(r.event, CaseEvent) and (keys := _keys(r.event))]
        if not touching:
            return
        works = await workflows(conn, [recorded for recorded, _, _ in touching])
        wanted = {(event.originator_id, key) for _, event, keys in touching for key in keys}
        standing = await _load(conn, events[0].log, wanted)
        changes: Counter[counts.Key] = Counter()
        for row in _counted(standing):
            changes[_count_key(row)] -= 1
        for recorded, event, _ in touching:
            _fold(standing, recorded, event, works[event.originator_id])
        for row in _counted(standing):
            changes[_count_key(row)] += 1
        await write(conn, SQL["store"], list(standing.values()))
        await counts.add(conn, SQL, _COUNT, changes)


def _keys(event: CaseEvent) -> set[str]:
    changes = event.deadlines
    keys = {d.key for d in changes.set} | {j.key for j in changes.judged} | {*changes.dropped, *changes.lapsed}
    return keys | {event.key} if isinstance(event, DeadlineMissed) else keys


async def _load(conn: AsyncConnection[Any], log: str, wanted: set[tuple[UUID, str]]) -> Rows:
    keys = msgspec.json.encode([{"case_id": case_id, "key": key} for case_id, key in wanted]).decode()
    found = await rows(conn, DeadlineRow, SQL["load"], {"log": log, "rows": keys})
    return {(row.case_id, row.key): row for row in found}


def _counted(standing: Rows) -> list[DeadlineRow]:
    """Give the rows that figures are about: none of sealed cases."""
    return [row for row in standing.values() if not row.clearance]


def _count_key(row: DeadlineRow) -> counts.Key:
    return (row.log, row.organization, row.workflow, row.rule, row.status)


def _fold(standing: Rows, recorded: Recorded, event: CaseEvent, workflow: str) -> None:
    case_id = event.originator_id
    for deadline in event.deadlines.set:
        place = (case_id, deadline.key)
        standing[place] = _set(standing.get(place), deadline, recorded, event, workflow)
    for judgement in event.deadlines.judged:
        _judge(standing[case_id, judgement.key], judgement)
    for key in event.deadlines.dropped:
        standing[case_id, key].status = "dropped"
    for key in event.deadlines.lapsed:
        standing[case_id, key].status = "not_done"
    if isinstance(event, DeadlineMissed):
        missed = standing[case_id, event.key]
        if missed.status == "open" and missed.bound != Bound.NOT_BEFORE:
            missed.status, missed.missed_on = "missed", event.missed_on


def _judge(row: DeadlineRow, judgement: Judgement) -> None:
    row.status, row.done_on, row.margin = _STATUS[judgement.outcome], judgement.done_on, judgement.margin


def _set(
    before: DeadlineRow | None, deadline: Deadline, recorded: Recorded, event: CaseEvent, workflow: str
) -> DeadlineRow:
    """Give the row of a deadline just set: open, whatever it was before; an earlier due date stays in `previous`.

    Of a sealed case it does not say what the deadline is about.
    """
    clearance = event.envelope.clearance or (before.clearance if before else "")
    previous = before.previous if before else []
    if before and before.due != deadline.due:
        missed = {"missed_on": before.missed_on.isoformat()} if before.missed_on else {}
        previous = [*previous, {"due": before.due.isoformat(), "set_by": before.set_by, **missed}]
    arithmetic = deadline.arithmetic
    return DeadlineRow(
        log=recorded.log,
        case_id=event.originator_id,
        key=deadline.key,
        organization=event.organization,
        workflow=workflow,
        rule=deadline.rule,
        subtask=deadline.subtask,
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
    )


def _missed_due(before: DeadlineRow | None, made: Arithmetic) -> date | None:
    """Give the first date that had passed when a document extended it: of this extension, or of one before it."""
    if made.unit != EXTENSION or made.extended_from is None:
        return None
    if before and before.anchor == made.anchor and before.missed_due and before.missed_due < made.extended_from:
        return before.missed_due
    return made.passed_before
