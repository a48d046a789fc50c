"""`python -m tests.faults [--rounds N] [--seed S]`: kill, cut and freeze under load; exit code 1 if anything was violated."""

import asyncio
import random
import secrets
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.faults.deadline_rounds import SHORT, DeadlineReport, Plan, run_deadlines
from tests.faults.log_checks import Findings
from tests.faults.rounds import POSTGRES_KILLS, SERVICE_KILLS, full_plan
from tests.faults.run import CLIENTS, Outcome, Report, run

_SHOWN = 10
_ROW = "{0.number:>4}  {1:<34} {2:<8} {0.hit:>4} {0.acknowledged:>13} {0.retries:>8} {0.recovery:>10.1f}"
_console = Console(width=max(Console().width, 100))


def main(
    rounds: Annotated[
        int | None, typer.Option(min=1, help="how many rounds, and deadlines in short; all 54 and in full if not given")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="repeats a run's choices")] = None,
    keep: Annotated[Path | None, typer.Option(help="an empty folder for data and logs, kept afterwards")] = None,
) -> None:
    """Kill the service and PostgreSQL under the load of eight clients, then leaders amid deadlines; look whether anything was lost."""
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    plan = full_plan(random.Random(seed), rounds)  # noqa: S311 - repeatable, not secret
    _console.print(f"{len(plan)} rounds, {CLIENTS} clients, seed {seed}\n")
    _console.print(
        "   #  fault                              replicas  hit  acknowledged  retries  recovery s", style="bold"
    )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console, transient=True) as progress:
        task = progress.add_task("rounds", total=len(plan))

        def tell(outcome: Outcome) -> None:
            planned = outcome.round
            _console.print(_ROW.format(outcome, planned.fault.value, planned.replicas), highlight=False)
            progress.advance(task)

        with tempfile.TemporaryDirectory(prefix="tbn4-faults-") as folder:
            report = asyncio.run(run(plan, seed, keep or Path(folder), tell))
    _summarise(report)
    deadlines = _go_through_deadlines(SHORT if rounds else Plan(), seed)
    raise typer.Exit(1 if report.violations or deadlines.violations else 0)


def _go_through_deadlines(plan: Plan, seed: int) -> DeadlineReport:
    """Let deadlines pass while leaders are killed, clocks shifted, and nobody is there."""
    _console.print("\nDeadlines, three replicas\n", style="bold")
    with tempfile.TemporaryDirectory(prefix="tbn4-faults-") as folder:
        report = asyncio.run(run_deadlines(plan, seed, Path(folder), lambda told: _console.print(f"  {told}")))
    if report.takeovers:
        middle = sorted(report.takeovers)[len(report.takeovers) // 2]
        _console.print(f"\ntakeover, median and longest, s: {middle:.1f}  {max(report.takeovers):.1f}")
    _console.print(f"deadlines recorded as missed: {report.missed}\n")
    _tell_findings(report.findings)
    return report


def _summarise(report: Report) -> None:
    journal, recoveries = report.journal, sorted(outcome.recovery for outcome in report.outcomes)
    figures = {
        "service killed": report.hits(SERVICE_KILLS),
        "PostgreSQL killed": report.hits(POSTGRES_KILLS),
        "other faults": len(report.outcomes) - report.hits(SERVICE_KILLS | POSTGRES_KILLS),
        "requests sent": journal.requests,
        "acknowledged": len(journal.acknowledged),
        "of them only when asked again": journal.replayed,
        "refused": len(journal.refused),
        "asked again: no answer": journal.lost,
        "asked again: 503": journal.unavailable,
        "answers compared with a repetition": journal.repeated,
        "events in the log": report.events,
        "cases": report.cases,
        "recovery, median and longest, s": f"{recoveries[len(recoveries) // 2]:.1f}  {recoveries[-1]:.1f}"
        if recoveries
        else "",
        "seconds in all": f"{report.seconds:.0f}",
    }
    table = Table("", "", show_header=False, box=None)
    for title, figure in figures.items():
        table.add_row(title, str(figure))
    _console.print(table)
    _tell_findings(report.findings)


def _tell_findings(findings: Findings) -> None:
    checks = Table("check", "violations", title="\nVerified", title_justify="left")
    for title, found in findings.items():
        checks.add_row(title, str(len(found)), style="red" if found else "green")
    _console.print(checks)
    for title, found in findings.items():
        for text in found[:_SHOWN]:
            _console.print(f"{title}: {text}", style="red", highlight=False, markup=False)


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
