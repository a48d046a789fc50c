"""The short version of `make faults`, and the plan of the long one."""

import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.deadline_rounds import SHORT, Plan, run_deadlines
from tests.faults.rounds import POSTGRES_KILLS, SERVICE_KILLS, Fault, Round, full_plan
from tests.faults.run import Outcome, run

_SEED = 2


@pytest.mark.timeout(300)
async def test_nothing_is_lost_when_service_and_database_are_killed(tmp_path: Path) -> None:
    """Eight clients work on through kills of the service and of PostgreSQL, and afterwards every promise is kept."""
    plan = [
        Round(fault, 1) for fault in (Fault.KILL_SERVICE, Fault.KILL_POSTGRES, Fault.KILL_SERVICE, Fault.KILL_SERVICE)
    ]
    outcomes: list[Outcome] = []
    report = await run(plan, _SEED, tmp_path, outcomes.append, settle=False)
    broken = {title: found for title, found in report.findings.items() if found}
    assert not broken, broken
    assert len(report.findings) == 16
    assert [outcome.round for outcome in outcomes] == plan
    assert report.journal.retries > 0
    assert report.events > len(report.journal.acknowledged) > 100


@pytest.mark.timeout(300)
async def test_no_deadline_is_lost_or_told_twice(tmp_path: Path) -> None:
    """A leader is killed amid a sweep, a clock is put ten years ahead, nobody is there for a while: each deadline is missed once, and told."""
    told: list[str] = []
    report = await run_deadlines(SHORT, _SEED, tmp_path, told.append)
    broken = {title: found for title, found in report.findings.items() if found}
    assert not broken, broken
    assert len(report.findings) == 17
    assert len(told) == 5
    assert int(told[-1].split()[0]) >= 2 * (2 * SHORT.batch + SHORT.outage)
    assert report.missed >= 2 * SHORT.batch + SHORT.outage


def test_the_plan_of_deadlines_is_the_one_that_was_promised() -> None:
    """The full run kills the leader 20 times, puts clocks by an hour, a day and ten years to both sides, and races 1,000 times."""
    plan = Plan()
    assert (plan.kills, plan.outage, plan.races, plan.within) == (20, 10_000, 1_000, 10.0)
    assert {abs(shift) for shift in plan.shifts} == {timedelta(hours=1), timedelta(days=1), timedelta(days=3653)}
    assert sum(plan.shifts, timedelta()) == timedelta()


def test_the_plan_is_the_one_that_was_promised() -> None:
    """The full run kills the service 30 times and PostgreSQL 10 times; a shorter one is spread over it; a seed repeats it."""
    plan = full_plan(random.Random(1))  # noqa: S311 - repeatable, not secret
    counts = Counter(planned.fault for planned in plan)
    assert sum(counts[fault] for fault in SERVICE_KILLS) == 30
    assert sum(counts[fault] for fault in POSTGRES_KILLS) == 10
    assert set(counts) == set(Fault)
    assert plan == full_plan(random.Random(1))  # noqa: S311
    assert [planned.replicas for planned in plan] == sorted(planned.replicas for planned in plan)
    shorter = full_plan(random.Random(1), 6)  # noqa: S311
    assert Counter(planned.replicas for planned in shorter) == {1: 3, 2: 3}
    assert len(full_plan(random.Random(1), 100)) == 100  # noqa: S311
