"""Lists as their owners like them: filters kept under names, one of them shown first if its owner wants so."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from events.store.statements import load
from events.text import msg
from service.inbox.filterable import unknown
from workflows.refusals import Invalid, Unknown, Violation
from workflows.register import Register

MOST = 50
"""Filters that somebody may keep for one page."""

LONGEST_NAME = 80
_SQL = load(__package__, "filters.sql")


@dataclass(frozen=True, slots=True)
class Filter:
    """A saved filter: `query` is what the page's address asks for."""

    id: UUID
    page: str
    name: str
    query: str
    is_default: bool

    @property
    def asked(self) -> dict[str, str]:
        """What it asks for, by parameter."""
        return dict(parse_qsl(self.query))

    def unknown(self, register: Register) -> dict[str, str]:
        """Give what of it the page does not understand any more."""
        return unknown(self.page, self.asked, register)


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of an account; every method works on the caller's connection."""

    conn: AsyncConnection[Any]
    owner: UUID

    async def kept(self, page: str | None = None, filter_id: UUID | None = None) -> list[Filter]:
        """Give the filters of a page, or of all, by name."""
        async with self.conn.cursor(row_factory=class_row(Filter)) as cursor:
            await cursor.execute(_SQL["of_owner"], {"owner": self.owner, "page": page, "id": filter_id})
            return await cursor.fetchall()

    async def one(self, filter_id: UUID) -> Filter:
        """Give one filter; raises `Unknown`."""
        found = await self.kept(filter_id=filter_id)
        if not found:
            raise Unknown(msg("There is no such filter among yours."))
        return found[0]

    async def save(self, page: str, name: str, asked: Mapping[str, str], now: datetime, register: Register) -> Filter:
        """Keep a filter under a name, in place of the one of that name; raises `Invalid`."""
        name = _checked(name)
        if wrong := unknown(page, asked, register):
            raise Invalid(tuple(Violation(("query", parameter), _no_such(value)) for parameter, value in wrong.items()))
        query = urlencode({parameter: value for parameter, value in asked.items() if value})
        values = {"id": uuid.uuid4(), "owner": self.owner, "page": page, "name": name, "query": query, "now": now, "most": MOST}  # fmt: skip
        async with self.conn.cursor(row_factory=class_row(Filter)) as cursor:
            await cursor.execute(_SQL["save"], values)
            kept = await cursor.fetchone()
        if kept is None:
            raise Invalid((Violation(("name",), msg("You keep {most} filters for this page already: delete one.", most=MOST)),))  # fmt: skip
        return kept

    async def rename(self, filter_id: UUID, name: str) -> None:
        """Give a filter another name; raises `Invalid` and `Unknown`."""
        try:
            changed = await self.conn.execute(
                _SQL["rename"], {"owner": self.owner, "id": filter_id, "name": _checked(name)}
            )
        except UniqueViolation:
            raise Invalid((Violation(("name",), msg("You have a filter of this name: choose another.")),)) from None
        if not changed.rowcount:
            raise Unknown(msg("There is no such filter among yours."))

    async def delete(self, filter_id: UUID) -> None:
        """Forget a filter; one that is not there is forgotten already."""
        await self.conn.execute(_SQL["delete"], {"owner": self.owner, "id": filter_id})

    async def set_default(self, filter_id: UUID, *, wanted: bool) -> None:
        """Have a page show a filter first, or not any more; raises `Unknown`."""
        values: dict[str, Any] = {"owner": self.owner, "id": filter_id}
        async with self.conn.transaction():
            await self.conn.execute(_SQL["lock"], values)
            found = await self.one(filter_id)
            if wanted or found.is_default:
                await self.conn.execute(_SQL["clear_default"], {**values, "page": found.page})
            if wanted:
                await self.conn.execute(_SQL["set_default"], values)


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid((Violation(("name",), msg("Give it a name of at most {n} characters.", n=LONGEST_NAME)),))
    return name


def _no_such(value: str) -> Any:
    return msg("There is no “{value}” to filter by.", value=value)
