"""Whole commands in one process: what `service.cases.Cases` does, against the bare save of a loaded aggregate."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg_pool import AsyncConnectionPool

from events.organization import OrganizationType
from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import SystemClock
from service.requests import Request
from service.server import relieve_collector
from service.wiring import connector
from tests.benchmarks.callers import by_tasks, by_threads, loop_runner
from tests.benchmarks.lives import ORGANIZATION, steps
from tests.benchmarks.measuring import Side
from tests.benchmarks.stock import Analyses, Analysis, analyses, perform
from workflows.actor import Actor, Post, Role
from workflows.case import Case

HEAD = Actor("head", Role.SIGNATORY, ORGANIZATION, OrganizationType.UPR, Post.FIRST_HEAD)


@contextmanager
def ours(url: str, callers: int, seconds: float) -> Iterator[Side]:
    """`Cases.open` and `Cases.act` by as many tasks, each leading one case after another through its life.

    The cycle collector is relieved as in the server; the peer runs in the same process and has the good of it, too.
    """
    relieve_collector()
    with loop_runner() as loop:
        group = GroupCommit(connector(url))
        pool = AsyncConnectionPool(url, open=False, kwargs={"autocommit": True}, min_size=2, max_size=16)
        loop.run(_started(group, pool))
        cases = Cases(pool, group, SystemClock())
        work = [_living(cases) for _ in range(callers)]
        try:
            loop.run(by_tasks(work, min(seconds, 0.5)))
            yield lambda: loop.run(by_tasks(work, seconds))
        finally:
            loop.run(group.close())
            loop.run(pool.close())


async def _started(group: GroupCommit, pool: AsyncConnectionPool[Any]) -> None:
    await group.start()
    await pool.open()


def _living(cases: Cases) -> Callable[[], Awaitable[None]]:
    life = steps(cases.clock.today())
    case: Case | None = None

    async def command() -> None:
        nonlocal case
        if case is None or case.version == len(life):
            step = life[0]
            request = Request.of(HEAD, None, ORGANIZATION, step.action, step.data)
            case = (await cases.open("risk_analysis", ORGANIZATION, step.action, step.data, HEAD, request)).case
            return
        step = life[case.version]
        request = Request.of(HEAD, None, case.id, step.action, step.data)
        case = (await cases.act(case.id, step.action, step.data, HEAD, request, case.version)).case

    return command


@contextmanager
def stock(url: str, callers: int, seconds: float) -> Iterator[Side]:
    """`Application.save` by as many threads, each leading one aggregate, already in its hands, after another through its life."""
    with analyses(url) as application:
        work = [_saving(application) for _ in range(callers)]
        by_threads(work, min(seconds, 0.5))
        yield lambda: by_threads(work, seconds)


def _saving(application: Analyses) -> Callable[[], None]:
    life = steps(SystemClock().today())
    analysis: Analysis | None = None

    def save() -> None:
        nonlocal analysis
        if analysis is not None and analysis.version == len(life):
            analysis = None
        analysis = perform(analysis, life[analysis.version if analysis else 0], ORGANIZATION, HEAD.id)
        application.save(analysis)

    return save
