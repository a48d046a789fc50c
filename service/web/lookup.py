"""Names for the codes in read models: organisations, their regions and superiors, the people who acted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from psycopg import AsyncConnection

from events.store.reader import last_position
from projections import organizations as register
from projections.organizations import Organization
from projections.page import LARGEST
from service.freshness import reached
from service.i18n import Translator
from service.web.visitor import SEEN, Visitor
from workflows.actor import SYSTEM
from workflows.regions import REGIONS


@dataclass
class Names:
    """Organisations by code, in one language."""

    t: Translator
    known: dict[str, Organization] = field(default_factory=dict)

    def __call__(self, code: str) -> str:
        """Name an organisation; an unknown code stays as it is."""
        found = self.known.get(code)
        return str(getattr(found, f"name_{self.t.language}")) if found else code

    def region(self, code: str) -> str:
        """Name a region by its ISO code."""
        return REGIONS[code].names[self.t.language] if code in REGIONS else code

    def region_of(self, code: str) -> str:
        """Name the region of an organisation, "" if it is not in the register."""
        return self.region(self.known[code].region) if code in self.known else ""

    def above(self, code: str) -> list[Organization]:
        """Give the bodies above an organisation that are known, the highest first."""
        chain: list[Organization] = []
        found = self.known.get(code)
        while found and found.parent and found.parent in self.known and len(chain) < 10:
            found = self.known[found.parent]
            chain.insert(0, found)
        return chain


async def names(conn: AsyncConnection[Any], t: Translator, codes: Iterable[str] | None) -> Names:
    """Look organisations up, with those above them; None looks up all."""
    found = Names(t)
    wanted = None if codes is None else set(codes)
    while wanted is None or wanted:
        await _look_up(conn, found, wanted)
        parents = {o.parent for o in found.known.values() if o.parent} - found.known.keys()
        if wanted is None or parents <= wanted:
            break
        wanted = parents
    return found


async def _look_up(conn: AsyncConnection[Any], found: Names, codes: set[str] | None) -> None:
    cursor = ""
    while True:
        page = await register.organizations(
            conn, codes=None if codes is None else sorted(codes), cursor=cursor, limit=LARGEST
        )
        found.known.update({row.code: row for row in page.rows})
        cursor = page.next
        if not cursor:
            return


async def organizations_in_scope(conn: AsyncConnection[Any], visitor: Visitor) -> list[tuple[str, str]]:
    """Give codes and names of the organisations the visitor may see, by name: for a filter."""
    found = await names(conn, visitor.t, visitor.scope)
    codes = found.known if visitor.scope is None else [code for code in visitor.scope if code in found.known]
    return sorted(((code, found(code)) for code in codes), key=lambda pair: pair[1])


async def organization_asked(visitor: Visitor) -> str | None:
    """Give the organisation that the address asks for; a note says so if it is not registered."""
    code = visitor.query("organization")
    if code is not None and not await visitor.service.access.registered(code):
        visitor.not_known(code)
    return code


def regions(t: Translator) -> list[tuple[str, str]]:
    """Give codes and names of the regions, by name: for a filter."""
    return sorted(((code, region.names[t.language]) for code, region in REGIONS.items()), key=lambda pair: pair[1])


async def people(visitor: Visitor, identities: Collection[str] | None) -> dict[str, str]:
    """Name identities that stand in events, all there are for None, disabled accounts too; the system names itself."""
    return await visitor.service.access.names(identities) | {SYSTEM.id: visitor.t("System")}


async def catch_up(visitor: Visitor) -> None:
    """Wait for the read models to show the visitor's own last change; a note says so if they do not yet.

    To be called before a connection is taken.
    """
    seen = visitor.request.cookies.get(SEEN, "")
    if not (seen.isascii() and seen.isdecimal() and len(seen) < 19):
        return
    pool, log = visitor.service.pool, visitor.service.cases.log
    async with pool.connection() as conn:
        position = min(int(seen), await last_position(conn, log))
    if not await reached(pool, log, position):
        visitor.notes.append(
            visitor.t("Your last change is recorded, but does not show here yet. Reload the page in a moment.")
        )
