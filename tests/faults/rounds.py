"""What goes wrong: one fault a round, under load, and the way back."""

import asyncio
import os
import random
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle, islice

from events.store.statements import load
from tests.faults.server import NotRecovered
from tests.faults.stage import REPLICA, Stage

_SQL = load(__package__, "faults.sql")
_CUTS = 12
_TAKEOVER = 90.0  # seconds for a standby to lead: mostly some 10, but 60 if its predecessor stopped in mid-sentence


class Fault(StrEnum):
    """The kinds of faults; a killed service takes its embedded PostgreSQL along, a killed replica does not."""

    KILL_SERVICE = "service killed"
    KILL_REPLICA = "replica killed"
    KILL_POSTGRES = "PostgreSQL killed"
    KILL_BACKEND = "backend killed"
    CUT_COMMITS = "connections cut at commit"
    CUT_LISTENERS = "listeners cut"
    FREEZE = "service frozen"
    FREEZE_LEADER = "leader frozen until another leads"


SERVICE_KILLS = frozenset({Fault.KILL_SERVICE, Fault.KILL_REPLICA})
POSTGRES_KILLS = frozenset({Fault.KILL_POSTGRES, Fault.KILL_BACKEND})

_ALONE = {
    Fault.KILL_SERVICE: 16,
    Fault.KILL_POSTGRES: 4,
    Fault.KILL_BACKEND: 1,
    Fault.CUT_COMMITS: 3,
    Fault.CUT_LISTENERS: 1,
}
_TWO = {
    Fault.KILL_SERVICE: 6, Fault.KILL_REPLICA: 8, Fault.KILL_POSTGRES: 3, Fault.KILL_BACKEND: 2, Fault.CUT_COMMITS: 3,
    Fault.CUT_LISTENERS: 2, Fault.FREEZE: 3, Fault.FREEZE_LEADER: 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """A fault to come; `replicas` says how many services run then, one or two."""

    fault: Fault
    replicas: int


def full_plan(chance: random.Random, rounds: int | None = None) -> list[Round]:
    """Give all rounds (30 kills of a service, 10 of PostgreSQL, and more) in a random order, those with two replicas last.

    With `rounds`, as many of them, spread over the whole.
    """
    plan: list[Round] = []
    for replicas, faults in ((1, _ALONE), (2, _TWO)):
        part = [Round(fault, replicas) for fault, times in faults.items() for _ in range(times)]
        chance.shuffle(part)
        plan += part
    if rounds is None:
        return plan
    chosen = sorted(islice(cycle(_spread(len(plan), rounds)), rounds))
    return [plan[index] for index in chosen]


def _spread(size: int, wanted: int) -> list[int]:
    wanted = min(size, wanted)
    return [index * size // wanted for index in range(wanted)]


async def strike(stage: Stage, fault: Fault) -> int:
    """Do it to the stage, and start again what it ended; gives how many processes or connections it hit."""
    return await _STRIKES[fault](stage)


async def _kill_service(stage: Stage) -> int:
    stage.primary.kill()
    stage.primary.start()
    await stage.primary.ready()
    return 1


async def _kill_replica(stage: Stage) -> int:
    if stage.replica is None:
        raise ValueError("there is no replica in this round")
    stage.replica.kill()
    stage.replica.start()
    await stage.replica.ready()
    return 1


async def _kill_postgres(stage: Stage) -> int:
    pid = stage.postgres.server_pid()
    if pid is None:
        raise NotRecovered("PostgreSQL does not run")
    os.kill(pid, signal.SIGKILL)
    # for a moment its backends go on without it
    async with asyncio.timeout(_TAKEOVER):
        while stage.postgres.server_pid() in {pid, None}:
            await asyncio.sleep(0.02)
    return 1


async def _kill_backend(stage: Stage) -> int:
    async with stage.connection() as conn:
        pids = [pid for (pid,) in await (await conn.execute(_SQL["backends"])).fetchall()]
    os.kill(stage.chance.choice(pids), signal.SIGKILL)
    return 1


async def _cut_commits(stage: Stage) -> int:
    """Cut a dozen times while something is being written, half of them while it is being made durable."""
    cut = 0
    async with stage.connection() as conn, asyncio.timeout(_TAKEOVER):
        while cut < _CUTS:
            row = await (await conn.execute(_SQL["cut_commits"], {"in_commit": stage.chance.random() < 0.5})).fetchone()
            cut += row[0] if row else 0
            await asyncio.sleep(stage.chance.uniform(0.0, 0.03))
    return cut


async def _cut_listeners(stage: Stage) -> int:
    async with stage.connection() as conn:
        row = await (await conn.execute(_SQL["cut_listeners"])).fetchone()
    return row[0] if row else 0


async def _freeze(stage: Stage) -> int:
    server = stage.chance.choice(stage.servers)
    server.freeze()
    try:
        await asyncio.sleep(stage.chance.uniform(2.0, 4.0))
    finally:
        server.thaw()
    return 1


async def _freeze_leader(stage: Stage) -> int:
    """Freeze whoever feeds the read models, and wait until the other does."""
    before = await _leader(stage)
    server = stage.replica if before[1] == REPLICA and stage.replica else stage.primary
    server.freeze()
    try:
        async with asyncio.timeout(_TAKEOVER):
            while (await _leader(stage))[1] == before[1]:
                await asyncio.sleep(0.1)
    except TimeoutError:
        raise NotRecovered(f"{server.name} is frozen and leads still, after {_TAKEOVER:.0f} s") from None
    finally:
        server.thaw()
    return 1


async def _leader(stage: Stage) -> tuple[int, str]:
    """Give the process id of the leading connection and its application name; waits until there is one."""
    async with asyncio.timeout(_TAKEOVER):
        while True:
            async with stage.connection() as conn:
                row = await (await conn.execute(_SQL["leader"])).fetchone()
            if row:
                return row[0], row[1]
            await asyncio.sleep(0.1)


_STRIKES: dict[Fault, Callable[[Stage], Awaitable[int]]] = {
    Fault.KILL_SERVICE: _kill_service,
    Fault.KILL_REPLICA: _kill_replica,
    Fault.KILL_POSTGRES: _kill_postgres,
    Fault.KILL_BACKEND: _kill_backend,
    Fault.CUT_COMMITS: _cut_commits,
    Fault.CUT_LISTENERS: _cut_listeners,
    Fault.FREEZE: _freeze,
    Fault.FREEZE_LEADER: _freeze_leader,
}
