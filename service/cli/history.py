"""Histories that were exported as JSON Lines."""

from pathlib import Path
from typing import Annotated

import typer

from service.cli.root import CommandError, app
from service.history.checking import ChainError
from service.history.checking import check as follow

_history = typer.Typer(no_args_is_help=True, help="Histories of cases that were exported as JSON Lines.")
app.add_typer(_history, name="history")


@_history.command("check")
def check(file: Annotated[Path, typer.Argument(help="A history as JSON Lines.")]) -> None:
    """Follow the chain of hashes of an exported history, without the service; exit code 1 if it is broken.

    Each entry is compared with what lies in the log, which stands in it: number, type, both clocks, who, role, body, on whose behalf, states,
    remarks, corrections, hashes of files, deadlines and data. Not compared are words for people (titles, names). What `about` says has a hash
    of its own, tied to the last one of the chain; case, kind, body and state are compared with the entries besides. Of what a history by a
    day leaves out there is the hash alone. Whoever makes all hashes anew is found by the last one: two files are of one history if the last
    hash of the shorter one stands in the longer. A file that was exported before `about` had a hash is checked without it, and that is said.
    """
    try:
        with file.open(encoding="utf-8") as lines:
            found = follow(lines)
    except (ChainError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from None
    typer.echo(
        f"{found.case_id}: {found.entries} entries, {found.left_out} left out, all whole; last hash {found.hash}"
    )
    if not found.about_held:
        typer.echo(
            "The file is of an earlier release: what `about` says beside case, kind, body and state (as of when, for whom, when) has no hash, and was not checked."
        )
    typer.echo("Titles and names of people, bodies and files are not in the log, and were not checked.")
