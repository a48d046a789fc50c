"""What was sent to an account or a webhook, with what came of every attempt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

from service.alerts.delivery import DeliveryChannel
from service.alerts.queue import SQL


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt: `result` and `code` are what came of it, `code` being what the other side said."""

    delivery: UUID
    number: int
    at: datetime
    result: str
    code: int | None
    detail: str
    milliseconds: int


@dataclass(slots=True)
class Listed:
    """A message as it stands, with its attempts in order; `next_at` counts while it waits."""

    id: UUID
    number: int
    channel: str
    about: str
    account: UUID
    webhook: UUID | None
    log: str
    position: int
    state: str
    attempts: int
    next_at: datetime
    made_at: datetime
    ended_at: datetime | None
    reason: str
    made: list[Attempt] = field(default_factory=list)


async def listed(
    conn: AsyncConnection[Any],
    channel: DeliveryChannel,
    *,
    account: UUID | None = None,
    webhook: UUID | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Listed]:
    """List messages, the newest first; `before` is the number after which the list goes on."""
    values = {"channel": channel, "account": account, "webhook": webhook, "before": before, "limit": limit}
    async with conn.cursor(row_factory=class_row(Listed)) as cursor:
        await cursor.execute(SQL["listed"], values)
        found = await cursor.fetchall()
    by_id = {one.id: one for one in found}
    for attempt in await attempts(conn, list(by_id)):
        by_id[attempt.delivery].made.append(attempt)
    return found


async def attempts(conn: AsyncConnection[Any], deliveries: Sequence[UUID]) -> list[Attempt]:
    """Give the attempts of some messages, in order."""
    async with conn.cursor(row_factory=class_row(Attempt)) as cursor:
        await cursor.execute(SQL["attempts"], {"ids": list(deliveries)})
        return await cursor.fetchall()
