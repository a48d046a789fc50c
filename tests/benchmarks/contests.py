"""Who runs against whom, and how long."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Literal

import projections
from tests.benchmarks import appends, commands, over_http, planning, projecting, sweeping, telling
from tests.benchmarks.databases import Databases
from tests.benchmarks.measuring import Comparison, Run, Side, alternate


@dataclass(frozen=True, slots=True)
class Scale:
    """How many rounds of how many seconds, and how many lives (13 events each) the logs hold for our runner and the stock one.

    `country` is the part of the synthetic country that is planned in all rounds together, `due` how many deadlines pass at once.
    """

    rounds: int
    seconds: float
    lives: int
    stock_lives: int
    country: float
    due: int


FULL = Scale(5, 2.5, 2_000, 150, 0.1, 10_000)
QUICK = Scale(2, 0.7, 300, 30, 0.02, 1_000)
TINY = Scale(1, 0.2, 5, 3, 0.001, 20)


@dataclass(frozen=True, slots=True)
class Line:
    """A comparison of two of a contest's sides, by their places; `aim` is the ratio wanted.

    It is one of their rates, of their event loops' stalls (`held`: of what these worked on in one turn), or of the totals of their rounds.
    """

    name: str
    unit: str
    peer: str
    aim: float | None
    ours: int = 0
    theirs: int = 1
    figure: Literal["rate", "stall", "held", "total"] = "rate"


Open = Callable[[Databases, Scale], AbstractContextManager[Side]]


@dataclass(frozen=True, slots=True)
class Contest:
    """Sides that take turns, and what is told of them."""

    lines: tuple[Line, ...]
    sides: tuple[Open, ...]

    def run(self, places: Databases, scale: Scale) -> Iterator[tuple[Comparison, ...]]:
        """Give the comparisons as they stand after each round."""
        rounds: list[tuple[Run, ...]] = []
        with ExitStack() as stack:
            sides = [stack.enter_context(side(places, scale)) for side in self.sides]
            for done in alternate(scale.rounds, *sides):
                rounds.append(done)
                yield tuple(_comparison(line, rounds) for line in self.lines)


def _comparison(line: Line, rounds: Sequence[tuple[Run, ...]]) -> Comparison:
    ours = tuple(done[line.ours] for done in rounds)
    theirs = tuple(done[line.theirs] for done in rounds)
    less = line.figure != "rate"
    if less:
        ours, theirs = (tuple(Run(getattr(run, line.figure) or 0.0) for run in runs) for runs in (ours, theirs))
    return Comparison(line.name, line.unit, line.peer, line.aim, ours, theirs, less=less)


def _appends(callers: int, aim: float | None) -> Contest:
    return Contest(
        (Line(f"append_{callers}_vs_stock", "events/s", f"eventsourcing, {callers} threads", aim),),
        (
            lambda places, scale: appends.ours(places.ours(), callers, scale.seconds),
            lambda places, scale: appends.stock(places.empty(), callers, scale.seconds),
        ),
    )


def _appends_and_pgbench() -> Contest:
    pair = _appends(64, 10.0)
    return Contest(
        (*pair.lines, Line("append_64_vs_pgbench_16", "events/s", "pgbench, 16 clients", 1.0, theirs=2)),
        (*pair.sides, lambda places, scale: appends.pgbench(places.empty(), 16, scale.seconds)),
    )


CONTESTS = (
    _appends(1, 1.0),
    _appends(16, None),
    _appends_and_pgbench(),
    Contest(
        (Line("command_64_vs_stock_save", "commands/s", "eventsourcing save, 64 threads", 3.0),),
        (
            lambda places, scale: commands.ours(places.ours(), 64, scale.seconds),
            lambda places, scale: commands.stock(places.empty(), 64, scale.seconds),
        ),
    ),
    Contest(
        (Line("plan_cases", "cases/s", "eventsourcing, 16 threads, one new aggregate a save", None),),
        (
            lambda places, scale: planning.ours(places.ours(), scale.rounds, scale.country),
            lambda places, scale: planning.stock(places.empty(), 16, scale.seconds),
        ),
    ),
    Contest(
        (
            Line("deadlines_due_vs_apscheduler_store", "deadlines/s", "APScheduler, PostgreSQL job store", 20.0),
            Line("deadlines_due_loop_stall", "ms", "APScheduler, PostgreSQL job store", 20.0, figure="stall"),
            Line("deadlines_due_recorded_and_told", "ms", "the job store, a job does both", 20.0, 2, 3, "total"),
            Line("deadlines_due_told_loop_stall", "ms", "the job store, a job does both", 20.0, 2, 3, "stall"),
            Line("deadlines_due_told_loop_held", "ms", "the job store, a job does both", 20.0, 2, 3, "held"),
        ),
        (
            lambda places, scale: sweeping.ours(places, scale.due),
            lambda places, scale: sweeping.job_store(places, scale.due),
            lambda places, scale: telling.ours(places, scale.due),
            lambda places, scale: telling.job_store(places, scale.due),
        ),
    ),
    Contest(
        (Line("http_command_vs_stock_endpoint", "requests/s", "FastAPI and eventsourcing", 4.0),),
        (
            lambda places, scale: over_http.ours(places.ours(), 64, scale.seconds),
            lambda places, scale: over_http.stock(places.empty(), 64, scale.seconds),
        ),
    ),
    Contest(
        (
            Line("projection_vs_stock_runner", "events/s", "eventsourcing ProjectionRunner", 15.0),
            Line("projection_all", "events/s", "eventsourcing ProjectionRunner, simple model", None, ours=2),
        ),
        (
            lambda places, scale: projecting.ours(places, [projecting.StatesProjection()], scale.lives),
            lambda places, scale: projecting.stock(places, scale.stock_lives),
            lambda places, scale: projecting.ours(places, projections.ALL, scale.lives),
        ),
    ),
)

NAMES = tuple(line.name for contest in CONTESTS for line in contest.lines)
