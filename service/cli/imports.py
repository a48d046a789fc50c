"""Importing tables at the terminal."""

from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from events.text import msg
from service.cli.root import CommandError, app, with_service
from service.files import FileRefused
from service.i18n import LANGUAGES, Language, Translator, is_language, translator
from service.imports import KINDS, Report, RowsInvalid, kind_of
from service.imports.kind import Kind
from service.imports.template import template
from service.tables import MOST_BYTES
from service.wiring import Service
from workflows.actor import SYSTEM
from workflows.refusals import Refused, Unknown

_console, _progress = Console(markup=False, highlight=False), Console(stderr=True)

Name = Annotated[str, typer.Argument(metavar="KIND", help=", ".join(KINDS))]
Tongue = Annotated[str, typer.Option("--language", help="of headings and errors: ru, kk or en")]


@app.command("import", no_args_is_help=True)
def import_command(
    kind: Annotated[str, typer.Argument(help=f"{', '.join(KINDS)}; or `template` for a workbook to fill in")],
    file: Annotated[str, typer.Argument(help="an XLSX or CSV; after `template` the kind")],
    target: Annotated[Path | None, typer.Argument(help="after `template KIND`: the workbook to write")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done; store nothing")] = False,
    login: Annotated[
        str, typer.Option(help="account that imports; without one the operator may import everything")
    ] = "",
    language: Tongue = LANGUAGES[0],
) -> None:
    """Import organisations, people, posts or appointments from a table, all rows or none; exit code 1 for errors in it."""
    if not is_language(language):
        raise CommandError("the language is ru, kk or en")
    tongue = cast(Language, language)
    if kind == "template":
        _write_template(_kind(file), target, tongue)
    elif target is not None:
        raise CommandError("give one file")
    else:
        _import(_kind(kind), Path(file), login, translator(tongue), dry_run=dry_run)


def _kind(name: str) -> Kind:
    try:
        return kind_of(name)
    except Unknown:
        raise CommandError(f"there is no table “{name}”: choose from {', '.join(KINDS)}") from None


def _write_template(kind: Kind, target: Path | None, language: Language) -> None:
    if target is None:
        raise CommandError("name the workbook to write: tbn4 import template KIND FILE")
    if target.exists():
        raise CommandError(f"{target} exists already")
    target.write_bytes(template(kind, language))
    typer.echo(f"{target} is written.")


def _import(kind: Kind, file: Path, login: str, say: Translator, *, dry_run: bool) -> None:
    if file.stat().st_size > MOST_BYTES:
        raise CommandError(f"{file} is larger than {MOST_BYTES / 1e6:g} MB")
    content = file.read_bytes()

    async def work(service: Service) -> Report:
        actor = await service.access.actor(await service.access.account(login)) if login else SYSTEM
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Progress(*columns, console=_progress, transient=True, disable=not _progress.is_terminal) as bar:
            task = bar.add_task(say(kind.title), total=None)
            return await service.imports.run(
                kind.name,
                content,
                file.name,
                actor,
                dry_run=dry_run,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )

    try:
        report = with_service(work)
    except RowsInvalid as refusal:
        report = refusal.report
    except (FileRefused, Refused) as refusal:
        raise CommandError(f"{file.name}: {say(refusal.text)}") from None
    _print(kind, report, say)
    if report.wrong:
        raise CommandError(say.n("{n} error. Nothing was stored.", "{n} errors. Nothing was stored.", report.wrong))


def _print(kind: Kind, report: Report, say: Translator) -> None:
    """Show the figures and the errors."""
    figures = Table(
        *(say(title) for title in (msg("Table"), msg("Rows"), msg("New"), msg("Changed"), msg("Unchanged")))
    )
    numbers = (report.rows, report.created, report.changed, report.unchanged)
    figures.add_row(say(kind.title), *(str(number) for number in numbers))
    _console.print(figures)
    if report.errors:
        titles = {column.name: say(column.title) for column in kind.columns}
        errors = Table(*(say(title) for title in (msg("Row"), msg("Column"), msg("What is wrong"))))
        for one in report.errors:
            errors.add_row(str(one.row), one.heading or titles.get(one.column, ""), say(one.text))
        _console.print(errors)
    elif report.dry_run:
        _console.print(say(msg("The table is right. Nothing is stored yet.")))
    elif report.position:
        _console.print(say(msg("The table is stored.")))
    else:
        _console.print(say(msg("Everything was recorded already.")))
