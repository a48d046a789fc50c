"""A dry run is the import but for the storing: held to it on random tables, one after another on the same register."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.clock import FixedClock
from service.imports import Report, RowsInvalid
from service.settings import Settings
from service.wiring import Service, open_service
from tests.service.imports.tables import number, organization, post
from tests.service.imports.test_imports import events, run

CODES = ("a", "b", "c", "d", "e")
DAYS = st.sampled_from(("2023-01-03", "2024-01-01", "2024-04-01", "31.12.2023"))

ORGANIZATIONS = st.builds(
    lambda code, kind, parent, since, **more: organization(code, kind, parent, since=since, **more),
    st.sampled_from(CODES),
    st.sampled_from(("CGO", "TER", "TER", "KGS")),
    st.sampled_from((*CODES, "")),
    DAYS,
    name_ru=st.sampled_from(("Один", "Два")),
    bin=st.sampled_from(("", number(1), number(2), "123")),
)
POSTS = st.builds(
    lambda code, name, above, since: post(
        code, name, superior_organization=above and code, superior_post=above, since=since
    ),
    st.sampled_from(CODES),
    st.sampled_from(("x", "y", "z")),
    st.sampled_from(("x", "y", "")),
    DAYS,
)
TABLES = st.one_of(
    st.tuples(st.just("organizations"), st.lists(ORGANIZATIONS, min_size=1, max_size=5)),
    st.tuples(st.just("posts"), st.lists(POSTS, min_size=1, max_size=4)),
)


@pytest.fixture
def alone(database_url: str) -> Iterator[Callable[[Callable[[Service], Awaitable[None]]], None]]:
    """Give a function that runs something with one and the same service, whatever else uses event loops."""
    chosen = Settings(database_url=database_url)
    opened = open_service(chosen, FixedClock.at(date(2024, 5, 2)), runs=False, ticks=False)
    with asyncio.Runner() as runner:
        service = runner.run(opened.__aenter__())
        yield lambda work: runner.run(_done(work(service)))
        runner.run(opened.__aexit__(None, None, None))


async def _done(work: Awaitable[None]) -> None:
    await work


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TABLES, min_size=1, max_size=4))
def test_a_dry_run_tells_what_the_import_does(
    alone: Callable[[Callable[[Service], Awaitable[None]]], None], tables: list[tuple[str, list[dict[str, Any]]]]
) -> None:
    """The import does what the dry run before it told: the same figures, rows and errors; with errors, nothing; twice, nothing more."""

    async def all_tables(service: Service) -> None:
        for kind, rows in tables:
            await _try(service, kind, rows)

    alone(all_tables)


async def _try(service: Service, kind: str, rows: list[dict[str, Any]]) -> None:
    before = await events(service)
    dry = await run(service, kind, rows, dry_run=True)
    assert await events(service) == before
    wet = await _written(service, kind, rows)
    assert _bare(wet) == _bare(dry)
    grown = await events(service) > before
    if wet.wrong:
        assert not grown
        return
    assert bool(wet.position) == grown == bool(wet.created + wet.changed)
    again = await run(service, kind, rows)
    assert (again.unchanged, again.position) == (len(rows), 0)


async def _written(service: Service, kind: str, rows: list[dict[str, Any]]) -> Report:
    """Import a table; gives the report, of a refused one that of the refusal."""
    try:
        return await run(service, kind, rows)
    except RowsInvalid as refused:
        return refused.report


def _bare(report: Report) -> Report:
    return replace(report, dry_run=False, position=0, recorded_at=None)
