"""A whole run: load, faults, recoveries, quiet, and the account of it."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from projections.deadline_lists import overdue_unrecorded
from projections.status import status
from service.clock import SystemClock
from service.postgres import embedded
from tests.faults.journal import Journal
from tests.faults.log_checks import Findings, check_promises, check_structure
from tests.faults.read_model_checks import check_cases, check_read_models
from tests.faults.rounds import Fault, Round, strike
from tests.faults.server import NotRecovered
from tests.faults.stage import Stage

CLIENTS = 8
_BEFORE = 5  # acknowledgements of every client before a fault
_SETTLING = 90.0  # seconds for read models and scheduler to finish their work when the clients have


@dataclass(frozen=True, slots=True)
class Outcome:
    """A round as it went: how many processes or connections it hit, what the clients saw of it, seconds until all went on."""

    number: int
    round: Round
    hit: int
    acknowledged: int
    retries: int
    recovery: float


@dataclass
class Report:
    """What a run came to; `events` is the length of the log, `cases` how many it is about."""

    journal: Journal = field(default_factory=Journal)
    outcomes: list[Outcome] = field(default_factory=list)
    findings: Findings = field(default_factory=dict)
    events: int = 0
    cases: int = 0
    seconds: float = 0.0

    @property
    def violations(self) -> int:
        """How many violations were found."""
        return sum(len(found) for found in self.findings.values())

    def hits(self, faults: frozenset[Fault]) -> int:
        """How often such faults were done and survived."""
        return sum(outcome.round.fault in faults for outcome in self.outcomes)


async def run(
    plan: Sequence[Round], seed: int, folder: Path, tell: Callable[[Outcome], None], *, settle: bool = True
) -> Report:
    """Go through a plan in an empty folder, and verify; `tell` hears of every round.

    With `settle`, the scheduler is given time to record every deadline that has passed.
    """
    began, report = time.monotonic(), Report()
    stage = Stage(folder, random.Random(seed), report.journal)  # noqa: S311 - repeatable, not secret
    stuck: list[str] = []
    try:
        await _endure(stage, plan, report, tell, settle=settle)
    except (NotRecovered, TimeoutError) as error:
        stuck.append(str(error) or "some requests were never answered")
    report.findings = {"everything recovers": stuck}
    await _verify(stage, report)
    report.seconds = time.monotonic() - began
    return report


async def _endure(
    stage: Stage, plan: Sequence[Round], report: Report, tell: Callable[[Outcome], None], *, settle: bool
) -> None:
    try:
        await stage.open(CLIENTS)
        for number, planned in enumerate(plan, 1):
            outcome = await _go(stage, number, planned)
            report.outcomes.append(outcome)
            tell(outcome)
        await stage.quiet()
        await _settle(stage, with_scheduler=settle)
    finally:
        await stage.close()


async def _go(stage: Stage, number: int, planned: Round) -> Outcome:
    if planned.replicas > len(stage.servers):
        await stage.add_replica()
    await stage.progress(_BEFORE)
    await asyncio.sleep(stage.chance.uniform(0.2, 1.2))
    journal = stage.journal
    answers, retries, began = len(journal.acknowledged), journal.retries, time.monotonic()
    hit = await strike(stage, planned.fault)
    struck = time.monotonic() - began
    recovery = struck + await stage.progress()
    for server in stage.servers:
        await server.ready()
    return Outcome(number, planned, hit, len(journal.acknowledged) - answers, journal.retries - retries, recovery)


async def _settle(stage: Stage, *, with_scheduler: bool) -> None:
    """Wait until the read models show everything and, if asked, no passed deadline is unrecorded."""
    today, deadline = SystemClock().today(), time.monotonic() + _SETTLING
    async with stage.connection() as conn:
        while time.monotonic() < deadline:
            behind = [row for row in await status(conn) if row.lag_events]
            unrecorded = await overdue_unrecorded(conn, today, 1) if with_scheduler else []
            if not behind and not unrecorded:
                return
            await asyncio.sleep(0.2)
    raise NotRecovered(
        f"after {_SETTLING:.0f} s without clients: {len(behind)} read models behind, unrecorded {unrecorded}"
    )


async def _verify(stage: Stage, report: Report) -> None:
    """Look at the database with nothing else running on it."""
    async with _alone(stage) as conn:
        report.findings |= {
            **await check_structure(conn),
            **await check_promises(conn, report.journal),
            **await check_cases(conn),
            **await check_read_models(conn),
        }
        row = await (await conn.execute("SELECT count(*), count(DISTINCT originator_id) FROM log.events")).fetchone()
        report.events, report.cases = row or (0, 0)


@asynccontextmanager
async def _alone(stage: Stage) -> AsyncIterator[psycopg.AsyncConnection]:
    server = embedded(stage.postgres.path)
    url = await asyncio.to_thread(server.__enter__)
    try:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as conn:
            yield conn
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)
