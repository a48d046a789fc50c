"""A service for tests of imports."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from service.clock import FixedClock
from service.settings import Settings
from service.wiring import Service, open_service


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """A service with an empty register, in 2024."""
    settings = Settings(database_url=database_url)
    async with open_service(settings, FixedClock.at(date(2024, 5, 2)), runs=False, ticks=False) as opened:
        yield opened
