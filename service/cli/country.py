"""Commands that make a synthetic country: its register and one year's plan, or three years of its work."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Annotated

import typer
from rich.console import Console

from events.store.reader import last_position
from projections import ALL
from projections.runner import ProjectionRunner
from projections.status import status
from service.cli.bars import bar, lines, told
from service.cli.demonstration import load_demonstration
from service.cli.root import CommandError, app, with_service
from service.demo.country import register_country, size
from service.demo.history.parts import AGENCY, Part
from service.demo.history.years import Years
from service.demo.step import Place
from service.logs import configure_logs
from service.planning import Planned
from service.settings import Settings, load_settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM
from workflows.refusals import Refused

_console = Console()

_SCALE = typer.Option(min=0.0001, max=1, help="which part of the country")
_BATCH = 4000
"""Events that read models take at once while they follow three years."""


@app.command()
def country(
    year: Annotated[int | None, typer.Option(help="the year to plan; by default this one")] = None,
    scale: Annotated[float, _SCALE] = 1.0,
) -> None:
    """Register a synthetic country of 10,000 organisations and plan a year for it (demonstration mode only)."""

    async def work(service: Service) -> tuple[int, Planned]:
        if not service.settings.demo:
            raise CommandError("a synthetic country is for demonstrations: set TBN4_DEMO=true")
        bodies = size(scale)
        with bar("Country") as (shown, task):
            shown.update(task, total=2 * bodies)
            entered = await register_country(
                service.organizations, scale, lambda done: shown.update(task, completed=done)
            )

            def progress(done: int, of: int) -> None:
                shown.update(task, completed=bodies + done, total=bodies + of)

            chosen = year or service.clock.today().year
            try:
                return entered, await service.plans.plan(chosen, None, SYSTEM, progress)
            except Refused as refused:
                raise CommandError(lines(refused)) from None

    entered, planned = with_service(work)
    _console.print(f"{entered} organisations entered.")
    told(planned)


@app.command("country-years")
def country_years(scale: Annotated[float, _SCALE] = 1.0) -> None:
    """Load the demonstration with three years of a synthetic country around it, into an empty database; again, it does nothing."""
    settings = load_settings().model_copy(update={"demo": True})
    loaded = with_service(lambda service: make_years(service, scale), settings)
    _console.print("The country is loaded." if loaded else "A demonstration is there already: nothing was done.")


async def make_years(service: Service, scale: float) -> bool:
    """Load the demonstration and the country around it, read models included; False if a demonstration is there already."""
    with bar("Register") as (shown, task):

        def progress(what: str, done: int, of: int) -> None:
            shown.update(task, description=what, completed=done, total=of)

        def around(logins: dict[Place, str]) -> Years:
            fixed = {
                Part.SUPERVISOR: logins[AGENCY, "supervisor", ""],
                Part.AGENCY_OFFICER: logins[AGENCY, "officer", ""],
            }
            return Years(service, scale, fixed, progress)

        with _fed(service.settings):
            loaded = await load_demonstration(service, around)
    if loaded:
        await follow(service)
    return loaded


@contextmanager
def _fed(settings: Settings) -> Iterator[None]:
    """Feed the read models meanwhile, in a process of its own: it takes as long as making what they are fed with."""
    feeder = get_context("spawn").Process(target=_feed, args=(settings,), daemon=True)
    feeder.start()
    try:
        yield
    finally:
        feeder.terminate()
        feeder.join()


def _feed(settings: Settings) -> None:
    configure_logs(settings.log_format, "warning")
    asyncio.run(_feeding(settings))


async def _feeding(settings: Settings) -> None:
    async with open_service(settings, runs=False, ticks=False) as service:
        await ProjectionRunner(service.connect, ALL, _BATCH).run()


async def follow(service: Service) -> None:
    """Let the read models catch up with the log, and PostgreSQL get to know its tables."""
    with bar("Read models") as (shown, task):
        async with service.pool.connection() as conn:
            last = await last_position(conn, service.cases.log)
            runner = asyncio.create_task(ProjectionRunner(service.connect, ALL, _BATCH).run())
            try:
                while (done := min((one.position for one in await status(conn) if one.live), default=0)) < last:
                    shown.update(task, completed=done, total=last)
                    await asyncio.sleep(0.5)
            finally:
                runner.cancel()
                await asyncio.gather(runner, return_exceptions=True)
            shown.update(task, description="Statistics", completed=last, total=last)
            await conn.execute("VACUUM (ANALYZE)")
