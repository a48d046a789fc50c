"""The benchmarks measure what they say."""

import asyncio
from datetime import timedelta
from pathlib import Path

import msgspec
import psycopg
import pytest
from apscheduler.jobstores.base import ConflictingIdError, JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from rich.console import Console

from events.almaty import ALMATY
from service.clock import SystemClock
from service.postgres import UNSAFE_AND_FAST
from tests.benchmarks import commands, pages, projecting, telling
from tests.benchmarks.__main__ import build_year, measure, table, table_of_pages, write
from tests.benchmarks.contests import CONTESTS, TINY
from tests.benchmarks.databases import Databases
from tests.benchmarks.job_store import PostgresJobStore
from tests.benchmarks.lives import ORGANIZATION, steps
from tests.benchmarks.measuring import Comparison, Run
from tests.benchmarks.sweeping import PASSED

NAMES = {
    "append_1_vs_stock", "append_16_vs_stock", "append_64_vs_stock", "append_64_vs_pgbench_16", "command_64_vs_stock_save",
    "plan_cases", "deadlines_due_vs_apscheduler_store", "deadlines_due_loop_stall", "deadlines_due_recorded_and_told",
    "deadlines_due_told_loop_stall", "deadlines_due_told_loop_held", "http_command_vs_stock_endpoint", "projection_vs_stock_runner", "projection_all",
}  # fmt: skip


@pytest.mark.timeout(400)  # on a machine that is busy with other tests
def test_every_measure_runs_and_is_written(tmp_path: Path) -> None:
    """A run leaves a file with every measure, positive numbers for both sides, and their ratio."""
    results = measure(CONTESTS, TINY, tmp_path, Console(quiet=True), UNSAFE_AND_FAST)
    write(results, tmp_path / "results.json")
    written = msgspec.json.decode((tmp_path / "results.json").read_bytes())
    assert {entry["name"] for entry in written} == NAMES
    for entry in written:
        assert entry["value"] > 0, entry
        assert entry["peer_value"] > 0, entry
        assert entry["ratio"] > 0, entry
        assert entry["unit"], entry
        assert entry["peer"], entry
    assert table(results).row_count == len(NAMES)


def test_medians_and_ratio() -> None:
    """Figures are medians over the rounds, so that one bad round changes nothing; the ratio is that of the medians."""
    ours = (Run(300.0, 2.0, 9.0), Run(1.0, 90.0, 900.0), Run(310.0, 3.0, 8.0))
    compared = Comparison("x", "events/s", "peer", 2.0, ours, (Run(100.0), Run(150.0), Run(9000.0)))
    assert compared.as_result() == {
        "name": "x", "value": 300.0, "unit": "events/s", "peer": "peer", "peer_value": 150.0, "ratio": 2.0, "aim": 2.0,
        "range": [1.0, 310.0], "peer_range": [100.0, 9000.0],
        "p50_ms": 3.0, "p99_ms": 9.0, "peer_p50_ms": None, "peer_p99_ms": None,
    }  # fmt: skip


def test_less_can_be_better() -> None:
    """A measure of which less is better has the peer's figure by ours as its ratio."""
    compared = Comparison("x", "ms", "peer", 20.0, (Run(4.0),), (Run(100.0),), less=True)
    assert (compared.as_result()["value"], compared.ratio) == (4.0, 25.0)


@pytest.mark.timeout(400)  # on a machine that is busy with other tests
def test_pages_are_timed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every person has pages and API answers timed, none of them faster than nothing; what is not theirs is left out."""
    monkeypatch.setattr(pages, "WARM", 0)
    timed = pages.measure(tmp_path, 0.0001, 1, lambda _what: None)
    whose = {(kind, login) for kind, login, _ in (one.name.split(" ", 2) for one in timed)}
    assert whose == {(kind, login) for kind in ("page", "api") for login in pages.PEOPLE}
    assert all(0 < one.p50 <= one.p95 <= one.p99 for one in timed)
    audited = {one.name for one in timed if one.name.endswith("/audit")}
    assert audited == {"page supervisor /audit", "api supervisor /api/v1/audit"}
    of_past = {one.aim for one in timed if "at={day}" in one.name}
    assert (of_past, len({one.aim for one in timed})) == ({pages.AIM_OF_PAST}, 2)
    write(timed, tmp_path / "results.json")
    assert {entry["unit"] for entry in msgspec.json.decode((tmp_path / "results.json").read_bytes())} == {"ms"}
    assert table_of_pages(timed).row_count == len(timed)


@pytest.mark.timeout(400)  # on a machine that is busy with other tests
def test_a_year_of_forms_is_timed(tmp_path: Path) -> None:
    """The year of a small oblast is built whole: six files of each form and period, own and consolidated."""
    built = build_year(tmp_path, 0.01, Console(quiet=True))
    assert (built.bodies, built.files % 6) == (6, 0)
    assert built.files > 100
    assert built.as_result()["value"] > 0


async def test_jobs_are_kept_as_the_library_keeps_them(database_url: str) -> None:
    """The peer's job store gives back what it was given, when it is due, changes it and drops it."""
    store, scheduler = PostgresJobStore(database_url), AsyncIOScheduler(timezone=ALMATY)
    scheduler.add_jobstore(store)
    scheduler.start(paused=True)
    now = SystemClock().now()
    for name, at in (("second", now), ("first", now - timedelta(hours=1)), ("later", now + timedelta(hours=1))):
        scheduler.add_job(asyncio.sleep, "date", [0], run_date=at, id=name)
    with pytest.raises(ConflictingIdError):
        scheduler.add_job(asyncio.sleep, "date", [0], run_date=now, id="first")
    assert [job.id for job in store.get_due_jobs(now)] == ["first", "second"]
    assert store.get_next_run_time() == now - timedelta(hours=1)
    assert store.lookup_job("none") is None
    assert (first := store.lookup_job("first")) is not None
    assert first.args == (0,)
    scheduler.reschedule_job("first", trigger="date", run_date=now + timedelta(hours=2))
    assert [job.id for job in store.get_all_jobs()] == ["second", "later", "first"]
    scheduler.remove_job("first")
    with pytest.raises(JobLookupError):
        scheduler.remove_job("first")
    scheduler.remove_all_jobs()
    assert store.get_next_run_time() is None
    scheduler.shutdown(wait=False)


def test_a_command_is_a_stored_event(database_url: str) -> None:
    """What is counted as a command has left the next event of its case's life in the log."""
    with commands.ours(database_url, 3, 0.3) as side:
        side()
    with psycopg.connect(database_url) as conn:
        stored = conn.execute("SELECT originator_version, count(*) FROM log.events GROUP BY 1 ORDER BY 1").fetchall()
    assert [version for version, _ in stored] == list(range(1, 1 + len(steps(SystemClock().today()))))


_IN_LINE = """
    SELECT n.kind, d.channel, count(DISTINCT n.id) FROM alerts.notices n
    JOIN alerts.carried c ON c.notice = n.id JOIN alerts.deliveries d ON d.id = c.delivery
    WHERE n.told_on = %s GROUP BY 1, 2 ORDER BY 1, 2
"""
_MISSED = "SELECT count(*) FROM log.events WHERE topic = 'case.deadline_missed'"


class Keeping(Databases):
    """Keeps the copies of rounds, to be looked at."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.copies: list[str] = []

    def copy(self, url: str) -> str:
        """Make a copy that a round cannot drop."""
        self.copies.append(super().copy(url))
        return self.copies[-1]

    def drop(self, url: str) -> None:
        """Do nothing."""


@pytest.mark.timeout(400)  # on a machine that is busy with other tests
def test_what_is_counted_as_told_is_in_line(postgres_url: str) -> None:
    """On both sides each deadline that passed was recorded, and its notice is carried by a mail and by a message to a system."""
    places = Keeping(postgres_url)
    with telling.ours(places, 7) as ours, telling.job_store(places, 7) as job_store:
        ours()
        job_store()
    for url in places.copies:
        with psycopg.connect(url) as conn:
            assert conn.execute(_IN_LINE, [PASSED]).fetchall() == [("overdue", "mail", 7), ("overdue", "webhook", 7)]
            assert conn.execute(_MISSED).fetchone() == (7,)
    for url in [*places.made]:
        Databases.drop(places, url)


def test_both_read_models_say_the_same(postgres_url: str) -> None:
    """The simple read model counts the events of each case alike, fed by our runner and by the library's."""
    places, counts = Keeping(postgres_url), []
    with projecting.ours(places, [projecting.StatesProjection()], 3) as ours, projecting.stock(places, 3) as stock:
        ours()
        stock()
    for url, name in zip(places.copies, ("read.bench_states", "bench_states"), strict=True):
        with psycopg.connect(url) as conn:
            counts.append(conn.execute(f"SELECT organization, events FROM {name}").fetchall())  # noqa: S608 - our own names
    for url in [*places.made]:
        Databases.drop(places, url)
    assert counts[0] == counts[1] == [(ORGANIZATION, len(steps(SystemClock().today())))] * 3
