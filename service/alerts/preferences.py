"""Where somebody gets mail, and whether they want it; the inbox cannot be switched off."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from events.store.statements import load
from events.text import msg
from service.alerts.delivery import About
from service.alerts.queue import Queue, mail_row
from service.clock import Clock
from workflows.refusals import Invalid, Violation

CODE_LASTS = timedelta(hours=1)
"""How long an address can be confirmed with the code that was mailed there."""

MOST_ASKED = 3
"""Codes that are mailed for an account within an hour: they go to whoever's address it is."""

_MOST_WRONG = 5
_DIGITS = 8
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST = 254
_SQL = load(__package__, "preferences.sql")


@dataclass(frozen=True, slots=True)
class Preference:
    """What an account chose. Mail goes to `address`, if there is one; without `mail` only what is mandatory.

    `asked_address` waits until `asked_until` for the code that was mailed there; after `wrong_codes` too many no code counts.
    """

    account: UUID
    address: str = ""
    set_by: str = ""
    mail: bool = True
    asked_address: str = ""
    asked_until: datetime | None = None
    wrong_codes: int = 0

    def code(self) -> str:
        """Give the code that is mailed to the address that waits: it follows from the key of this installation alone."""
        what = f"address {self.account} {self.asked_address} {self.asked_until and self.asked_until.timestamp()}"
        return str(int(seal_in_use().blinded(what), 16) % 10**_DIGITS).zfill(_DIGITS)


@dataclass
class Preferences:
    """The preferences of all accounts."""

    pool: AsyncConnectionPool
    clock: Clock

    async def of(self, account: UUID) -> Preference:
        """Give an account's preferences."""
        async with self.pool.connection() as conn:
            return await preference(conn, account)

    async def choose(self, account: UUID, *, mail: bool) -> None:
        """Switch mail on or off; what is mandatory comes all the same."""
        await self._change("set_mail", account=account, mail=mail)

    async def set_address(self, account: UUID, address: str) -> None:
        """Set an address as an administrator, "" for none; raises `Invalid`."""
        found = checked(address) if address else ""
        await self._change("set_address", account=account, address=found, set_by="administrator" if found else "")

    async def forget_address(self, account: UUID) -> None:
        """Let an account have no address."""
        await self._change("set_address", account=account, address="", set_by="")

    async def ask_address(self, account: UUID, address: str) -> None:
        """Have a code mailed to an address, which counts once its owner sends the code back; raises `Invalid`."""
        found, now = checked(address), self.clock.now()
        until = now + CODE_LASTS
        async with self.pool.connection() as conn, conn.transaction():
            values = {"account": account, "address": found, "until": until, "now": now, "most": MOST_ASKED}
            if (await conn.execute(_SQL["ask"], values)).rowcount == 0:
                text = msg(
                    "An address was asked for {n} times within an hour: wait, and look into your mail.", n=MOST_ASKED
                )
                raise _wrong("address", text)
            await conn.execute(_SQL["forget_asked"], {"account": account, "now": now})
            await Queue(conn).add([mail_row(About.ADDRESS, account, now, f"{found}:{until.timestamp()}")])

    async def confirm(self, account: UUID, code: str) -> None:
        """Let the address that waits count; raises `Invalid` for a wrong code, and for any after too many wrong ones."""
        values = {"account": account, "now": self.clock.now(), "most": _MOST_WRONG}
        async with self.pool.connection() as conn, conn.cursor(row_factory=class_row(Preference)) as cursor:
            # counted before it is looked at, so that trying many at once gains nothing
            waiting = await (await cursor.execute(_SQL["try_code"], values)).fetchone()
        if waiting is None:
            raise _wrong("code", msg("No address waits for a code any more. Enter the address again."))
        if not hmac.compare_digest(waiting.code(), code.strip().encode("ascii", "replace").decode()):
            raise _wrong(
                "code", msg("This is not the code that was mailed to {address}.", address=waiting.asked_address)
            )
        await self._change("set_address", account=account, address=waiting.asked_address, set_by="owner")

    async def _change(self, statement: str, **values: Any) -> None:
        async with self.pool.connection() as conn:
            await conn.execute(_SQL[statement], {**values, "now": self.clock.now()})


async def preference(conn: AsyncConnection[Any], account: UUID) -> Preference:
    """Give an account's preferences."""
    async with conn.cursor(row_factory=class_row(Preference)) as cursor:
        await cursor.execute(_SQL["select"], {"account": account})
        return await cursor.fetchone() or Preference(account)


def checked(address: str) -> str:
    """Give an address that mail can go to; raises `Invalid`."""
    found = address.strip()
    if len(found) > _LONGEST or not _ADDRESS.fullmatch(found):
        raise _wrong(
            "address", msg("“{address}” is no e-mail address: write it as name@example.kz.", address=found[:80])
        )
    return found


def _wrong(field: str, text: Any) -> Invalid:
    return Invalid((Violation((field,), text),))
