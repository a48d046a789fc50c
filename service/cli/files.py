"""Looking after the files kept as evidence."""

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.cli.root import CommandError, app, with_service
from service.files import Examined
from service.wiring import Service

_console = Console(stderr=True)

_files = typer.Typer(no_args_is_help=True, help="Files kept as evidence.")
app.add_typer(_files, name="files")


@_files.command("check")
def check() -> None:
    """Hash every kept file anew and list those that are missing or damaged; exit code 1 if there are any.

    Each is told by its address, which is its name in the folder of files, its organisation, and the day and account that it
    came from; what it is called and about is told to nobody. Nothing is changed: bring the file back from a backup, or let the
    account send it once more.
    """
    examined = with_service(_examine)
    wrong = [file for file in examined if file.state != "whole"]
    for file in wrong:
        typer.echo(f"{file.state}\t{file.address}\t{file.organization}\t{file.kept_at:%Y-%m-%d}\t{file.kept_by}")
    if wrong:
        raise CommandError(f"{len(wrong)} of {len(examined)} files are missing or damaged")
    typer.echo(f"{len(examined)} files, all whole.")


async def _examine(service: Service) -> list[Examined]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    examined = []
    with Progress(*columns, console=_console, transient=True) as bar:
        task = bar.add_task("files", total=await service.files.count())
        async for file in service.files.examine():
            examined.append(file)
            bar.advance(task)
    return examined
