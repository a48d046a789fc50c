"""Connections to the test's database, and read models in it."""

from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from projections import ALL
from projections.generations import prepare
from projections.projection import Connect


@pytest.fixture
def connect(database_url: str) -> Connect:
    """Opens connections to the test's database."""

    async def open_connection() -> AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(database_url, autocommit=True)

    return open_connection


@pytest.fixture
async def conn(connect: Connect) -> AsyncIterator[AsyncConnection[Any]]:
    """A connection to a database whose read models are made and empty."""
    async with await connect() as connection:
        await prepare(connection, ALL)
        yield connection
