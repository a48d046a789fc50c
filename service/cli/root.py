"""The command's frame: its subcommands, its settings, and errors as one line."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import psycopg
import typer
from typer.core import TyperGroup

from service.access import AccessError
from service.logs import configure_logs
from service.migrations import MigrationError
from service.postgres import PostgresError
from service.server import PortTaken
from service.settings import Settings, SettingsError, load_settings
from service.wiring import Service, open_service

T = TypeVar("T")


class CommandError(Exception):
    """The command cannot do what was asked; the message is one line that says why."""


_FAILURES = (AccessError, CommandError, MigrationError, PortTaken, PostgresError, OSError)


class OneLineErrors(TyperGroup):
    """Tells of foreseeable failures in one line: exit code 2 for wrong settings, 1 for what went wrong."""

    def invoke(self, ctx: Any) -> Any:
        """Run the subcommand."""
        try:
            return super().invoke(ctx)
        except SettingsError as error:
            _fail(str(error), 2)
        except psycopg.OperationalError as error:
            _fail(f"the database cannot be reached: {str(error).strip().splitlines()[-1]}", 1)
        except _FAILURES as error:
            _fail(str(error), 1)


def _fail(message: str, code: int) -> None:
    typer.echo(f"tbn4: {message}", err=True)
    raise typer.Exit(code)


app = typer.Typer(
    cls=OneLineErrors, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Event-sourced workflow service for the TBN-4 projects. Settings are environment variables; see README.md.",
)  # fmt: skip


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a command's work on uvloop, where there is one."""
    if sys.platform == "win32":
        return asyncio.run(work())
    import uvloop  # noqa: PLC0415 - not on Windows

    return uvloop.run(work())


def with_service(work: Callable[[Service], Coroutine[Any, Any, T]], settings: Settings | None = None) -> T:
    """Run a command's work with the service's parts, beside a running service or without one; logs only warnings."""
    chosen = settings or load_settings()
    configure_logs(chosen.log_format, "warning")

    async def go() -> T:
        async with open_service(chosen, runs=False, ticks=False) as service:
            return await work(service)

    return run(go)


# The subcommands register themselves with `app`, which they import from here.
from service.cli import (  # noqa: E402
    accounts,  # noqa: F401
    calendar,  # noqa: F401
    country,  # noqa: F401
    files,  # noqa: F401
    history,  # noqa: F401
    imports,  # noqa: F401
    planning,  # noqa: F401
    reports,  # noqa: F401
    results,  # noqa: F401
    running,  # noqa: F401
    signatures,  # noqa: F401
)
