"""Three replicas of the service on one PostgreSQL, each with a clock of its own, and cases whose deadlines pass."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from events.case import DeadlineMissed
from events.deadlines import Bound
from events.store.group_commit import GroupCommit
from events.store.statements import load
from service.cases import Cases
from service.clock import FixedClock, SystemClock
from service.migrations import migrate
from service.postgres import embedded
from service.requests import Request
from service.wiring import connector
from tests.faults.server import NotRecovered, Server
from tests.faults.wrong_clock import put
from tests.workflows.risk_analysis.life import ORDER, START
from tests.workflows.scenario import BODY, HEAD, OFFICER
from workflows.case import Case

SQL = load(__package__, "deadlines.sql")
NAMES = ("replica 1", "replica 2", "replica 3")

_DEADLINE = "D04"  # the announcement of an analysis, ten working days before it begins
_AT_ONCE = 64
_LOOK = 0.005
_PATIENCE = 240.0


class Replica(Server):
    """A replica whose clock can be put forward and back while it runs."""

    def __init__(self, name: str, folder: Path, url: str) -> None:
        self.clock = folder / f"{name}.clock"
        self.put(timedelta())
        settings = {
            "TBN4_DATABASE_URL": make_conninfo(url, application_name=name),
            "TBN4_DATA_DIR": str(folder / "data"),
        }
        super().__init__(name, folder, settings, [sys.executable, "-m", "tests.faults.wrong_clock", str(self.clock)])

    def put(self, offset: timedelta) -> None:
        """Put its clock forward or back."""
        put(self.clock, offset)


@dataclass
class Replicas:
    """What is under fire. `due` says of each case how many of its deadlines have passed; on those `raced` people acted meanwhile.
    `people` are the accounts of those who are to be told of them.

    `entering` works by a clock of weeks ago, the other desks by the machine's.
    """

    url: str
    replicas: list[Replica]
    pool: AsyncConnectionPool
    entering: Cases
    desk: Cases
    other_desk: Cases
    people: list[UUID] = field(default_factory=list)
    due: dict[UUID, int] = field(default_factory=dict)
    raced: set[UUID] = field(default_factory=set)

    async def start(self) -> None:
        """Start all that do not run, and wait until they are ready."""
        for replica in self.replicas:
            if not replica.runs:
                replica.start()
        await asyncio.gather(*(replica.ready(_PATIENCE) for replica in self.replicas))

    async def enter(self, number: int, *, ahead: bool = False) -> int:
        """Order analyses whose announcement should have been made before today, or can be made until one of the next days.

        Gives how many deadlines have passed on them.
        """
        starts_on = _starts_on(ahead=ahead)
        left, passed = iter(range(number)), 0

        async def one() -> None:
            nonlocal passed
            for _ in left:
                case = await self._open(starts_on)
                self.due[case.id] = _passed(case)
                passed += self.due[case.id]

        await asyncio.gather(*(one() for _ in range(min(_AT_ONCE, number))))
        return passed

    async def race(self) -> None:
        """Announce the start of an analysis, in time, at the very moment in which it is recorded as missed."""
        case = await self._open(_starts_on(ahead=False))
        announced = START | {"published_on": case.deadlines[_DEADLINE].deadline.due.isoformat()}
        request = Request.of(OFFICER, None)
        await asyncio.gather(
            self.desk.act(case.id, "announce_start", announced, OFFICER, request, 1),
            self.other_desk.miss(case.id, _DEADLINE),
            return_exceptions=True,
        )
        self.raced.add(case.id)

    async def _open(self, starts_on: date) -> Case:
        ordered, ends = self.entering.clock.today(), starts_on + timedelta(days=60)
        dates = {"ordered_on": ordered, "starts_on": starts_on, "ends_on": ends}
        data = ORDER | {name: day.isoformat() for name, day in dates.items()} | {"order_no": str(uuid4())}
        request = Request.of(HEAD, None)
        return (await self.entering.open("risk_analysis", BODY, "order", data, HEAD, request)).case

    async def ask(self, name: str, chore: str = "deadlines") -> tuple[Any, ...]:
        """Give the answer to one of the questions in `deadlines.sql`, about a chore if it is about one."""
        async with self.pool.connection() as conn:
            row = await (await conn.execute(SQL[name], {"missed": DeadlineMissed.TOPIC, "chore": chore})).fetchone()
        return row or ()

    async def wrong(self, name: str) -> list[str]:
        """Give what one of the checks in `deadlines.sql` finds wrong."""
        values = {"accounts": self.people, "today": SystemClock().today()}
        async with self.pool.connection() as conn:
            return [text for (text,) in await (await conn.execute(SQL[name], values)).fetchall()]

    async def until_told(self) -> None:
        """Wait until everybody was told of everything, or nothing more is to be hoped for."""
        deadline = time.monotonic() + _PATIENCE
        while await self.wrong("not_told") and time.monotonic() < deadline:
            await asyncio.sleep(1)

    async def until_recorded(self, number: int) -> None:
        """Wait until so many deadlines are recorded as missed."""
        deadline = time.monotonic() + _PATIENCE
        while (await self.ask("missed"))[0] < number:
            if time.monotonic() > deadline:
                raise NotRecovered(f"{(await self.ask('missed'))[0]} of {number} deadlines are recorded")
            await asyncio.sleep(0.05)

    async def amid_a_sweep(self, before: int) -> Replica:
        """Wait until one is at a sweep that has recorded some, and give it; if that was too fast to be seen, any at a sweep."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            name, missed, _ = await self.ask("at_work")
            if name and missed > before:
                return next(replica for replica in self.replicas if replica.name == name)
            await asyncio.sleep(_LOOK)
        raise NotRecovered("nobody sweeps")

    async def amid_telling(self, before: int) -> Replica | None:
        """Wait until there are more notices than before, and give who tells people; None if it was too fast to be seen."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            name, _, notices = await self.ask("at_work", "telling")
            if notices > before:
                return next((replica for replica in self.replicas if replica.name == name), None)
            await asyncio.sleep(_LOOK)
        raise NotRecovered("nobody is told")

    async def until_swept(self) -> float:
        """Wait until a sweep has ended that ended after this call; gives the seconds."""
        (_, called), began = await self.ask("swept"), time.monotonic()
        while (await self.ask("swept"))[0] <= called:
            if time.monotonic() > began + _PATIENCE:
                raise NotRecovered(f"nobody swept for {_PATIENCE:.0f} s")
            await asyncio.sleep(_LOOK)
        return time.monotonic() - began


@asynccontextmanager
async def replicas(folder: Path) -> AsyncIterator[Replicas]:
    """Give three replicas, not started, on a server of their own; everything is ended in the end."""
    server = embedded(folder / "postgres")
    url = await asyncio.to_thread(server.__enter__)
    try:
        await migrate(url)
        connect = connector(url)
        pool = AsyncConnectionPool(url, open=False, kwargs={"autocommit": True}, min_size=2, max_size=16)
        async with pool, GroupCommit(connect) as group, GroupCommit(connect) as other:
            past = FixedClock.at(SystemClock().today() - timedelta(days=28))
            made = Replicas(
                url,
                [Replica(name, folder, url) for name in NAMES],
                pool,
                Cases(pool, group, past),
                Cases(pool, group, SystemClock()),
                Cases(pool, other, SystemClock()),
            )
            try:
                yield made
            finally:
                for replica in made.replicas:
                    replica.kill()
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)


def _passed(case: Case) -> int:
    deadlines = [standing.deadline for standing in case.deadlines.values()]
    return sum(one.bound is Bound.NOT_LATER and one.due < SystemClock().today() for one in deadlines)


def _starts_on(*, ahead: bool) -> date:
    """Give a start whose announcement is due some days ago, or in some."""
    return SystemClock().today() + timedelta(days=20 if ahead else 7)
