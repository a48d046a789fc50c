"""Analyses of several bodies, and what is found in them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import msgspec
from psycopg import AsyncConnection

from events.case import DeadlineMissed
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Envelope
from events.finding import FindingRule
from projections.findings.lists import Asked, by_rule, findings
from projections.findings.row import FindingRow
from tests.projections.histories import NOON, append, feed_all
from tests.workflows.risk_analysis.life import LIFE
from tests.workflows.scenario import Scenario
from workflows.actor import SYSTEM

Conn = AsyncConnection[Any]
A, B = "almaty-region.education", "almaty-region.water"
EVERYTHING = Asked(dismissed=None)


def analysis(body: str, until: str, /, year: int = 2024, **changes: dict[str, Any]) -> Scenario:
    """An analysis of a body up to an action of its life; `changes` are to the data of actions, by their names."""
    scenario = Scenario(organization=body)
    for action, actor, day, data in LIFE:
        of_body = replace(actor, organization=body)
        told = _in(year, data) | changes.get(action, {})
        scenario.do(action, of_body, _in(year, day), **told)
        if action == until:
            return scenario
    raise ValueError(until)


def missed(scenario: Scenario, key: str, day: str) -> Scenario:
    """Let the service record that a deadline of an analysis passed."""
    case, deadline = scenario.case, scenario.case.deadlines[key].deadline
    event = DeadlineMissed(
        originator_id=case.id,
        originator_version=case.version + 1,
        timestamp=NOON,
        envelope=Envelope(SYSTEM.id, SYSTEM.capacity, uuid4()),
        organization=case.organization,
        source=case.state,
        state=case.state,
        deadlines=DeadlineChanges(),
        remarks=(),
        key=key,
        due=deadline.due,
        missed_on=date.fromisoformat(day),
    )
    event.mutate(case)
    return scenario


def data_of(event: CaseEvent, **changes: Any) -> dict[str, Any]:
    """Give the data of an event as a correction takes them, with changes."""
    return {name: msgspec.to_builtins(value) for name, value in event.facts().items()} | changes


async def goes_on(conn: Conn, scenario: Scenario, size: int = 1000) -> None:
    """Record the last event of a scenario that was told before."""
    await append(conn, [scenario.last])
    await feed_all(conn, size)


def _in(year: int, value: Any) -> Any:
    """Put dates of 2024 into another year."""
    match value:
        case str() if value.startswith("202"):
            return f"{int(value[:4]) - 2024 + year}{value[4:]}"
        case dict():
            return {name: _in(year, one) for name, one in value.items()}
        case list():
            return [_in(year, one) for one in value]
        case _:
            return value


async def told(conn: Conn, *scenarios: Scenario, size: int = 1000) -> None:
    """Record what happened in scenarios, case by case, and feed the read models."""
    events: Sequence[CaseEvent] = [event for scenario in scenarios for event in scenario.case.history]
    await append(conn, events)
    await feed_all(conn, size)


async def found(conn: Conn, rule: FindingRule) -> list[FindingRow]:
    """Give what a rule found."""
    return list((await findings(conn, Asked(rule=rule, dismissed=None))).rows)


async def counted(conn: Conn, rule: FindingRule) -> tuple[int, int, int]:
    """Give how much a rule looked at, how much it found that is not dismissed, and how much is."""
    counts = [(one.checked, one.found, one.dismissed) for one in await by_rule(conn, Asked(rule=rule))]
    return counts[0] if counts else (0, 0, 0)
