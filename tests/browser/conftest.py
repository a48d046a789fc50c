"""The demonstration, served once for all tests of a process that walk through it with a browser."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import date

import pytest
from playwright.sync_api import Browser

from service.cli.demonstration import load_demonstration, tell_of_deadlines
from service.clock import FixedClock
from service.demo.load import PASSWORD
from service.demo.reports import form_reports
from service.settings import Settings
from service.wiring import open_service
from tests.browser.site import Running, Site, running
from tests.service.test_geography import squares
from tests.serving import Served, serving

TODAY = date(2026, 11, 23)
"""The Monday on which the demonstration is looked at."""


@pytest.fixture(scope="session")
def demonstration(
    new_database: Callable[[], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A service with the demonstration, its people, their reports and notices, and a true map."""
    folder = tmp_path_factory.mktemp("demonstration")
    outlines = folder / "regions.geojson"
    outlines.write_text(json.dumps(squares()), "utf-8")
    with new_database() as database_url:
        settings = Settings(database_url=database_url, data_dir=folder, demo=True)

        @asynccontextmanager
        async def opened() -> AsyncIterator[Served]:
            async with open_service(settings, FixedClock.at(TODAY), runs=False, ticks=False) as service:
                assert await load_demonstration(service)
            async with serving(
                database_url, TODAY, register=False, data_dir=folder, demo=True, map_file=outlines
            ) as served:
                await form_reports(served.service)
                await tell_of_deadlines(served.service)
                await served.projected()
                yield served

        with running(opened, patience=115) as found:
            yield found


@pytest.fixture
def demo(demonstration: Running, browser: Browser) -> Iterator[Site]:
    """The demonstration, about which no browser may complain."""
    found = Site(demonstration, browser, PASSWORD)
    yield found
    found.close()
    assert found.troubles == []
