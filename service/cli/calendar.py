"""Commands about the working-day calendar: proposals from a file, and what the installed library says differently."""

import asyncio
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from service.calendar_import import EXAMPLE, Proposed, propose
from service.cli.root import CommandError, app, with_service
from service.wiring import Service
from workflows.calendar import Calendar
from workflows.refusals import Invalid, Refused

_console = Console(markup=False, highlight=False)

calendar = typer.Typer(no_args_is_help=True, help="The working-day calendar.")
app.add_typer(calendar, name="calendar")


@calendar.command("import")
def import_proposals(
    file: Annotated[
        Path, typer.Argument(help="YAML: a list of proposals, each with `action` and its data", exists=True)
    ],
    organization: Annotated[str, typer.Option(help="code of the body under which they are kept")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be done; store nothing")] = False,
) -> None:
    """Propose changes of the calendar, all of a file or none; a supervisor approves each on its page.

    The actions are propose_swap, propose_day_off, propose_holiday, propose_festival_date and propose_holiday_withdrawal; beside
    the action stand the fields of its form, as in POST /api/v1/cases. `tbn4 calendar example` prints a file.
    """

    async def work(service: Service) -> Proposed:
        content = await asyncio.to_thread(file.read_bytes)
        try:
            return await propose(service.cases, content, organization, dry=dry_run)
        except Invalid as refused:
            lines = (f"{' '.join(map(str, found.path))}: {found.text}" for found in refused.violations)
            raise CommandError("\n".join(lines)) from None
        except Refused as refused:
            raise CommandError(str(refused.text)) from None

    found = with_service(work)
    for number, case in found.rows.items():
        said = msgspec.to_builtins(case.history[-1].facts())
        _console.print(f"{number}: {case.organization}, {case.history[-1].TOPIC}, {_in_short(said)}", soft_wrap=True)
    _console.print(
        f"{found.made} proposals{' (nothing was recorded)' if dry_run else ''}; {found.known} were made before."
    )


def _in_short(said: Mapping[str, Any]) -> str:
    return msgspec.json.encode({name: value for name, value in said.items() if value not in (None, "")}).decode()


@calendar.command()
def example() -> None:
    """Print a file that can be imported."""
    _console.print(EXAMPLE, end="", soft_wrap=True)


@calendar.command()
def differences(
    first: Annotated[int, typer.Option("--from", min=2016, max=2040, help="first year")] = 2016,
    last: Annotated[int, typer.Option("--to", min=2016, max=2040, help="last year")] = 2040,
) -> None:
    """Compare the calendar with the installed package `holidays`; exit code 1 if they differ.

    The service never asks that package: a new version of it changes nothing until somebody acts on this report.
    """
    try:
        from holidays import country_holidays  # noqa: PLC0415 - not among what the service needs
    except ImportError:
        raise CommandError("the package `holidays` is not installed: pip install holidays") from None
    theirs, ours = country_holidays("KZ", years=range(first, last + 1)), Calendar.as_known()
    found = 0
    for number in range(date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal() + 1):
        day = date.fromordinal(number)
        if theirs.is_working_day(day) != ours.is_working(day):
            found += 1
            kept = ours.reason(day)
            _console.print(
                f"{day}: {'a working day' if kept is None else f'off ({kept.code} {kept.name})'.replace(' )', ')')} here; "
                f"{'a working day' if theirs.is_working_day(day) else 'off'} in `holidays`"
            )
    _console.print(f"{found} differences.")
    raise typer.Exit(1 if found else 0)
