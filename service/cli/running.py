"""Commands that bring the service to life: serve, migrate, demo."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from events.store.reader import last_position
from projections.status import wait_for
from service.cli.demonstration import load_demonstration, tell_of_deadlines
from service.cli.root import app, run, with_service
from service.database import open_database
from service.demo.load import PASSWORD, accounts
from service.demo.reports import form_reports
from service.logs import configure_logs
from service.server import listen, serve
from service.settings import Settings, load_settings
from service.wiring import Service, open_service

_console = Console()


@app.command("serve")
def serve_command(
    demo: Annotated[bool, typer.Option("--demo", help="load the demonstration data and let its accounts in")] = False,
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on; 0 takes a free one")] = None,
) -> None:
    """Serve pages and API until Ctrl+C or SIGTERM."""
    given = {"host": host, "port": port, "demo": demo or None}
    settings = load_settings().model_copy(update={name: value for name, value in given.items() if value is not None})
    configure_logs(settings.log_format, settings.log_level)
    run(lambda: _serve(settings))


async def _serve(settings: Settings) -> None:
    with listen(settings.host, settings.port) as listener:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})  # the free one, where any would do
        fresh = False
        if settings.demo:
            # before the scheduler runs: the story must not meet deadlines that passed long after it
            async with open_service(settings, runs=False, ticks=False) as service:
                fresh = await load_demonstration(service)
        async with open_service(settings) as service:
            if settings.demo:
                await _read_models(service)
                await form_reports(service)
            if fresh:
                await tell_of_deadlines(service)
            await serve(service, listener, lambda address: _announce(service, address))


async def _read_models(service: Service) -> None:
    """Let the read models catch up, so that the first page is whole."""
    async with service.pool.connection() as conn:
        await wait_for(conn, service.cases.log, await last_position(conn, service.cases.log), timeout=30)


def _announce(service: Service, address: str) -> None:
    _console.print(f"\n  tbn4 is ready: [bold]{address}[/bold]   API: {address}/docs\n")
    if service.settings.demo:
        _console.print(_demo_accounts())


def _demo_accounts() -> Table:
    table = Table(
        "login", "password", "role", "organisation", title="Demonstration accounts", title_justify="left", box=None
    )
    for account in accounts():
        table.add_row(account["login"], PASSWORD, account.get("post", account["role"]), account["organization"])
    return table


@app.command()
def migrate() -> None:
    """Bring the database up to this release."""
    settings = load_settings()
    configure_logs(settings.log_format, settings.log_level)

    async def go() -> None:
        async with open_database(settings):
            _console.print("The database is up to date.")

    run(go)


@app.command()
def demo() -> None:
    """Load the demonstration data into an empty database."""
    settings = load_settings().model_copy(update={"demo": True})
    loaded = with_service(load_demonstration, settings)
    _console.print("The demonstration data are loaded." if loaded else "The demonstration data are there already.")
