"""The year's plan of a small country, against as many bare saves of new aggregates."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from service.clock import FixedClock
from service.demo.country import register_country
from service.planning import YearPlans
from service.settings import Settings
from service.wiring import Service, open_service
from tests.benchmarks.callers import by_threads, loop_runner
from tests.benchmarks.lives import ORGANIZATION
from tests.benchmarks.measuring import Run, Side
from tests.benchmarks.stock import Analyses, Analysis, analyses
from workflows.actor import SYSTEM
from workflows.plan import owed

_DAY = date(2024, 1, 15)
_YEAR = 2024


@contextmanager
def ours(url: str, rounds: int, scale: float) -> Iterator[Side]:
    """`YearPlans.plan` for another part of the country each round: cases a second; all of the first plan is new."""
    settings = Settings(database_url=url)
    with loop_runner() as loop:
        opened = open_service(settings, FixedClock.at(_DAY), runs=False, ticks=False)
        service = loop.run(opened.__aenter__())
        try:
            loop.run(_entered(service, scale))
            parts = iter(loop.run(_parts(service, rounds)))
            yield lambda: loop.run(_planned(service, next(parts)))
        finally:
            loop.run(opened.__aexit__(None, None, None))


async def _entered(service: Service, scale: float) -> None:
    await register_country(service.organizations, scale)


async def _parts(service: Service, rounds: int) -> list[list[str]]:
    """Divide the bodies that owe something, each part having all kinds."""
    register = await service.register.refresh()
    codes = [code for code in register.codes() if (found := register.organization(code)) and owed(found, _YEAR)]
    return [codes[number::rounds] for number in range(rounds)]


async def _planned(service: Service, codes: list[str]) -> Run:
    began = time.perf_counter()
    planned = await YearPlans(service.cases).plan(_YEAR, codes, SYSTEM)
    return Run(planned.created / (time.perf_counter() - began))


@contextmanager
def stock(url: str, callers: int, seconds: float) -> Iterator[Side]:
    """`Application.save` of one new aggregate each by as many threads."""
    with analyses(url) as application:
        work = [partial(_save_new, application)] * callers
        by_threads(work, min(seconds, 0.5))
        yield lambda: by_threads(work, seconds)


def _save_new(application: Analyses) -> None:
    application.save(Analysis(organization=ORGANIZATION, actor=SYSTEM.id, data={"year": _YEAR}))
