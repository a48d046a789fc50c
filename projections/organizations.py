"""The register of organisations: who they are, where, and below whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from events.event import Recorded
from events.organization import OrganizationRegistered
from events.store.statements import load
from projections.page import Page, Where, like, page, rows
from projections.projection import Projection, write

_SQL = load(__package__, "organizations.sql")


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation: `region` by ISO 3166-2, `parent` the code of the body above it or empty, names in three languages."""

    code: str
    type: str
    region: str
    parent: str
    name_ru: str
    name_kk: str
    name_en: str


class OrganizationsProjection(Projection):
    """Table `organizations`: one row a code."""

    name = "organizations"
    version = 1
    tables = _SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Keep the last entry of each organisation."""
        entries: dict[str, Any] = {}
        for recorded in events:
            if isinstance(recorded.event, OrganizationRegistered):
                entries[recorded.event.code] = {
                    "log": recorded.log,
                    "position": recorded.position,
                    **recorded.event.facts(),
                }
        await write(conn, _SQL["store"], list(entries.values()))


async def get(conn: AsyncConnection[Any], code: str) -> Organization | None:
    """Find an organisation by its code."""
    where = Where()
    where.add("code = %(code)s", code=code)
    found = await rows(conn, Organization, where.of(_SQL["select"]), where.values)
    return found[0] if found else None


async def organizations(
    conn: AsyncConnection[Any],
    *,
    region: str | None = None,
    type: str | None = None,  # noqa: A002 - the word of the Instruction
    parent: str | None = None,
    text: str | None = None,
    codes: Sequence[str] | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Organization]:
    """List organisations by code; `text` is part of a name in any language or of the code. Raises `BadCursor`."""
    where = Where()
    where.add("region = %(region)s", region=region)
    where.add("type = %(type)s", type=type)
    where.add("parent = %(parent)s", parent=parent)
    where.among("code", codes)
    where.add("concat_ws(' ', name_ru, name_kk, name_en, code) ILIKE %(text)s", text=like(text))
    where.after(cursor, ("code",), (str,))
    return await page(conn, Organization, _SQL["select"], where, ("code",), limit)


async def descendants(conn: AsyncConnection[Any], code: str) -> list[str]:
    """Give the codes of an organisation and of everything below it, sorted; nothing for an unknown code."""
    cursor = await conn.execute(_SQL["descendants"], {"code": code})
    return [row[0] for row in await cursor.fetchall()]
