"""The address by which a calendar program reads an account's deadlines: made, changed, revoked; and the deadlines themselves."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from events.text import msg
from projections.cleared import Cleared
from projections.deadline_row import DeadlineRow
from projections.page import Where, rows
from service.access import Access, AccessError, Account
from service.clock import Clock
from workflows.refusals import NotPermitted

KEPT = timedelta(days=92)
"""How long an overdue deadline stays in the calendar."""

MOST = 1_000
"""Deadlines in one calendar, the most urgent."""

_SQL = load(__package__, "feeds.sql")


@dataclass(slots=True)
class Due(DeadlineRow):
    """A deadline with the instant at which it was set as it stands."""

    recorded_at: datetime


@dataclass(frozen=True)
class Feeds:
    """The addresses of calendars. A secret is given out once, when it is made."""

    pool: AsyncConnectionPool
    clock: Clock
    access: Access

    async def make(self, account: Account) -> str:
        """Give an account a new address, by its secret, in place of the one it has; raises `NotPermitted`."""
        if not account.organization:
            raise NotPermitted(
                msg("A calendar holds the deadlines of an organisation, and your account belongs to none.")
            )
        secret = secrets.token_urlsafe(32)
        await self._change("make", {"account": account.id, "secret": _digest(secret), "now": self.clock.now()})
        return secret

    async def revoke(self, account: Account) -> bool:
        """End an account's address; False if it has none."""
        return await self._change("revoke", {"account": account.id}) > 0

    async def made_at(self, account: Account) -> datetime | None:
        """Say when an account's address was made, None if it has none."""
        row = await self._row("made_at", {"account": account.id})
        return row[0] if row else None

    async def reader(self, secret: str) -> Account | None:
        """Give the account whose address it is, None if it is nobody's or they are not let in any more."""
        row = await self._row("login", {"secret": _digest(secret)})
        if row is None:
            return None
        try:
            account = await self.access.account(row[0])
        except AccessError:
            return None
        return account if self.access.demo or not account.demo else None

    async def _change(self, statement: str, values: dict[str, Any]) -> int:
        async with self.pool.connection() as conn:
            return (await conn.execute(_SQL[statement], values)).rowcount

    async def _row(self, statement: str, values: dict[str, Any]) -> tuple[Any, ...] | None:
        async with self.pool.connection() as conn:
            row: tuple[Any, ...] | None = await (await conn.execute(_SQL[statement], values)).fetchone()
            return row


async def dues(conn: AsyncConnection[Any], bodies: Collection[str], cleared: Cleared, today: date) -> list[Due]:
    """Give what belongs into a calendar of some bodies: what is awaited, and what was still to come but is settled."""
    where = Where()
    where.seen_by(cleared)
    where.among("organization", bodies)
    where.add("bound = 'not_later'")
    where.add(
        "(status IN ('open', 'missed') AND due >= %(since)s OR status NOT IN ('open', 'missed') AND due >= %(today)s)",
        since=today - KEPT, today=today,
    )  # fmt: skip
    where.values["most"] = MOST
    return await rows(conn, Due, where.of(_SQL["dues"]) + b" ORDER BY due, case_id, key LIMIT %(most)s", where.values)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def uid(case_id: UUID, key: str) -> UUID:
    """Give what names a deadline in calendars for as long as there is one; it tells nothing of its case."""
    return uuid5(case_id, key)
