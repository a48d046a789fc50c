"""Connections whose locks the server takes away when their process is paused or gone."""

from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load

_SQL = load(__package__, "alive.sql")
_SILENCE, _LONGEST_TRANSACTION = "10s", "60s"  # after which the server ends the session of a process that is paused


async def keep_alive(conn: AsyncConnection[Any]) -> None:
    """Let the server end this session, and with it its locks, once its process no longer says anything (decision 8)."""
    await conn.execute(_SQL["keep_alive"], {"silence": _SILENCE, "longest": _LONGEST_TRANSACTION})
