"""From when until when cases were in their states, in a table narrow enough to be read whole: how long stages last is counted from it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.store.statements import load

SQL = load(__package__, "visits.sql")


async def keep(conn: AsyncConnection[Any], log: str, ids: Collection[UUID]) -> None:
    """Make the visits of some cases to their states what the versions of the cases say."""
    await conn.execute(SQL["keep"], {"log": log, "ids": msgspec.json.encode(sorted(ids)).decode()})
