"""What deadlines go through: leaders killed and frozen in mid-sweep, clocks put forward and back, an outage, races."""

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx2
import psycopg

from events.case import DeadlineMissed
from events.risk_analysis import StartAnnounced
from events.store.reader import last_position, read_log
from projections import ALL
from projections.generations import prepare
from projections.runner import ProjectionRunner
from projections.status import wait_for
from service.wiring import connector
from tests.faults.log_checks import Findings, check_structure
from tests.faults.people import settle
from tests.faults.read_model_checks import check_cases
from tests.faults.replicas import Replica, Replicas, replicas
from tests.faults.server import NotRecovered

SHIFTS = tuple(
    sign * shift for shift in (timedelta(hours=1), timedelta(days=1), timedelta(days=3653)) for sign in (1, -1)
)

_PAGE = 2_000
_STILL = 8.0  # seconds in which nothing must be recorded while every clock is wrong
_PATIENCE = 60.0

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How often and how many: kills and freezes of the leader with `batch` deadlines to record each, shifts of clocks, races.

    `outage` deadlines pass while no replica runs. A takeover that lasts longer than `within` seconds is a violation.
    """

    kills: int = 20
    freezes: int = 3
    shifts: tuple[timedelta, ...] = SHIFTS
    batch: int = 400
    outage: int = 10_000
    races: int = 1_000
    within: float = 10.0


SHORT = Plan(kills=1, freezes=0, shifts=SHIFTS[-2:-1], batch=100, outage=200, races=20, within=60.0)


@dataclass
class DeadlineReport:
    """What became of it: seconds until another replica had swept, seconds that the outage's backlog took, and the findings.

    `tellers` is how often whoever told people was killed.
    """

    takeovers: list[float] = field(default_factory=list)
    backlog: float = 0.0
    missed: int = 0
    tellers: int = 0
    findings: Findings = field(default_factory=dict)

    @property
    def violations(self) -> int:
        """How many violations were found."""
        return sum(len(found) for found in self.findings.values())


async def run_deadlines(plan: Plan, seed: int, folder: Path, tell: Tell) -> DeadlineReport:
    """Go through a plan in an empty folder, and verify; `tell` hears of every round."""
    report, chance, stuck = DeadlineReport(), random.Random(seed), list[str]()  # noqa: S311 - repeatable, not secret
    wrong: list[str] = []
    async with replicas(folder) as under_fire:
        try:
            await _endure(under_fire, plan, report, chance, wrong, tell)
        except (NotRecovered, TimeoutError) as error:
            words = "\n".join(f"{replica.name}: {replica.last_words()}" for replica in under_fire.replicas)
            stuck.append(f"{error}\n{words}")
        for replica in under_fire.replicas:
            replica.kill()
        late = [f"{seconds:.1f} s" for seconds in report.takeovers if seconds > plan.within]
        report.findings = {
            "deadlines: everything recovers": stuck,
            "deadlines: a wrong clock is told, and neither records nor tells anything": wrong,
            f"deadlines: taken over within {plan.within:.0f} s": late,
            **await _verify(under_fire, report),
        }
    return report


async def _endure(
    under_fire: Replicas, plan: Plan, report: DeadlineReport, chance: random.Random, wrong: list[str], tell: Tell
) -> None:
    async with await psycopg.AsyncConnection.connect(under_fire.url, autocommit=True) as conn:
        await prepare(conn, ALL)
    under_fire.people = await settle(under_fire.url)
    await under_fire.enter(5, ahead=True)
    await under_fire.start()
    for number in range(plan.kills + plan.freezes):
        freezes = number >= plan.kills
        report.takeovers.append(await _strike(under_fire, plan.batch, freezes=freezes))
        tell(f"leader {'frozen' if freezes else 'killed'}, another had swept after {report.takeovers[-1]:.1f} s")
    for shift in plan.shifts:
        await _shift(under_fire, plan.batch, shift, chance.choice(under_fire.replicas), wrong)
        tell(f"a clock put by {shift.total_seconds() / 3600:+,.0f} hours and back")
    if len(plan.shifts) > 1:
        await _all_wrong(under_fire, plan.batch, plan.shifts[0], wrong)
        tell("all clocks wrong, and right again")
    report.backlog = await _outage(under_fire, plan.outage, report)
    tell(f"outage: {plan.outage} deadlines recorded {report.backlog:.1f} s after the replicas were ready")
    left = iter(range(plan.races))

    async def race() -> None:
        for _ in left:
            await under_fire.race()

    await asyncio.gather(*(race() for _ in range(8)))
    tell(f"{plan.races} races between completing and missing")
    await under_fire.until_told()
    tell(
        f"{(await under_fire.ask('at_work'))[2]} notices were made, {report.tellers} times the one who made them was killed"
    )


async def _strike(under_fire: Replicas, batch: int, *, freezes: bool) -> float:
    """Kill or freeze whoever sweeps; gives the seconds until another has swept, and waits until nothing is left to record."""
    before = (await under_fire.ask("missed"))[0]
    entering = asyncio.create_task(under_fire.enter(batch))
    try:
        leader = await under_fire.amid_a_sweep(before)
        if freezes:
            leader.freeze()
        else:
            leader.kill()
        seconds = await under_fire.until_swept()
    finally:
        passed = await entering
    await under_fire.until_recorded(before + passed)
    leader.thaw()
    await under_fire.start()
    return seconds


async def _shift(under_fire: Replicas, batch: int, shift: timedelta, hit: Replica, wrong: list[str]) -> None:
    """Put a clock forward or back: that replica says so, the others record what passes; then it is right again."""
    before = (await under_fire.ask("missed"))[0]
    hit.put(shift)
    if await _clock_of(hit) == "ok":
        wrong.append(f"{hit.name} does not notice that its clock is wrong by {shift}")
    await under_fire.until_recorded(before + await under_fire.enter(batch))
    hit.put(timedelta())
    if (said := await _clock_of(hit)) != "ok":
        wrong.append(f"{hit.name} says of its clock, which is right again: {said}")


async def _all_wrong(under_fire: Replicas, batch: int, shift: timedelta, wrong: list[str]) -> None:
    """While every clock is wrong nothing is recorded, and nobody told; when the first is right again, all of it is."""
    before = (await under_fire.ask("missed"))[0]
    for replica in under_fire.replicas:
        replica.put(shift)
    await asyncio.sleep(_STILL)  # whoever was at a sweep, or telling people, since before has ended it
    told = (await under_fire.ask("at_work"))[2]
    passed = await under_fire.enter(batch)
    await asyncio.sleep(_STILL)
    if recorded := (await under_fire.ask("missed"))[0] - before:
        wrong.append(f"{recorded} deadlines were recorded while every clock was wrong")
    if made := (await under_fire.ask("at_work"))[2] - told:
        wrong.append(f"{made} notices were made while every clock was wrong")
    for replica in under_fire.replicas:
        replica.put(timedelta())
    await under_fire.until_recorded(before + passed)


async def _outage(under_fire: Replicas, number: int, report: DeadlineReport) -> float:
    """Let deadlines pass while nobody is there; gives the seconds from the return of the replicas until all are recorded.

    Whoever tells people of them is killed meanwhile.
    """
    before = (await under_fire.ask("missed"))[0]
    for replica in under_fire.replicas:
        replica.kill()
    *_, notices = await under_fire.ask("at_work", "telling")
    passed = await under_fire.enter(number)
    await under_fire.start()
    began, telling = time.monotonic(), asyncio.create_task(under_fire.amid_telling(notices))
    try:
        await under_fire.until_recorded(before + passed)
        seconds = time.monotonic() - began
        if (teller := await telling) is not None:
            teller.kill()
            report.tellers += 1
    finally:
        telling.cancel()
    await under_fire.start()
    return seconds


async def _clock_of(replica: Replica) -> str:
    """Give what a replica says of its clock."""
    async with httpx2.AsyncClient(timeout=_PATIENCE) as client:
        return str((await client.get(replica.address + "/readyz")).json()["clock"])


async def _verify(under_fire: Replicas, report: DeadlineReport) -> Findings:
    """Look at the log: who was missed how often, and what people recorded before or after."""
    missed: Counter[UUID] = Counter()
    order: defaultdict[UUID, list[str]] = defaultdict(list)
    async with await psycopg.AsyncConnection.connect(under_fire.url, autocommit=True) as conn:
        position = 0
        while rows := await read_log(conn, "main", position, _PAGE):
            position = rows[-1].position
            for row in rows:
                missed[row.originator_id] += row.topic == DeadlineMissed.TOPIC
                order[row.originator_id].append(row.topic)
        report.missed = missed.total()
        await _catch_up(under_fire.url, conn)
        structure = {**await check_structure(conn), **await check_cases(conn)}
    allowed = ([StartAnnounced.TOPIC], [DeadlineMissed.TOPIC, StartAnnounced.TOPIC])
    return {
        "deadlines: what passed is missed once, and nothing else": [
            f"{case}: {missed[case]}" for case, passed in under_fire.due.items() if missed[case] != passed
        ],
        "deadlines: a race has one winner": [
            f"{case}: {order[case]}" for case in under_fire.raced if order[case][1:] not in allowed
        ],
        "deadlines: nobody is told twice": await under_fire.wrong("told_twice"),
        "deadlines: everybody is told": await under_fire.wrong("not_told"),
        "deadlines: each notice is in one mail": await under_fire.wrong("not_in_one_mail"),
        **{f"deadlines: {title}": found for title, found in structure.items()},
    }


async def _catch_up(url: str, conn: psycopg.AsyncConnection) -> None:
    """Let the list of cases see the end of the log."""
    runner = asyncio.create_task(ProjectionRunner(connector(url), ALL).run())
    assert await wait_for(conn, "main", await last_position(conn, "main"), _PATIENCE)
    runner.cancel()
    await asyncio.gather(runner, return_exceptions=True)
