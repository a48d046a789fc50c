"""Calendars as they are asked for: written at most once a minute for each address, however often programs ask."""

import asyncio
import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from uuid import UUID

from projections.cases import by_ids
from service.access import Account
from service.i18n import Translator, pick, translator
from service.inbox.calendar_file import CalendarFile
from service.inbox.feeds import Feeds, dues
from service.inbox.tasks import reach_of
from service.web import lookup
from service.wiring import Service

FRESH = 60.0
"""Seconds for which a calendar that was written is given again."""

_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Written:
    """A calendar as it was written: its bytes, and the tag by which a program knows that it has them."""

    content: bytes
    tag: str
    until: float


@dataclass
class Published:
    """Writes the calendars of a process, and remembers them for a minute."""

    fresh: float = FRESH
    _known: "OrderedDict[tuple[UUID, str], Written]" = field(default_factory=OrderedDict)

    async def of(self, service: Service, account: Account) -> Written:
        """Give an account's calendar in its language."""
        key = account.id, account.language
        known = self._known.get(key)
        if known is not None and known.until > time.monotonic():
            return known
        content = await _write(service, account)
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self._known[key] = written = Written(content, tag, time.monotonic() + self.fresh)
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return written


def feeds_of(service: Service) -> Feeds:
    """Give the addresses of a service's calendars."""
    return Feeds(service.pool, service.clock, service.access)


def address(site: str, secret: str) -> str:
    """Give the address of a calendar."""
    return f"{site}/calendar/{secret}.ics"


async def _write(service: Service, account: Account) -> bytes:
    t: Translator = translator(pick(None, account.language))
    cleared = await service.access.cleared(account)
    today = service.clock.today()
    bodies = (await reach_of(service, account, today)).worked
    async with service.pool.connection() as conn:
        found = await dues(conn, bodies, cleared, today)
        plain = list({due.case_id for due in found if not due.clearance})
        cases = await by_ids(conn, plain)
        names = await lookup.names(conn, t, bodies)
    title = t("Deadlines: {body}", body=names(account.organization))
    # a thousand deadlines take most of a second
    return await asyncio.to_thread(CalendarFile(t, service.settings.site, names, cases).of, title, found)
