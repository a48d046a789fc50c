"""Notices, in PostgreSQL: putting them there once, an account's own, and those about a case."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from events.store.statements import load
from service.alerts.notice import Notice
from service.alerts.reasons import closed, opened

SQL = load(__package__, "notices.sql")

CHANNEL = "tbn4_notices"
"""The channel of NOTIFY on which those who wait for notices hear that an inbox changed; the payload is their accounts."""

_SAID = attrgetter(*(field.name for field in fields(Notice) if field.name != "number"))
_LONGEST = 8_000  # bytes that PostgreSQL takes in one message


@dataclass(frozen=True, slots=True)
class Notices:
    """The notices of a database; every method works on the caller's connection, in the caller's transaction."""

    conn: AsyncConnection[Any]

    async def put(self, notices: Sequence[Notice]) -> list[Notice]:
        """Store those that are not there yet and give them, numbered; others stay as they are."""
        if not notices:
            return []
        written = [_closed(one) if one.clearance else one for one in notices]
        rows = msgspec.json.encode(written).decode()
        stored = dict(await (await self.conn.execute(SQL["put"], {"rows": rows})).fetchall())
        if stored:
            await self._tell(notice.account for notice in notices if notice.id in stored)
        return [_numbered(notice, stored[notice.id]) for notice in notices if notice.id in stored]

    async def of_account(
        self, account: UUID, *, before: int | None = None, limit: int = 50, unread: bool = False
    ) -> list[Notice]:
        """Give an account's notices, or the `unread` ones, the newest first; `before` is the number after which the list goes on."""
        condition = b" WHERE account = %(account)s AND number < coalesce(%(before)s, 9223372036854775807)"
        if unread:
            condition += b" AND read_at IS NULL"
        return await self._found(condition, {"account": account, "before": before, "limit": limit}, newest=True)

    async def of_case(self, case_id: UUID, limit: int = 1_000) -> list[Notice]:
        """Give what was told about a case, the oldest first."""
        return await self._found(b" WHERE case_id = %(case_id)s", {"case_id": case_id, "limit": limit})

    async def unread(self, account: UUID) -> int:
        """Count an account's unread notices."""
        row = await (await self.conn.execute(SQL["unread"], {"account": account})).fetchone()
        return int(row[0]) if row else 0

    async def news(self, account: UUID) -> int:
        """Count what the bell of an account tells of: its unread notices, and what it has exported."""
        row = await (await self.conn.execute(SQL["news"], {"account": account})).fetchone()
        return int(row[0]) if row else 0

    async def read(self, account: UUID, now: datetime, ids: Collection[UUID] | None = None) -> int:
        """Note that an account has read some of its notices, or all; gives how many it had not."""
        values = {"account": account, "now": now, "ids": None if ids is None else list(ids)}
        read = (await self.conn.execute(SQL["read"], values)).rowcount
        if read:
            await self._tell([account])
        return read

    async def _tell(self, accounts: Iterable[UUID]) -> None:
        """Tell whose inboxes stand otherwise now; of too many for one message, that some do."""
        payload = " ".join(sorted({str(account) for account in accounts}))
        await self.conn.execute(SQL["tell"], {"payload": payload if len(payload) < _LONGEST else ""})

    async def _found(self, condition: bytes, values: dict[str, Any], *, newest: bool = False) -> list[Notice]:
        order = b" ORDER BY number DESC LIMIT %(limit)s" if newest else b" ORDER BY number LIMIT %(limit)s"
        async with self.conn.cursor(row_factory=class_row(Notice)) as cursor:
            await cursor.execute(SQL["select"] + condition + order, values)
            return [shown(notice) for notice in await cursor.fetchall()]


def _closed(notice: Notice) -> Notice:
    return replace(notice, reason=closed(notice.id, notice.reason, notice.clearance))


def _numbered(notice: Notice, number: int) -> Notice:
    """What `dataclasses.replace` gives, which takes ten times as long: thousands are told at once."""
    return Notice(*(*_SAID(notice), number))


def shown(notice: Notice) -> Notice:
    """Give a notice as it is stored with its reason as it was written; raises `Unreadable`."""
    return replace(notice, reason=opened(notice.id, notice.reason, notice.clearance)) if notice.clearance else notice
