"""`make bench`: what the service does in a second, beside its peers, in one run on one machine and one PostgreSQL.

All sides use the same embedded server with its default durability (every commit is on disk before it is answered) and
only 127.0.0.1. Ours and the peer's rounds alternate; figures are medians over the rounds. Other work on the machine makes
figures smaller and ratios unsteady: the results file has the ranges.

append_N_vs_stock        One event of about 350 bytes a save. Ours: `GroupCommit.commit` by N tasks of one event loop. Peer: the
                         library eventsourcing, `PostgresApplicationRecorder.insert_events` by N threads.
append_64_vs_pgbench_16  Peer: PostgreSQL's own pgbench, 16 clients, one insert of such an event a transaction into a table with our
                         columns and keys, without lock, notification or table of commands.
command_64_vs_stock_save Whole commands, 64 at a time: load the case (from the cache), state machine, guards, checks of the data,
                         deadlines, remarks, append, durable. Each caller leads one analysis after another through the thirteen commands
                         of its life, the first of which opens it. Peer: 64 threads do the thirteen `Application.save` of a stock
                         aggregate that they hold already, with the same data and no checks.
plan_cases               The year's plan: `YearPlans.plan` makes the cases that a part of the synthetic country owes, another part each
                         round: catalogue, looking for what is there, state machine, guards, checks, deadlines, one atomic save for
                         each body. Peer: 16 threads save new stock aggregates, one each.
deadlines_due_vs_apscheduler_store
                         10,000 of 100,000 open deadlines pass at once: `Sweep` finds them in the deadlines table, reads the cases and
                         records an event on each. Peer: APScheduler with a job for each of them in a PostgreSQL job store (`job_store`,
                         the statements of its own), whose handler is `Cases.miss`, the same recording one by one.
deadlines_due_loop_stall The longest time for which the event loop did not turn meanwhile, in the same rounds; less is better.
deadlines_due_recorded_and_told
                         Such deadlines of bodies with an officer each, in the whole service, which feeds its read models meanwhile: `Sweep` records
                         them and `Telling` tells them, side by side as a scheduler does it. Milliseconds until all are in the log and the
                         notice of each, in a mail to the officer, and a message to a system that listens are in line; less is
                         better. Aim: 5,000. Peer: in the same service the job store again, each of whose jobs does both for its
                         deadline: `Cases.miss`, then the same notice stored by the same `outbox.tell` in a transaction of its own. It need
                         not find out whom to tell, nor note which step was told.
deadlines_due_told_loop_stall
                         The longest time for which the event loop did not turn in those rounds. Aim: 10.
deadlines_due_told_loop_held
                         The longest time for which it worked on without turning: the same without what the database had of the
                         processors, which is the rest where both share two.
http_command_vs_stock_endpoint
                         The same lives over HTTP on 64 connections, the load in a process of its own. Ours: `tbn4 serve`, one worker,
                         bearer token, If-Match, projections and scheduler at work in the same process. Peer: FastAPI endpoints that load
                         and save a stock aggregate (`stock_endpoint`), without any of these, on the same web server.
projection_vs_stock_runner
                         Events a second from a full log into one simple read model. Peer: the library's `ProjectionRunner`
                         with a `PostgresTrackingRecorder`.
projection_all           All our read models together, beside the same peer with its simple one: for information.
pages                    Server time of pages and of their API twins, one request after the other in this process, for a supervisor, a
                         region's akimat and an official, over a small country, or with `--country FOLDER` over the one that
                         `make demo-country` built there. Aim: 95 of 100 within 100 ms; of the overview of
                         a past day, of another one for each request, within a second.
oblast_year_of_forms     Seconds until the archive of a year of forms is there: an akimat with 22 departments, 11 districts and 300 entities
                         below, every Appendix and period, own and consolidated, as DOCX, PDF and XLSX in Russian and Kazakh, made by the
                         worker of exports. Aim: 60. There is no peer.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from service.logs import configure_logs
from service.settings import load_settings
from tests.benchmarks import oblast_year, pages
from tests.benchmarks.contests import CONTESTS, FULL, QUICK, Contest, Scale
from tests.benchmarks.databases import databases
from tests.benchmarks.measuring import Comparison, Result, Run
from tests.benchmarks.oblast_year import Built
from tests.benchmarks.pages import SMALL, Timed


def measure(
    contests: Sequence[Contest],
    scale: Scale,
    folder: Path,
    console: Console,
    settings: Mapping[str, str] | None = None,
) -> list[Comparison]:
    """Run contests on a server of their own in a new folder below `folder`, with the service's settings but for those given."""
    results: list[Comparison] = []
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with databases(folder, settings) as places, Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(contests) * scale.rounds)
        for contest in contests:
            progress.update(task, description=contest.lines[0].name)
            standing: tuple[Comparison, ...] = ()
            for comparisons in contest.run(places, scale):
                standing = comparisons
                progress.advance(task)
            results += standing
    return results


def time_pages(country: Path | None, folder: Path, requests: int, console: Console) -> list[Timed]:
    """Time pages over a country in a folder, or over a small one built in a new folder below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place, console.status("pages") as shown:
        scale = None if country else SMALL
        return pages.measure(country or Path(place), scale, requests, shown.update)


def build_year(folder: Path, part: float, console: Console) -> Built:
    """Build the year of forms of a part of an oblast, on a server of its own in a new folder below `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        databases(folder) as places,
        tempfile.TemporaryDirectory(prefix="bench-", dir=folder) as place,
        console.status(oblast_year.NAME) as shown,
    ):
        return oblast_year.measure(places, Path(place), part, shown.update)


def write(results: Sequence[Result], path: Path) -> None:
    """Write the results file: a list of objects, one a line."""
    entries = [msgspec.json.encode(result.as_result()).decode() for result in results]
    path.write_text("[\n" + ",\n".join(entries) + "\n]\n")


def table(results: Sequence[Comparison]) -> Table:
    """Give the results as a table."""
    shown = Table("measure", "ours", "p50 / p99 ms", "peer", "peer's", "p50 / p99 ms", "ratio", "aim")
    for result in results:
        reached = result.aim is None or result.ratio >= result.aim
        shown.add_row(
            result.name, f"{result.value.rate:,.0f} {result.unit}", _times(result.value),
            result.peer, f"{result.peer_value.rate:,.0f}", _times(result.peer_value),
            f"[{'green' if reached else 'red'}]{result.ratio:.2f}[/]", "" if result.aim is None else f"≥ {result.aim:g}",
        )  # fmt: skip
    return shown


def table_of_pages(timed: Sequence[Timed]) -> Table:
    """Give the times of pages as a table."""
    shown = Table("page", "requests", "p50 ms", "p95 ms", "p99 ms", "aim")
    for one in timed:
        reached = "green" if one.p95 <= one.aim else "red"
        times = f"{one.p50:.1f}", f"[{reached}]{one.p95:.1f}[/]", f"{one.p99:.1f}"
        shown.add_row(one.name, str(one.requests), *times, f"≤ {one.aim:g}")
    return shown


def _times(run: Run) -> str:
    return "" if run.p50 is None or run.p99 is None else f"{run.p50:.1f} / {run.p99:.1f}"


def main() -> None:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description="Measure the service beside its peers."
    )
    parser.add_argument("--quick", action="store_true", help="under a minute, for a first impression")
    parser.add_argument("--only", default="", metavar="TEXT", help="only measures whose name contains this")
    parser.add_argument("--output", type=Path, default=Path("bench-results.json"), help="the results file")
    parser.add_argument(
        "--country", type=Path, metavar="FOLDER", help="time pages over the country in this data folder"
    )
    asked = parser.parse_args()
    contests = [contest for contest in CONTESTS if any(asked.only in line.name for line in contest.lines)]
    paged = asked.only in "pages"
    formed = asked.only in oblast_year.NAME
    if not contests and not paged and not formed:
        parser.error(f"no measure's name contains {asked.only!r}")
    configure_logs("auto", "error")
    console, folder = Console(width=None if sys.stdout.isatty() else 150), load_settings().data_dir
    results = measure(contests, QUICK if asked.quick else FULL, folder, console) if contests else []
    timed = time_pages(asked.country, folder, 10 if asked.quick else 40, console) if paged else []
    part = oblast_year.QUICK if asked.quick else oblast_year.FULL
    built = [build_year(folder, part, console)] if formed else []
    write([*results, *timed, *built], asked.output)
    if results:
        console.print(table(results))
    if timed:
        console.print(table_of_pages(timed))
    for one in built:
        reached = "green" if one.seconds <= oblast_year.AIM else "red"
        console.print(
            f"{oblast_year.NAME}: [{reached}]{one.seconds:.1f} s[/], aim ≤ {oblast_year.AIM:g} ({one.bodies} bodies, {one.files} files)"
        )
    console.print(f"Written to {asked.output}. Medians of the rounds; what misses its aim is red.")


if __name__ == "__main__":
    main()
