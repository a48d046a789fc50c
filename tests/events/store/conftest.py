"""Connections to the test's own database."""

from collections.abc import AsyncIterator
from functools import partial

import pytest
from psycopg import AsyncConnection

from events.store.group_commit import GroupCommit
from tests.events.store.material import Connect


@pytest.fixture
def connect(database_url: str) -> Connect:
    """Opens a connection to the test's database."""
    return partial(AsyncConnection.connect, database_url)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[GroupCommit]:
    """An open store of the log `main`; its connection is named `committer`."""
    async with GroupCommit(partial(AsyncConnection.connect, database_url, application_name="committer")) as group:
        yield group
