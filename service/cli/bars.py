"""What commands show: how far they are, what a plan did, what was refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from service.planning import Planned
from workflows.refusals import Invalid, Refused

_console = Console()


@contextmanager
def bar(title: str) -> Iterator[tuple[Progress, TaskID]]:
    """Show a bar while something is under way, which the caller moves."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with Progress(*columns, console=_console) as shown:
        yield shown, shown.add_task(title, total=None)


def lines(refused: Refused) -> str:
    """Give what was refused, each wrong row of a table in a line of its own."""
    if not isinstance(refused, Invalid):
        return str(refused.text)
    return "\n".join(f"{' '.join(map(str, found.path))}: {found.text}" for found in refused.violations)


def told(planned: Planned) -> None:
    """Say what a plan did."""
    _console.print(
        f"{planned.organizations} organisations: {planned.created} cases made, {planned.existing} were there, "
        f"{planned.ended} ended since they are owed no longer, {planned.restored} restored since they are owed after all."
    )
