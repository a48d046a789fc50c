"""Whoever a list is exported for: what they may see, in which words, at one instant."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from psycopg import AsyncConnection

from projections import organizations as organizations_list
from projections.cleared import Cleared
from projections.organizations import Organization
from projections.page import LARGEST
from service.access import Account
from service.i18n import Translator, pick, translator
from service.moment import NOW, Moment, looking, moment
from service.named import LATEST, Named
from service.status import Today
from workflows.actor import SYSTEM
from workflows.regions import REGIONS
from workflows.register import Register

if TYPE_CHECKING:
    from service.wiring import Service


@dataclass
class Reader:
    """Reads lists by `conn`, all of them as they are at the instant `now`, and knows the names of what stands in them.

    `as_of` is the instant by which what is read had been recorded, `register` that of it; `moment` is what was asked for.
    """

    service: "Service"
    account: Account
    t: Translator
    today: Today
    now: datetime
    as_of: datetime
    register: Register
    conn: AsyncConnection[Any]
    scope: list[str] | None
    cleared: Cleared
    moment: Moment = NOW
    _bodies: dict[str, Organization] = field(default_factory=dict)
    _people: dict[str, str] = field(default_factory=dict)

    async def learn(self, bodies: Iterable[str], people: Iterable[str]) -> None:
        """Look up the names of what stands in the next rows."""
        codes = sorted({*bodies} - self._bodies.keys() - {""})
        for start in range(0, len(codes), LARGEST):
            part = codes[start : start + LARGEST]
            page = await organizations_list.organizations(self.conn, codes=part, limit=LARGEST)
            self._bodies |= {row.code: row for row in page.rows}
        unknown = {*people} - self._people.keys() - {""}
        if unknown:
            self._people |= dict.fromkeys(unknown, "") | await self.service.access.names(unknown)
            self._people[SYSTEM.id] = self.t("System")

    def body(self, code: str) -> str:
        """Name an organisation; one that nobody knows stays its code."""
        found = self._bodies.get(code)
        return str(getattr(found, f"name_{self.t.language}")) if found else code

    def region(self, code: str) -> str:
        """Name the region of an organisation."""
        found = self._bodies.get(code)
        return REGIONS[found.region].names[self.t.language] if found and found.region in REGIONS else ""

    def person(self, identity: str) -> str:
        """Name who acted, "" if they are not known."""
        return self._people.get(identity, "")


@asynccontextmanager
async def reading(service: "Service", account: Account, language: str, moment: Moment = NOW) -> AsyncIterator[Reader]:
    """Let an account read lists of one instant until the end of the block, however many pages they have, as of a moment.

    What happens meanwhile is not in them.
    """
    scope, cleared = await service.access.scope(account), await service.access.cleared(account)
    register = await service.register.as_of(moment.at)
    today = Today.of(moment.day(service.clock.today()), register, account.organization)
    t = speaking(service, language, register, today.day)
    async with looking(service.pool, moment) as conn, conn.transaction():
        if moment.is_now:
            await conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        now = service.clock.now()
        yield Reader(service, account, t, today, now, moment.at or now, register, conn, scope, cleared, moment)


def moment_asked(query: object, now: datetime) -> Moment:
    """Give the moment that what is asked for names; lists that know no past are of the present."""
    return moment(getattr(query, "at", None), _text(getattr(query, "effective_at", None)), now)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def speaking(service: "Service", language: str, register: Register | None = None, on: date = LATEST) -> Translator:
    """Speak a language, naming bodies and people by the register as it is, or by another one as of a day."""
    known = pick(None, language)
    return translator(known).naming(Named(register or service.register.known, known, on))
