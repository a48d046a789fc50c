"""What was told last of some deadlines, by which channel and with what result, and how far up the line they have come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.alert_policy import Above
from events.store.statements import load
from projections.deadline_row import DeadlineRow
from projections.page import rows
from service.alerts.line import LINE
from service.alerts.notice import Capacity, Kind
from workflows.alert_policy import AlertPolicyFacts
from workflows.alert_policy.version import Version

_SQL = load(__package__, "last_told.sql")
Place = tuple[UUID, str]
"""A deadline: its case and key."""


@dataclass(frozen=True, slots=True)
class LastNotice:
    """The last notice of a deadline: why, to whom, as what, and by whom asked for ("" where the policy did); `days` as in `Notice`.

    Every notice goes to the inbox. `channel` is the one beside it that was to carry it last ("" for none), `state` what became of that
    message, or why it left the notice out (`LeftOut`), and `result` what its last attempt came to. `people` were told the same.
    """

    kind: Kind
    at: datetime
    days: int
    account: UUID
    name: str
    capacity: Capacity
    asked_by: str
    read_at: datetime | None
    channel: str
    state: str
    result: str
    people: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """How far up the line a deadline has come: the step of the alert policy that was reached, of how many, and who is told by it.

    `by_hand` is whether somebody had the line above told; where that is all, `step` is 0.
    """

    step: int
    steps: int
    to: Above | None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class LastTold:
    """What was told of a deadline; nothing where `notice` is None, and nobody above it where `escalation` is."""

    notice: LastNotice | None
    escalation: Escalation | None


@dataclass(frozen=True, slots=True)
class _Row:
    case_id: UUID
    key: str
    step: int
    above: bool
    at: int | None
    policy: int | None
    kind: str | None
    made_at: datetime | None
    days: int | None
    account: UUID | None
    account_name: str | None
    capacity: str | None
    asked_by_name: str | None
    read_at: datetime | None
    channel: str | None
    state: str | None
    result: str | None
    people: int | None


async def last_told(
    conn: AsyncConnection[Any], deadlines: Sequence[DeadlineRow], policies: AlertPolicyFacts, until: datetime
) -> Mapping[Place, LastTold]:
    """Say of some deadlines what had been told by an instant (aware), by the versions of the policy that asked for it."""
    asked = [{"log": row.log, "case_id": row.case_id, "key": row.key, "due": row.due} for row in deadlines]
    values = {"deadlines": msgspec.json.encode(asked).decode(), "until": until, "line": list(LINE)}
    versions = {version.number: version for version in policies.versions}
    found = await rows(conn, _Row, _SQL["last"], values)
    return {(row.case_id, row.key): LastTold(_notice(row), _escalation(row, versions)) for row in found}


def _notice(row: _Row) -> LastNotice | None:
    if row.made_at is None or row.account is None:
        return None
    return LastNotice(
        Kind(str(row.kind)), row.made_at, row.days or 0, row.account, row.account_name or "", Capacity(str(row.capacity)),
        row.asked_by_name or "", row.read_at, row.channel or "", row.state or "", row.result or "", row.people or 1,
    )  # fmt: skip


def _escalation(row: _Row, versions: Mapping[int, Version]) -> Escalation | None:
    """Give the step that was claimed last, of which maybe nobody could be told; else the highest that somebody was told by."""
    version = versions.get(row.policy or 0)
    line = version.rules.escalation if version else ()
    days = list(accumulate(step.grace for step in line))
    claimed = sum(day <= row.at for day in days) if row.at is not None else 0
    step = max(claimed, row.step)
    if not step and not row.above:
        return None
    to = line[step - 1].to if 0 < step <= len(line) else None
    return Escalation(step, max(len(line), step), to, row.above)
