"""Lists as people like them: views kept under names, for oneself or shared with a team, one of them shown first if one wants so."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation
from psycopg.rows import class_row

from events.store.statements import load
from events.text import msg
from service.access import Account
from service.inbox.viewable import unknown
from workflows.refusals import Invalid, Unknown, Violation
from workflows.register import Register

MOST = 50
"""Views that somebody may keep for one page."""

LONGEST_NAME = 80
_SQL = load(__package__, "views.sql")


class Sharing(StrEnum):
    """With whom a view is shared: nobody, the others of the owner's body, or those of the bodies below it, too."""

    PRIVATE = "private"
    BODY = "body"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: `query` is what the page's address asks for, `owner` the name of who keeps it; nobody else can change it."""

    id: UUID
    page: str
    name: str
    query: str
    shared: Sharing
    is_own: bool
    owner: str
    is_default: bool

    @property
    def asked(self) -> dict[str, str]:
        """What it asks for, by parameter."""
        return dict(parse_qsl(self.query))

    def unknown(self, register: Register) -> dict[str, str]:
        """Give what of it the page does not understand any more."""
        return unknown(self.page, self.asked, register)


@dataclass(frozen=True, slots=True)
class Views:
    """The views that an account sees; every method works on the caller's connection. `above` are the bodies above its own."""

    conn: AsyncConnection[Any]
    reader: UUID
    organization: str
    above: Collection[str]

    @classmethod
    def of(cls, conn: AsyncConnection[Any], account: Account, register: Register, today: date) -> "Views":
        """Give the views of an account; a supervisor without a body stands above all."""
        above = ("", *register.ancestors(account.organization, today)) if account.organization else ()
        return cls(conn, account.id, account.organization, above)

    async def seen(self, page: str | None = None, view_id: UUID | None = None) -> list[View]:
        """Give the views of a page, or of all: one's own in their order, then others' by name."""
        values = {
            "reader": self.reader, "organization": self.organization, "above": list(self.above), "page": page, "id": view_id,
        }  # fmt: skip
        async with self.conn.cursor(row_factory=class_row(View)) as cursor:
            await cursor.execute(_SQL["seen"], values)
            return await cursor.fetchall()

    async def one(self, view_id: UUID) -> View:
        """Give one view; raises `Unknown`."""
        found = await self.seen(view_id=view_id)
        if not found:
            raise Unknown(msg("There is no such view, or it is not shared with you."))
        return found[0]

    async def save(
        self, page: str, name: str, asked: Mapping[str, str], shared: Sharing, now: datetime, register: Register
    ) -> View:
        """Keep a view under a name, in place of one's own of that name; raises `Invalid`."""
        name = _checked(name)
        if wrong := unknown(page, asked, register):
            raise Invalid(tuple(Violation(("query", parameter), _no_such(value)) for parameter, value in wrong.items()))
        query = urlencode({parameter: value for parameter, value in asked.items() if value})
        values = {
            "id": uuid.uuid4(), "reader": self.reader, "page": page, "name": name, "query": query, "shared": shared, "now": now,
            "most": MOST,
        }  # fmt: skip
        kept = await (await self.conn.execute(_SQL["save"], values)).fetchone()
        if kept is None:
            raise Invalid((Violation(("name",), msg("You keep {most} views of this page already: delete one.", most=MOST)),))  # fmt: skip
        return await self.one(kept[0])

    async def rename(self, view_id: UUID, name: str) -> None:
        """Give one's view another name; raises `Invalid` and `Unknown`."""
        try:
            await self._change("rename", view_id, name=_checked(name))
        except UniqueViolation:
            raise Invalid((Violation(("name",), msg("You have a view of this name: choose another.")),)) from None

    async def share(self, view_id: UUID, shared: Sharing) -> None:
        """Share one's view with others, or with nobody any more; raises `Unknown`."""
        await self._change("share", view_id, shared=shared)

    async def move(self, view_id: UUID, place: int) -> None:
        """Put one's view at a place among one's own of its page, 1 being the first; raises `Unknown`."""
        async with self.conn.transaction():
            await self.conn.execute(_SQL["lock"], {"reader": self.reader})
            page = (await self.one(view_id)).page
            ids = [view.id for view in await self.seen(page) if view.is_own]
            if view_id not in ids:
                raise _not_own()
            ids.remove(view_id)
            ids.insert(max(place, 1) - 1, view_id)
            await self.conn.execute(_SQL["order"], {"reader": self.reader, "ids": ids})

    async def delete(self, view_id: UUID) -> None:
        """Forget one's view, whoever sees it; raises `Unknown`."""
        await self._change("delete", view_id)

    async def set_default(self, view_id: UUID, *, wanted: bool) -> None:
        """Have a page show a view first, or not any more; raises `Unknown`."""
        await self.one(view_id)
        await self.conn.execute(
            _SQL["set_default" if wanted else "clear_default"], {"reader": self.reader, "id": view_id}
        )

    async def _change(self, statement: str, view_id: UUID, **values: str) -> None:
        changed = await self.conn.execute(_SQL[statement], {"reader": self.reader, "id": view_id, **values})
        if not changed.rowcount:
            raise _not_own()


def _not_own() -> Unknown:
    return Unknown(msg("There is no such view among yours. Only its owner can change a view."))


def _checked(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Invalid((Violation(("name",), msg("Give it a name of at most {n} characters.", n=LONGEST_NAME)),))
    return name


def _no_such(value: str) -> Any:
    return msg("There is no “{value}” to filter by.", value=value)
