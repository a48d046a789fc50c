"""Receivers, services that send to them, and a country: what tests of alerts have in common."""

from collections.abc import AsyncIterator

import pytest

from tests.service.alerts.made import NOON
from tests.service.alerts.receivers import Mailbox, Receiver, mailbox, receiver
from tests.service.alerts.sending import Sending, plain, sending
from tests.service.alerts.world import World, world
from tests.serving import Served, serving
from tests.web.visiting import people


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    """A mail server that takes all."""
    async with mailbox() as box:
        yield box


@pytest.fixture
async def there() -> AsyncIterator[Receiver]:
    """A receiver of webhooks that takes all."""
    async with receiver() as there:
        yield there


@pytest.fixture
async def service(database_url: str, box: Mailbox) -> AsyncIterator[Sending]:
    """A service that sends its mail to the box, on 1 March 2024 at noon."""
    async with sending(database_url, mail=plain(box.port), now=NOON) as service:
        yield service


@pytest.fixture
async def country(database_url: str) -> AsyncIterator[World]:
    """The country on Friday, 1 March 2024."""
    async with world(database_url) as made:
        yield made


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A service with people of the body."""
    async with serving(database_url) as served:
        await people(served)
        yield served
