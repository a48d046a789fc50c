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
from service.web.visitor import Visitor
from workflows.actor import SYSTEM
from workflows.regions import REGIONS

FEW = 60
"""As many organisations as can be chosen from a list; of more, one is found by writing part of its name."""

SUGGESTED = 20
"""As many are suggested while somebody writes."""


@dataclass
class Names:
    """Organisations by code, in one language."""

    t: Translator
    known: dict[str, Organization] = field(default_factory=dict)

    def __call__(self, code: str) -> str:
        """Name an organisation; an unknown code stays as it is."""
        found = self.known.get(code)
        return _name(found, self.t) if found else code

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


@dataclass(frozen=True, slots=True)
class OrganizationFilter:
    """How a list is narrowed to an organisation: by choosing from `options` where they are few, else by writing.

    `asked` is the code that is asked for, `said` its name.
    """

    options: list[tuple[str, str]]
    asked: str
    said: str
    alone: bool

    @property
    def written(self) -> bool:
        """Whether the organisations are too many to choose from a list."""
        return not self.options and not self.alone


async def organization_filter(conn: AsyncConnection[Any], visitor: Visitor, asked: str | None) -> OrganizationFilter:
    """Give the filter for the organisations that the visitor may see."""
    page = await register.organizations(conn, codes=visitor.scope, limit=FEW + 1)
    options = sorted(((row.code, _name(row, visitor.t)) for row in page.rows), key=lambda pair: pair[1])
    said = (await names(conn, visitor.t, {asked}))(asked) if asked else ""
    return OrganizationFilter(options if 1 < len(options) <= FEW else [], asked or "", said, len(options) < 2)


async def organizations_like(conn: AsyncConnection[Any], visitor: Visitor, text: str) -> list[tuple[str, str]]:
    """Give codes and names of some organisations the visitor may see with a text in their name or code, by code."""
    page = await register.organizations(conn, codes=visitor.scope, text=text, limit=SUGGESTED)
    return [(row.code, _name(row, visitor.t)) for row in page.rows]


async def organization_asked(visitor: Visitor) -> str | None:
    """Give the organisation that the address asks for by its code, or by a text that fits one alone; else a note says so."""
    asked = visitor.query("organization")
    if asked is None or await visitor.service.access.registered(asked):
        return asked
    async with visitor.looking() as conn:
        found = await organizations_like(conn, visitor, asked)
    if len(found) == 1:
        return found[0][0]
    visitor.not_known(asked)
    return asked


def _name(organization: Organization, t: Translator) -> str:
    return str(getattr(organization, f"name_{t.language}"))


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
    if not (seen := visitor.seen):
        return
    pool, log = visitor.service.pool, visitor.service.cases.log
    async with pool.connection() as conn:
        position = min(seen, await last_position(conn, log))
    if not await reached(pool, log, position):
        visitor.notes.append(
            visitor.t("Your last change is recorded, but does not show here yet. Reload the page in a moment.")
        )
