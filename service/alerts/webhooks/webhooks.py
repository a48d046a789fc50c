"""The webhooks of an account: made, tried out, given new secrets, switched off and on, sent again what they missed."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from events.store.reader import last_position
from events.store.statements import load
from events.text import Text, msg
from service.alerts.delivery import About
from service.alerts.queue import Queue, webhook_row
from service.alerts.webhooks.addresses import Forbidden, Reachable
from service.alerts.webhooks.webhook import Webhook, closed, fresh_secret
from service.clock import Clock
from workflows.refusals import Invalid, Unknown, Violation

SQL = load(__package__, "webhooks.sql")

WANTS = ("notices", "events")
"""What a webhook may hear: what people are told, and what happens to cases."""

MOST = 10
"""Webhooks of one account."""

OVERLAP = timedelta(days=1)
"""How long the secret before stays valid after a new one is made."""

_LONGEST_TITLE = 100


@dataclass
class Webhooks:
    """The webhooks of all accounts; each is its owner's alone."""

    pool: AsyncConnectionPool
    clock: Clock
    reachable: Reachable = field(default_factory=Reachable)
    log: str = "main"

    async def create(self, account: UUID, title: str, url: str, wants: Collection[str]) -> tuple[Webhook, str]:
        """Make a webhook and give it with its secret, which is shown this once; raises `Invalid`."""
        webhook, secret, title = uuid.uuid4(), fresh_secret(), " ".join(title.split())
        await self._check(title, url, wants)
        values = {
            "id": webhook, "account": account, "title": title, "url": url, "wants": sorted(set(wants)),
            "secret": closed(webhook, 1, secret), "now": self.clock.now(), "most": MOST,
        }  # fmt: skip
        async with self.pool.connection() as conn, conn.transaction():
            # the log is followed from here on, if nobody has listened before
            await conn.execute(SQL["begin"], {"log": self.log, "position": await last_position(conn, self.log)})
            if (await conn.execute(SQL["create"], values)).rowcount == 0:
                raise _wrong("url", msg("You have {most} webhooks already. Use one of them.", most=MOST))
        return await self.get(account, webhook), secret

    async def of(self, account: UUID) -> list[Webhook]:
        """List an account's webhooks, the oldest first."""
        async with self.pool.connection() as conn:
            return await found(conn, b" WHERE account = %(account)s ORDER BY made_at, id", {"account": account})

    async def get(self, account: UUID, webhook: UUID) -> Webhook:
        """Give a webhook of an account; raises `Unknown` for any other."""
        async with self.pool.connection() as conn:
            rows = await found(
                conn, b" WHERE account = %(account)s AND id = %(id)s", {"account": account, "id": webhook}
            )
        if not rows:
            raise Unknown(msg("You have no such webhook."))
        return rows[0]

    async def rotate(self, account: UUID, webhook: UUID) -> str:
        """Make a new secret and give it; the one before is valid for a day more, and messages are signed with both."""
        known, secret, now = await self.get(account, webhook), fresh_secret(), self.clock.now()
        number = known.secret_number + 1
        sealed = closed(webhook, number, secret)
        values = {"id": webhook, "number": number, "secret": sealed, "until": now + OVERLAP, "now": now}
        async with self.pool.connection() as conn:
            if (await conn.execute(SQL["rotate"], values)).rowcount == 0:
                raise _wrong("secret", msg("A new secret was made at the same moment. Look at it, or make another."))
        return secret

    async def disable(self, account: UUID, webhook: UUID) -> None:
        """Let a webhook hear nothing any more; what waits for it is withdrawn."""
        await self.get(account, webhook)
        async with self.pool.connection() as conn, conn.transaction():
            await disable(conn, webhook, "owner", self.clock.now())

    async def enable(self, account: UUID, webhook: UUID) -> None:
        """Let a webhook hear what happens from now on."""
        await self.get(account, webhook)
        async with self.pool.connection() as conn:
            await conn.execute(SQL["enable"], {"id": webhook, "now": self.clock.now()})

    async def test(self, account: UUID, webhook: UUID) -> UUID:
        """Put a message in line that says nothing, and give its id; one that is disabled gets it too."""
        await self.get(account, webhook)
        row = webhook_row(About.TEST, webhook, account, self.clock.now(), uuid.uuid4())
        async with self.pool.connection() as conn:
            await Queue(conn).add([row])
        found_id: UUID = row["id"]
        return found_id

    async def redeliver(
        self,
        account: UUID,
        webhook: UUID,
        ids: Collection[UUID] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Put messages in line again: some, or those made from one instant to another; gives how many. Raises `Invalid`."""
        if (await self.get(account, webhook)).disabled_for:
            raise _wrong("webhook", msg("The webhook is disabled. Enable it first."))
        if ids is None and since is None and until is None:
            raise _wrong(
                "since", msg("Say which messages are to be sent again: by their ids, or from when until when.")
            )
        async with self.pool.connection() as conn:
            return await Queue(conn).again(webhook, self.clock.now(), ids, since, until)

    async def _check(self, title: str, url: str, wants: Collection[str]) -> None:
        if not 1 <= len(title) <= _LONGEST_TITLE or not title.isprintable():
            raise _wrong("title", msg("Name the system, in at most {most} characters.", most=_LONGEST_TITLE))
        if not wants or not set(wants) <= set(WANTS):
            raise _wrong("wants", msg("Say what it is to hear: notices, events, or both."))
        try:
            await self.reachable.addresses(url)
        except Forbidden as error:
            raise _wrong("url", error.text) from None
        except (OSError, UnicodeError):
            raise _wrong("url", msg("The host of the address is not known. Correct it.")) from None


async def found(conn: AsyncConnection[Any], condition: bytes, values: dict[str, Any]) -> list[Webhook]:
    """Give webhooks."""
    async with conn.cursor(row_factory=class_row(Webhook)) as cursor:
        await cursor.execute(SQL["select"] + condition, values)
        return await cursor.fetchall()


async def disable(conn: AsyncConnection[Any], webhook: UUID, why: str, now: datetime) -> bool:
    """Let a webhook hear nothing any more, in the caller's transaction; False if it did not before either."""
    if (await conn.execute(SQL["disable"], {"id": webhook, "why": why, "now": now})).rowcount == 0:
        return False
    await Queue(conn).withdraw(webhook, now, "the webhook was disabled")
    return True


def _wrong(name: str, text: Text) -> Invalid:
    path: Sequence[str | int] = (name,)
    return Invalid((Violation(tuple(path), text),))
