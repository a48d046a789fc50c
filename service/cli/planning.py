"""Commands about the year's plan: making it, and entering the upload dates of the Карта."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from service.card_table import dates_of
from service.cards import CardChange
from service.cli.bars import bar, lines, told
from service.cli.root import CommandError, app, with_service
from service.planning import Planned
from service.tables import read_table
from service.wiring import Service
from workflows.actor import SYSTEM
from workflows.refusals import Refused

_console = Console()

card = typer.Typer(no_args_is_help=True, help="The upload dates of the Карта.")
app.add_typer(card, name="card")


@app.command()
def plan(
    year: Annotated[int, typer.Argument(help="the year")],
    organization: Annotated[list[str] | None, typer.Option(help="code of an organisation; by default all")] = None,
) -> None:
    """Make the cases that organisations owe for a year and lack; end those that they owe no longer."""
    told(with_service(lambda service: _planned(service, year, organization)))


async def _planned(service: Service, year: int, organizations: list[str] | None) -> Planned:
    register = await service.register.current()
    if unknown := [code for code in organizations or () if register.organization(code) is None]:
        raise CommandError(f"there is no organisation {', '.join(unknown)}")
    with bar(f"Plan of {year}") as (shown, task):
        try:
            return await service.plans.plan(
                year, organizations, SYSTEM, lambda done, of: shown.update(task, completed=done, total=of)
            )
        except Refused as refused:
            raise CommandError(lines(refused)) from None


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
            raise CommandError(lines(refused)) from None
        if dry_run:
            return change, 0
        with bar("Dates of cases") as (shown, task):
            return change, await service.plans.cards.spread(
                year, lambda done, of: shown.update(task, completed=done, total=of)
            )

    change, cases = with_service(work)
    _console.print(
        f"{change.dates} dates: {change.added} set, {change.moved} moved, {change.withdrawn} withdrawn"
        + (" (nothing was recorded)." if dry_run else f"; {cases} cases changed.")
    )
