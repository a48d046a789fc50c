"""Waiting until the read models show what a caller has just done."""

import asyncio
from collections.abc import Collection

from psycopg_pool import AsyncConnectionPool

from events.store.reader import last_position
from events.text import msg
from projections.status import wait_for
from workflows.refusals import Refused

LONGEST = 2.0
"""Seconds after which a list answers without it."""

_LOOK = 0.05


class Behind(Refused):
    """The read models do not show yet what was recorded last, and what is asked for would be decided by it."""

    def __init__(self) -> None:
        super().__init__(msg("The lists do not show the last changes yet. Nothing was done: try again in a moment."))


async def reached(
    pool: AsyncConnectionPool, log: str, position: int, projections: Collection[str] | None = None
) -> bool:
    """Wait until the read models, all or those named, show everything up to a position that exists; False if they do not in time.

    Between looks the connection is given back: those who wait must not keep the others from working.
    """
    until = asyncio.get_running_loop().time() + LONGEST
    async with pool.connection() as conn:
        if position > await last_position(conn, log):
            return False
    while True:
        async with pool.connection() as conn:
            if await wait_for(conn, log, position, timeout=0, projections=projections):
                return True
        if asyncio.get_running_loop().time() >= until:
            return False
        await asyncio.sleep(_LOOK)
