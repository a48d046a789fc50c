"""Looking after the trust lists by which electronic signatures are verified."""

from pathlib import Path

import typer

from service.cli.root import CommandError, app
from service.clock import SystemClock
from service.settings import load_settings
from service.signatures.trust import Listed, TrustError, listed

_signatures = typer.Typer(no_args_is_help=True, help="Electronic signatures.")
_trust = typer.Typer(no_args_is_help=True, help="Whom signatures are trusted by: the folder that TBN4_TRUST_DIR names.")
app.add_typer(_signatures, name="signatures")
_signatures.add_typer(_trust, name="trust")


@_trust.command("list")
def list_trust() -> None:
    """List the certificates of authorities and the lists of revoked ones, each with the days on which it serves."""
    for one in _listed():
        until = f"{one.until:%Y-%m-%d}" if one.until else "—"
        typer.echo(f"{'serves' if one.serves else 'over'}\t{one.file}\t{one.title}\t{one.since:%Y-%m-%d}\t{until}")


@_trust.command("check")
def check_trust() -> None:
    """Say whether signatures can be verified by the folder; exit code 1 if something is missing or over.

    Needed are a root and a current list of revoked certificates; nothing is fetched: put newer lists there as they appear.
    """
    found = _listed()
    wrong = [_why_not(one) for one in found if not one.serves]
    missing = {"roots": "there is no root", "crls": "there is no list of revoked certificates"}
    wrong += [words for kind, words in missing.items() if not any(one.kind == kind for one in found)]
    for words in wrong:
        typer.echo(words)
    if wrong:
        raise CommandError("signatures cannot all be verified by the folder")
    typer.echo(f"{len(found)} certificates and lists, all serve.")


def _why_not(one: Listed) -> str:
    if one.kind == "crls" and one.until:
        return f"{one.file} is stale: it is of {one.since:%Y-%m-%d}, a newer list was due on {one.until:%Y-%m-%d}"
    return f"{one.file} is over"


def _listed() -> list[Listed]:
    folder = load_settings().trust_dir
    if folder is None:
        raise CommandError("TBN4_TRUST_DIR names no folder: no signature is valid without it")
    try:
        return list(_of(folder))
    except TrustError as error:
        raise CommandError(str(error)) from None


def _of(folder: Path) -> list[Listed]:
    if not folder.is_dir():
        raise CommandError(f"{folder} is no folder")
    return list(listed(folder, SystemClock().now()))
