"""What the service does when a day has passed: documents lapse and deferred work returns, once, in however many processes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from psycopg_pool import AsyncConnectionPool

import projections
from events.store.group_commit import GroupCommit
from projections.generations import prepare
from projections.runner import ProjectionRunner
from service.cases import Cases
from service.checked_clock import CheckedClock
from service.chores import Chore, Chores
from service.clock import FixedClock
from service.requests import Request
from service.scheduler import Scheduler
from service.sweep import Sweep
from service.wiring import connector
from tests.workflows.subtask.walks import FILE, WALKS
from tests.workflows.subtask.world import SYSTEM, country, officer
from workflows.register import Register

EAGER = 0.1
REGISTER = country()
DOCUMENT = next(walk for walk in WALKS if walk.subtask == "3.2.1").reports[0][1]
PROOF = {"kind": "doc", "title": "Д", "attached_on": "2024-12-16", "no_state_secrets": True, "file": FILE}
UNTIL = "2024-12-31"
TO_UPLOAD: list[tuple[str, dict[str, Any]]] = [
    ("confirm_document", DOCUMENT | {"valid_until": UNTIL}),
    ("attach_evidence", PROOF),
    ("sign_evidence", {"signed_on": "2024-12-16", "signature": {"post": "first_head"}}),
    ("upload_evidence", {"uploaded_on": "2024-12-16"}),
]
DEFERRED: list[tuple[str, dict[str, Any]]] = [
    ("defer", {"deferred_on": "2024-12-16", "until": UNTIL, "reason": "Переезд"}),
]


class Known:
    """A registry that knows the bodies of the tests."""

    async def current(self) -> Register:
        """Give them."""
        return REGISTER


class World:
    """Two schedulers, a projection runner and a clock on one database."""

    def __init__(self, cases: Cases, clock: FixedClock) -> None:
        self.cases, self.clock = cases, clock

    async def lived(self, subtask: str, period: str, steps: list[tuple[str, dict[str, Any]]]) -> UUID:
        """A subtask of the company after some steps of its officer."""
        data = {"subtask": subtask, "period": period, "assigned_on": "2024-12-16"}
        case = (await self.cases.open("subtask", "company", "assign", data, SYSTEM, Request.of(SYSTEM, None))).case
        for action, given in steps:
            by = officer("company")
            case = (await self.cases.act(case.id, action, given, by, Request.of(by, None), case.version)).case
        return case.id

    async def topics(self, case_id: UUID, length: int) -> list[str]:
        """The last events of a case once it has so many, and a little later, lest there be one too many."""
        async with asyncio.timeout(30):
            while (await self.cases.get(case_id)).version < length:
                await asyncio.sleep(0.05)
        await asyncio.sleep(5 * EAGER)
        history = await self.cases.history(case_id)
        return [recorded.event.TOPIC for recorded in history[length - 1 :]]


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """A running service without its HTTP."""
    connect = connector(database_url)
    clock = FixedClock.at(date(2024, 12, 16))
    async with AsyncExitStack() as stack:
        async with await connect() as conn:
            await prepare(conn, projections.ALL)
        pool = await stack.enter_async_context(AsyncConnectionPool(database_url, min_size=2, max_size=6, open=False))
        runner = asyncio.create_task(ProjectionRunner(connect, projections.ALL).run())
        stack.callback(runner.cancel)
        for _ in range(2):
            committer = await stack.enter_async_context(GroupCommit(connect))
            cases = Cases(pool, committer, clock, Known())
            chores = [Chore("deadlines", Sweep(cases, clock), every=EAGER)]
            await stack.enter_async_context(Scheduler(Chores(pool, CheckedClock(clock)), chores, tick=EAGER))
        yield World(cases, clock)


async def test_a_document_lapses_by_itself(world: World) -> None:
    """On its last day a document is in force; on the next it has lapsed, once, though two schedulers look."""
    case_id = await world.lived("3.2.1", "2024", TO_UPLOAD)
    world.clock.travel(date(2024, 12, 31), 23, 59)
    await asyncio.sleep(5 * EAGER)
    assert (await world.cases.get(case_id)).state == "uploaded"
    world.clock.travel(date(2025, 1, 1), 0, 1)
    assert await world.topics(case_id, 6) == ["subtask.document_lapsed"]
    case = await world.cases.get(case_id)
    assert (case.state, case.facts.lapsed_on) == ("lapsed", date(2025, 1, 1))
    assert case.history[-1].envelope.actor == SYSTEM.id
    assert case.deadlines["VALIDITY"].status == "not_done"


async def test_deferred_work_returns_by_itself(world: World) -> None:
    """The day after the one until which it waits the work is taken up again; its own deadline was missed meanwhile."""
    case_id = await world.lived("3.1.1", "2024Q4", DEFERRED)
    world.clock.travel(date(2025, 1, 1), 0, 1)
    topics = await world.topics(case_id, 4)
    assert sorted([*topics, (await world.cases.get(case_id)).history[2].TOPIC]) == [
        "case.deadline_missed",
        "subtask.reopened",
    ]
    assert (await world.cases.get(case_id)).state == "in_work"


async def test_what_cannot_lapse_is_missed(world: World) -> None:
    """A document that is being replaced when its term ends was not renewed in time, and its replacement goes on."""
    renewal = ("renew", {"begun_on": "2024-12-16", "reason": "Новая редакция"})
    case_id = await world.lived("3.2.1", "2024", [*TO_UPLOAD, renewal])
    world.clock.travel(date(2025, 1, 1), 0, 1)
    assert await world.topics(case_id, 7) == ["case.deadline_missed"]
    assert (await world.cases.get(case_id)).state == "in_work"
