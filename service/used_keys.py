"""Idempotency keys of requests that leave nothing in the log: each is used for one request, until housekeeping forgets it."""

from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from service.recall import key_reused
from service.requests import Request

_SQL = load(__package__, "used_keys.sql")


async def use(conn: AsyncConnection[Any], request: Request) -> None:
    """Keep what a key is used for; raises `KeyReused` if it was used for something else."""
    values = {"command_id": request.command_id, "digest": request.digest}
    row = await (await conn.execute(_SQL["use"], values)).fetchone()
    if row is None or bytes(row[0]) != request.digest:
        raise key_reused()
