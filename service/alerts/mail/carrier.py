"""Takes mails to the mail server, and tries again for two days."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.text import Text, msg
from service.access import Access, Account
from service.alerts.delivery import About, AttemptResult, Delivery, LeftOut, Outcome, spread
from service.alerts.mail.contents import SQL, Carried, carried, contents
from service.alerts.mail.letter import Letters
from service.alerts.mail.server import MailServer
from service.alerts.preferences import Preference, preference
from service.clock import Clock
from service.i18n import pick, translator
from service.status import Today

SCHEDULE = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 120, 240, 480, 720, 1440))
"""How long after each failed attempt the next one is made; after the last one the mail is given up."""

_NOTHING_LEFT = Outcome(AttemptResult.WITHDRAWN, detail="nothing it carries is awaited any more")
_NOBODY = Outcome(AttemptResult.WITHDRAWN, detail="the account has no address, or is disabled")
_UNWANTED = Outcome(AttemptResult.WITHDRAWN, detail="the reader has switched mail off")
_WHY = {
    "gone": msg("its address answered that it is gone (410)."),
    "failing": msg("nothing has reached it for five days."),
}


@dataclass
class MailCarrier:
    """Writes mails when they are sent, so that nobody is told of what is done, and hands them in."""

    pool: AsyncConnectionPool
    clock: Clock
    access: Access
    server: MailServer
    letters: Letters

    async def carry(self, delivery: Delivery) -> Outcome:
        """Send a mail, unless nobody needs it any more."""
        account = await self.access.by_id(delivery.account)
        async with self.pool.connection() as conn:
            chosen = await preference(conn, delivery.account)
        to = chosen.asked_address if delivery.about is About.ADDRESS else chosen.address
        if account is None or not to:
            return _NOBODY
        match delivery.about:
            case About.ADDRESS:
                return await self._send_code(delivery, account, chosen)
            case About.DISABLED:
                return await self._send_disabled(delivery, account, to)
            case _:
                return await self._send_digest(delivery, account, chosen)

    def wait(self, delivery: Delivery, now: datetime) -> datetime | None:
        """Say when to try again; None to give up. In quiet hours nothing is taken from the line."""
        if delivery.tries > len(SCHEDULE):
            return None
        return now + SCHEDULE[delivery.tries - 1] * spread(delivery)

    async def _send_digest(self, delivery: Delivery, account: Account, chosen: Preference) -> Outcome:
        t = translator(pick(None, account.language))
        async with self.pool.connection() as conn:
            found = await carried(conn, delivery.id)
        left_out = {one.id: why for one in found if (why := await self._left_out(one, account, chosen))}
        told = [one for one in found if one.id not in left_out]
        if not told:
            return _NOTHING_LEFT if chosen.mail else _UNWANTED
        today = Today.of(self.clock.today(), await self.access.registry.current(), account.organization)
        said = await contents(self.access, told, t, today)
        mail = self.letters.digest(delivery, chosen.address, t, account.name, said)
        return replace(await self.server.send(mail, chosen.address), left_out=left_out)

    async def _left_out(self, one: Carried, account: Account, chosen: Preference) -> LeftOut | None:
        """Say why a notice does not go to its reader, None if it does."""
        if not await self.access.is_cleared(account, one.clearance, one.organization):
            return LeftOut.UNCLEARED
        return one.left_out or (None if chosen.mail or one.mandatory else LeftOut.UNWANTED)

    async def _send_disabled(self, delivery: Delivery, account: Account, to: str) -> Outcome:
        async with self.pool.connection() as conn:
            title, why = await _webhook(conn, delivery.webhook)
        if why is None:
            return Outcome(AttemptResult.WITHDRAWN, detail="the webhook is enabled again")
        t = translator(pick(None, account.language))
        return await self.server.send(self.letters.disabled(delivery, to, t, account.name, title, why), to)

    async def _send_code(self, delivery: Delivery, account: Account, chosen: Preference) -> Outcome:
        t, to = translator(pick(None, account.language)), chosen.asked_address
        if chosen.asked_until is None or chosen.asked_until <= self.clock.now():
            return Outcome(AttemptResult.WITHDRAWN, detail="the code has expired")
        return await self.server.send(self.letters.code(delivery, to, t, account.name, chosen.code()), to)


async def _webhook(conn: AsyncConnection[Any], webhook: UUID | None) -> tuple[str, Text | None]:
    """Give the title of a webhook and why it was disabled, None if it works or its owner wished it."""
    [title, reason] = await (await conn.execute(SQL["webhook"], {"webhook": webhook})).fetchone() or ("", "")
    return title, _WHY.get(reason)
