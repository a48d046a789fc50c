"""The database of the service: the configured one, or one of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from service.migrations import migrate
from service.postgres import embedded
from service.settings import Settings


@asynccontextmanager
async def open_database(settings: Settings, *, lasting: bool = False) -> AsyncIterator[str]:
    """Give the URL of the configured database, or of the embedded one, which runs for the while; migrated in both cases.

    `lasting` is for the service itself (see `service.postgres.embedded`).
    """
    with ExitStack() as stack:
        url = settings.database_url
        if url is None:
            folder = settings.data_dir / "postgres"
            url = await asyncio.to_thread(stack.enter_context, embedded(folder, lasting=lasting))
        await migrate(url)
        yield url
