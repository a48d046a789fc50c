"""Commands about the year's plan: making it, and entering the upload dates of the Карта."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from service.card_table import dates_of
from service.cards import CardChange
from service.cli.root import CommandError, app, with_service
from service.demo.country import register_country, size
from service.planning import Planned
from service.tables import read_table
from service.wiring import Service
from workflows.actor import SYSTEM
from workflows.refusals import Invalid, Refused

_console = Console()

card = typer.Typer(no_args_is_help=True, help="The upload dates of the Карта.")
app.add_typer(card, name="card")


@app.command()
def plan(
    year: Annotated[int, typer.Argument(help="the year")],
    organization: Annotated[list[str] | None, typer.Option(help="code of an organisation; by default all")] = None,
) -> None:
    """Make the cases that organisations owe for a year and lack; end those that they owe no longer."""
    _tell(with_service(lambda service: _planned(service, year, organization)))


async def _planned(service: Service, year: int, organizations: list[str] | None) -> Planned:
    register = await service.register.current()
    if unknown := [code for code in organizations or () if register.organization(code) is None]:
        raise CommandError(f"there is no organisation {', '.join(unknown)}")
    with _bar(f"Plan of {year}") as (bar, task):
        try:
            return await service.plans.plan(
                year, organizations, SYSTEM, lambda done, of: bar.update(task, completed=done, total=of)
            )
        except Refused as refused:
            raise CommandError(_lines(refused)) from None


def _tell(planned: Planned) -> None:
    _console.print(
        f"{planned.organizations} organisations: {planned.created} cases made, {planned.existing} were there, "
        f"{planned.ended} ended since they are owed no longer, {planned.restored} restored since they are owed after all."
    )


@card.command("import")
def import_card(
    year: Annotated[int, typer.Argument(help="the year of the Карта")],
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with the columns subtask, period, upload_by", exists=True)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what it would do")] = False,
) -> None:
    """Replace the upload dates of a year by those of a table, and bring them to the cases."""

    async def work(service: Service) -> tuple[CardChange, int]:
        try:
            table = await asyncio.to_thread(read_table, file.read_bytes(), file.name)
            change = await service.plans.cards.enter(year, dates_of(table), file.name, SYSTEM, dry=dry_run)
        except Refused as refused:
            raise CommandError(_lines(refused)) from None
        if dry_run:
            return change, 0
        with _bar("Dates of cases") as (bar, task):
            return change, await service.plans.cards.spread(
                year, lambda done, of: bar.update(task, completed=done, total=of)
            )

    change, cases = with_service(work)
    _console.print(
        f"{change.dates} dates: {change.added} set, {change.moved} moved, {change.withdrawn} withdrawn"
        + (" (nothing was recorded)." if dry_run else f"; {cases} cases changed.")
    )


@app.command()
def country(
    year: Annotated[int | None, typer.Option(help="the year to plan; by default this one")] = None,
    scale: Annotated[float, typer.Option(min=0.0001, max=1, help="which part of the country")] = 1.0,
) -> None:
    """Register a synthetic country of 10,000 organisations and plan a year for it (demonstration mode only)."""

    async def work(service: Service) -> tuple[int, Planned]:
        if not service.settings.demo:
            raise CommandError("a synthetic country is for demonstrations: set TBN4_DEMO=true")
        bodies = size(scale)
        with _bar("Country") as (bar, task):
            bar.update(task, total=2 * bodies)
            entered = await register_country(
                service.organizations, scale, lambda done: bar.update(task, completed=done)
            )

            def progress(done: int, of: int) -> None:
                bar.update(task, completed=bodies + done, total=bodies + of)

            chosen = year or service.clock.today().year
            try:
                return entered, await service.plans.plan(chosen, None, SYSTEM, progress)
            except Refused as refused:
                raise CommandError(_lines(refused)) from None

    entered, planned = with_service(work)
    _console.print(f"{entered} organisations entered.")
    _tell(planned)


@contextmanager
def _bar(title: str) -> Iterator[tuple[Progress, TaskID]]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=_console) as bar:
        yield bar, bar.add_task(title, total=None)


def _lines(refused: Refused) -> str:
    """Give what was refused, each wrong row of a table in a line of its own."""
    if not isinstance(refused, Invalid):
        return str(refused.text)
    return "\n".join(f"{' '.join(map(str, found.path))}: {found.text}" for found in refused.violations)
