"""Looking after the service: status, rebuild."""

from datetime import timedelta
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Column, Table

import projections
from events.almaty import ALMATY
from projections.rebuild import LeavesOut, RebuildFailed, RebuildRunning, build_together, rebuild
from service.alerts.queue import Queue
from service.cli.root import CommandError, app, with_service
from service.health import SOON, Health, health
from service.wiring import Service

_console = Console()
_BATCH = (
    4000  # events at once: more of one case are folded before its rows are written, and nobody waits for this process
)


def _note() -> Column:
    """A column for what is wrong: it has room in the narrowest terminal."""
    return Column("", min_width=12, overflow="fold")


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False) -> None:
    """Say how far the read models are, what is due, and how the database is."""
    found = with_service(health)
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        _print(found)


def _print(found: Health) -> None:
    table = Table("read model", "version", "log", "position", "of", "behind", "since", "parked", _note())
    for row in found.projections:
        table.add_row(
            row.projection, str(row.version), row.log, str(row.position), str(row.last_position), str(row.lag_events),
            f"{row.lag_seconds:.1f} s", str(row.parked), "" if row.live else "being built",
        )  # fmt: skip
    _console.print(table)
    _console.print(_chores(found))
    if abs(found.clock_ahead) >= 1:
        _console.print(f"This machine's clock is {found.clock_ahead:+.0f} s from the database's.")
    due = found.deadlines
    _console.print(
        f"Deadlines: {due.open} awaited, {due.due_soon} due within {SOON} working days, {due.overdue} overdue."
    )
    _console.print(f"Overdue and not yet recorded as missed: {found.unrecorded}.")
    _console.print(
        f"Database: PostgreSQL {found.database}, {found.database_bytes / 1e6:.1f} MB, {found.events} events."
    )


def _chores(found: Health) -> Table:
    table = Table("chore", "last done", "by", "took", "count", "failures", _note())
    for chore in found.chores:
        last = f"{chore.succeeded_at.astimezone(ALMATY):%Y-%m-%d %H:%M:%S}" if chore.succeeded_at else "never"
        failing = f"failing: {chore.error}" if chore.fails else ""
        table.add_row(
            chore.name, last, chore.replica, f"{chore.seconds:.1f} s", str(chore.count), str(chore.failures), failing
        )  # fmt: skip
    return table


@app.command("resend-mail")
def resend_mail(
    days: Annotated[int, typer.Option(min=1, max=365, help="how many days back")] = 14,
) -> None:
    """Put mails in line again that were given up, and those kept because the mail server would not take them from us."""

    async def work(service: Service) -> int:
        now = service.clock.now()
        async with service.pool.connection() as conn:
            return await Queue(conn).mail_again(now, now - timedelta(days=days))

    _console.print(f"Mails in line again: {with_service(work)}.")


@app.command("rebuild")
def rebuild_command(
    name: Annotated[str, typer.Argument(help="a read model, or `all`")],
    force: Annotated[
        bool, typer.Option("--force", help="switch even if the new one leaves out what the old shows")
    ] = False,
) -> None:
    """Build a read model anew from the first event, beside the one that serves, and switch."""
    known = {projection.name: projection for projection in projections.ALL}
    if name not in {*known, "all"}:
        raise CommandError(f"there is no read model “{name}”: choose from {', '.join(known)}, or all")
    chosen = list(known.values()) if name == "all" else [known[name]]
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()

    async def work(service: Service) -> None:
        with Progress(*columns, console=_console) as bar:
            if len(chosen) > 1:
                together = bar.add_task("all", total=None)
                async for progress in build_together(service.connect, chosen, _BATCH):
                    bar.update(together, completed=progress.done, total=progress.total)
            for projection in chosen:
                await _rebuild(service, projection, bar, resume=len(chosen) > 1, force=force)

    with_service(work)


async def _rebuild(service: Service, projection: Any, bar: Progress, *, resume: bool, force: bool) -> None:
    task = bar.add_task(projection.name, total=None)
    try:
        async for progress in rebuild(service.connect, projection, resume=resume, force=force):
            bar.update(task, completed=progress.done, total=progress.total)
    except RebuildRunning:
        raise CommandError(f"{projection.name} is being built anew by somebody else") from None
    except LeavesOut as error:
        raise CommandError(f"{error}; mend it, or switch all the same with --force") from error
    except RebuildFailed as error:
        raise CommandError(f"{projection.name} cannot be built: {error.__cause__}") from error
