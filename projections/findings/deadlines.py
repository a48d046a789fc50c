"""Findings that time limits show: what came after it should have, what is not there at all."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.case import DeadlineMissed
from events.deadlines import Deadline, Outcome
from events.event import CaseEvent
from events.fact import quarter
from events.finding import FindingRule, Severity
from projections.findings.changes import SQL, Changes, Key, as_json
from projections.findings.row import Made
from projections.findings.rules import MISSED, STARTS
from projections.page import rows
from projections.projection import write

_STATUS = {Outcome.IN_TIME: "met", Outcome.LATE: "met_late", Outcome.EARLY: "early"}
_DONE = frozenset({"met", "met_late", "early"})
_WANTING = frozenset({"missed", "not_done"})
Place = tuple[UUID, str]


@dataclass(slots=True)
class _Limit:
    """A time limit that a rule reads; `version` is the entry that set or judged it last."""

    log: str
    case_id: UUID
    key: str
    organization: str
    version: int
    subject: str
    anchor: date
    due: date
    status: str
    done_on: date | None

    @property
    def rule(self) -> str:
        """The code of its rule."""
        return self.key.partition("/")[0]

    def check(self) -> Key | None:
        """Say where it is counted, once there is something to be said of it."""
        if self.rule == STARTS:
            rule, counts = FindingRule.ANNOUNCED_AFTER_START, self.status in _DONE
        else:
            rule, counts = MISSED[self.rule].rule, self.status in _DONE | _WANTING
        return (self.organization, rule, quarter(self.day)) if counts else None

    @property
    def day(self) -> date:
        """The day of what it is about."""
        return self.done_on or self.due

    def finding(self) -> Made | None:
        """Give what it shows."""
        subject = f"{self.case_id}/{self.key}"
        told: dict[str, Any] = {"key": self.key, "due": self.due, "about": self.subject}
        if self.rule == STARTS and self.status in _DONE and self.done_on and self.done_on > self.anchor:
            told |= {"started_on": self.anchor, "done_on": self.done_on}
            return self._made(FindingRule.ANNOUNCED_AFTER_START, Severity.ERROR, subject, told)
        if self.rule != STARTS and self.status in _WANTING:
            found = MISSED[self.rule]
            return self._made(found.rule, found.severity, subject, told)
        return None

    def _made(self, rule: FindingRule, severity: Severity, subject: str, told: dict[str, Any]) -> Made:
        return Made(self.log, rule, severity, self.organization, self.case_id, self.version, subject, self.day, told)


async def follow(changes: Changes, events: Sequence[CaseEvent]) -> None:
    """Set, judge, drop and miss the limits that rules read."""
    touching = [(event, keys) for event in events if (keys := _keys(event))]
    if not touching:
        return
    wanted = [{"case_id": event.originator_id, "key": key} for event, keys in touching for key in keys]
    asked = {"log": changes.log, "rows": as_json(wanted)}
    found = await rows(changes.conn, _Limit, SQL["load_deadlines"], asked)
    standing = {(row.case_id, row.key): row for row in found}
    before = {place: copy(row) for place, row in standing.items()}
    for event, _ in touching:
        _fold(standing, changes.log, event)
    for place, row in standing.items():
        _compare(changes, before.get(place), row)
    await write(changes.conn, SQL["store_deadlines"], list(standing.values()))


async def forget(changes: Changes, case_id: UUID) -> None:
    """Leave nothing of a case that was sealed."""
    asked = {"log": changes.log, "case_id": case_id}
    for row in await rows(changes.conn, _Limit, SQL["deadlines_of"], asked):
        _compare(changes, row, None)
    await changes.conn.execute(SQL["remove_deadlines"], asked)


def _keys(event: CaseEvent) -> set[str]:
    changed = event.deadlines
    keys = {d.key for d in changed.set} | {j.key for j in changed.judged} | {*changed.dropped, *changed.lapsed}
    if isinstance(event, DeadlineMissed):
        keys.add(event.key)
    return {key for key in keys if (rule := key.partition("/")[0]) in MISSED or rule == STARTS}


def _fold(standing: dict[Place, _Limit], log: str, event: CaseEvent) -> None:
    case_id, changed = event.originator_id, event.deadlines
    for deadline in changed.set:
        if deadline.key in _keys(event):
            standing[case_id, deadline.key] = _limit(log, event, deadline)
    for judgement in changed.judged:
        if row := standing.get((case_id, judgement.key)):
            row.status, row.done_on = _STATUS[judgement.outcome], judgement.done_on
            row.version = event.originator_version
    for keys, status in ((changed.dropped, "dropped"), (changed.lapsed, "not_done")):
        for key in keys:
            if row := standing.get((case_id, key)):
                row.status = status
    if isinstance(event, DeadlineMissed) and (row := standing.get((case_id, event.key))) and row.status == "open":
        row.status = "missed"


def _limit(log: str, event: CaseEvent, deadline: Deadline) -> _Limit:
    computed = deadline.arithmetic
    return _Limit(
        log, event.originator_id, deadline.key, event.organization, event.originator_version, deadline.subject,
        computed.anchor, computed.due, "open", None,
    )  # fmt: skip


def _compare(changes: Changes, before: _Limit | None, now: _Limit | None) -> None:
    was, is_found = before.finding() if before else None, now.finding() if now else None
    if before and (key := before.check()):
        changes.check([key], -1)
    if now and (key := now.check()):
        changes.check([key])
    if was and (is_found is None or is_found.id != was.id):
        changes.drop(was.id)
    if is_found:
        changes.put(is_found)
