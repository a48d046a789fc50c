"""Recording at the terminal what became of a package in the Cross-platform."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from events.text import msg
from service.cli.imports import Tongue
from service.cli.root import CommandError, app, with_service
from service.files import FileRefused
from service.i18n import LANGUAGES, Translator, is_language, translator
from service.package.results import Results, take_results
from service.package.results_table import COLUMNS
from service.tables import MOST_BYTES
from service.wiring import Service
from workflows.refusals import Refused

_console = Console(markup=False, highlight=False)


@app.command("results", no_args_is_help=True)
def results_command(
    file: Annotated[Path, typer.Argument(help="the list results.csv of a package, filled in; CSV or XLSX")],
    login: Annotated[str, typer.Option(help="account under whose name it is recorded")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done; record nothing")] = False,
    language: Tongue = LANGUAGES[0],
) -> None:
    """Record what became of uploads to the Cross-platform, row by row; exit code 1 if a row is refused."""
    if not is_language(language):
        raise CommandError("the language is ru, kk or en")
    if file.stat().st_size > MOST_BYTES:
        raise CommandError(f"{file} is larger than {MOST_BYTES / 1e6:g} MB")
    content, say = file.read_bytes(), translator(language)

    async def work(service: Service) -> Results:
        account = await service.access.account(login)
        return await take_results(service, account, content, file.name, dry_run=dry_run)

    try:
        found = with_service(work)
    except (FileRefused, Refused) as refusal:
        raise CommandError(f"{file.name}: {say(refusal.text)}") from None
    _print(found, say)
    if found.refused:
        raise CommandError(say.n("{n} row is refused.", "{n} rows are refused.", found.refused))


def _print(found: Results, say: Translator) -> None:
    """Show the figures, and why rows are refused."""
    recorded = msg("To be recorded") if found.dry_run else msg("Recorded")
    figures = Table(*(say(title) for title in (msg("Rows"), recorded, msg("Nothing new"), msg("Refused"))))
    figures.add_row(*(str(number) for number in (found.rows, found.recorded, found.unchanged, found.refused)))
    _console.print(figures)
    if found.errors:
        titles = {column.name: say(column.title) for column in COLUMNS}
        errors = Table(*(say(title) for title in (msg("Row"), msg("Column"), msg("What is wrong"))))
        for one in found.errors:
            errors.add_row(str(one.row), one.heading or titles.get(one.column, ""), say(one.text))
        _console.print(errors)
