"""Putting the service together, and taking it apart in the right order."""

import asyncio
import select
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
import psycopg
import structlog
from psycopg import AsyncConnection
from psycopg.types.json import set_json_loads
from psycopg_pool import AsyncConnectionPool

import projections
from events import sealing
from events.store.group_commit import GroupCommit
from projections.generations import prepare
from projections.projection import Connect
from projections.runner import ProjectionRunner
from service.access import Access
from service.alerts.deliveries import Delivering
from service.alerts.outgoing import delivering, reachable
from service.alerts.preferences import Preferences
from service.alerts.reasons import close_open
from service.alerts.review_numbers import ReviewNumbers
from service.alerts.webhooks.webhooks import Webhooks
from service.board_numbers import BoardNumbers
from service.cases import Cases
from service.checked_clock import CheckedClock
from service.chores import Chores
from service.chores_of import chores_of
from service.clock import Clock, SystemClock
from service.dashboard_numbers import DashboardNumbers
from service.database import open_database
from service.documents.templates import Templates
from service.exports.exports import Exports
from service.exports.folder import ExportFolder
from service.exports.worker import Worker
from service.figures import Counting
from service.files import Files, Folder
from service.files.closing_old import close_old
from service.forms.signed.holding import SignedForms
from service.imports import Imports
from service.inbox.live import Live
from service.inbox.watched import Watched
from service.organizations import Organizations
from service.plan_counts import PlanCounting
from service.planning import YearPlans
from service.register import FreshRegister
from service.registers import OffenceRegisters, by_hand
from service.runs import Runs
from service.scheduler import Scheduler
from service.scores import Scoring
from service.seal_key import load_seal
from service.sealed import Gate
from service.settings import Settings
from service.signatures.choosing import verifier
from service.signatures.named import NamedSignatures
from service.signatures.signatures import Signatures
from service.tree import Trees
from service.upgrades import Upgrades

_LOG = "main"  # whose last event the clock is compared with at the start; a demonstration may rest as long as it likes
_REST = 2.0  # seconds before work that died of something unforeseen begins again

log = structlog.get_logger(__name__)


@dataclass
class Service:
    """Everything that pages, API, scheduler and commands work with. `runner` and `scheduler` are None in a process without them."""

    settings: Settings
    clock: CheckedClock
    pool: AsyncConnectionPool
    connect: Connect
    committer: GroupCommit
    cases: Cases
    access: Access
    gate: Gate
    register: FreshRegister
    organizations: Organizations
    files: Files
    imports: Imports
    scoring: Scoring
    plans: YearPlans
    runs: Runs
    registers: OffenceRegisters
    preferences: Preferences
    webhooks: Webhooks
    delivering: Delivering
    exports: Exports
    counting: Counting
    plan_counting: PlanCounting
    board: BoardNumbers
    dashboard: DashboardNumbers
    review: ReviewNumbers
    templates: Templates
    signatures: Signatures
    runner: ProjectionRunner | None = None
    scheduler: Scheduler | None = None
    live: Live = field(default_factory=Live)
    trees: Trees = field(default_factory=Trees)
    watched: Watched = field(default_factory=Watched)


@asynccontextmanager
async def open_service(
    settings: Settings, clock: Clock | None = None, *, runs: bool = True, ticks: bool = True
) -> AsyncIterator[Service]:
    """Give the service at work, from database to scheduler, and close everything in order.

    `runs` says whether this process feeds the read models, `ticks` whether it watches deadlines; commands beside a
    running service do neither.
    """
    machine = clock or SystemClock()
    clock = CheckedClock(
        machine,
        timedelta(seconds=settings.clock_tolerance),
        log="" if settings.demo else _LOG,
        seen_right_on=settings.clock_seen_right_on,
    )
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_database(settings, lasting=runs))
        connect = connector(url)
        async with await connect() as conn:
            sealing.use(await load_seal(settings, conn))
            await prepare(conn, projections.ALL)
            folder = Folder(settings.data_dir / "files")
            await close_old(conn, folder)
            await close_open(conn)
        pool = await stack.enter_async_context(_pool(url))
        committer = await stack.enter_async_context(GroupCommit(connect))
        # Pools of their own: whoever holds a connection of `pool` may wait for these two, and they wait for nobody who does.
        register = FreshRegister(await stack.enter_async_context(_pool(url, least=1, most=2)))
        counting = await stack.enter_async_context(_pool(url, least=0, most=4))
        files = Files(pool, clock, folder, settings.max_file)
        cases = Cases(pool, committer, clock, register, files)
        access = Access(pool, register, demo=settings.demo, register_clock=clock)
        organizations = Organizations(cases, register)
        scoring = Scoring(cases, pool, clock, register)
        plans = YearPlans(cases)
        running = await stack.enter_async_context(Runs(pool))
        service = Service(
            settings,
            clock,
            pool,
            connect,
            committer,
            cases,
            access,
            Gate(access, committer, clock),
            register,
            organizations,
            files,
            Imports(cases, register),
            scoring,
            plans,
            running,
            by_hand(),
            Preferences(pool, clock),
            Webhooks(pool, clock, reachable(settings)),
            delivering(settings, pool, clock, access, cases),
            Exports(pool, ExportFolder(settings.data_dir / "exports")),
            Counting(counting, clock),
            PlanCounting(counting, clock, register),
            BoardNumbers(counting, clock),
            DashboardNumbers(counting, clock),
            ReviewNumbers(counting, clock),
            Templates(access, clock),
            Signatures(pool, clock, files, verifier(settings, clock)),
        )
        for counts in (service.counting, service.plan_counting, service.board, service.dashboard, service.review):
            stack.push_async_callback(counts.close)
        if runs:
            await register.refresh()  # so that the first request need not wait for it
            await asyncio.to_thread(folder.clear)
            await Upgrades(cases).run()
            service.runner = ProjectionRunner(connect, projections.ALL, 250)
            await stack.enter_async_context(_running(service.runner.run))
            await stack.enter_async_context(service.live.listening(connect, pool))
            await stack.enter_async_context(service.watched.listening(connect, pool))
        if ticks:
            scheduler = Scheduler(Chores(pool, clock), tuple(chores_of(service)))
            service.scheduler = await stack.enter_async_context(scheduler)
            await stack.enter_async_context(_running(Worker(service).run))
        cases.papers = SignedForms(files, service.exports.printing)
        cases.apart = NamedSignatures(service.signatures)
        yield service


def connector(url: str) -> Connect:
    """Give a function that opens connections to a database, each its caller's own."""

    async def connect() -> AsyncConnection[Any]:
        conn = await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=10)
        set_json_loads(msgspec.json.decode, conn)  # in a third of the standard library's time
        return conn

    return connect


def _pool(url: str, least: int = 2, most: int = 16) -> AsyncConnectionPool:
    return AsyncConnectionPool(
        url,
        open=False,
        kwargs={"autocommit": True},
        min_size=least,
        max_size=most,
        timeout=10.0,
        num_workers=1,
        check=_check_if_spoken_to,
    )


async def _check_if_spoken_to(conn: AsyncConnection[Any]) -> None:
    """Raise psycopg's error for an idle connection that the server has ended, so that the pool gives another.

    Without it, each of them would fail one request after the database was restarted. Nothing is sent: a server says nothing
    on an idle connection but its farewell.
    """
    poll = select.poll()
    poll.register(conn.fileno(), select.POLLIN)
    if poll.poll(0):
        await AsyncConnectionPool.check_connection(conn)


@asynccontextmanager
async def _running(work: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    task = asyncio.create_task(_kept_alive(work))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _kept_alive(work: Callable[[], Awaitable[None]]) -> None:
    """Begin the work again whatever it dies of; if it dies every time, the read models' lag makes /readyz fail."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("work in the background died and is started again")
        await asyncio.sleep(_REST)
