"""The log of notices: what was told, why, when, to whom, and whether they read it; about a case, and to a person."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cleared import NOTHING_SEALED, Cleared
from projections.page import Codes, Page, Where, page
from service.alerts.notice import Notice
from service.alerts.reasons import opened

_SQL = load(__package__, "told.sql")


@dataclass(frozen=True, slots=True)
class Told(Notice):
    """A notice in the log, with the names of whoever was told, is absent, and asked for it.

    `deliveries` is what became of it on each channel: the state of the message, or why the mail left it out (`LeftOut`).
    """

    account_name: str = ""
    in_place_of_name: str = ""
    asked_by_name: str = ""
    deliveries: list[dict[str, Any]] = field(default_factory=list)


async def about_case(
    conn: AsyncConnection[Any], case_id: UUID, *, until: datetime | None = None, cursor: str = "", limit: int = 50
) -> Page[Told]:
    """List what was told about a case, which the caller may see, the newest first; what was told or read after `until` is left out.

    Raises `BadCursor`.
    """
    where = Where()
    where.add("case_id = %(case_id)s", case_id=case_id)
    return await _page(conn, where, cursor, limit, until)


async def to_account(
    conn: AsyncConnection[Any],
    account: UUID,
    *,
    cleared: Cleared = NOTHING_SEALED,
    until: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Told]:
    """List what an account was told, to itself, the newest first; of sealed cases it is not cleared for any more, no content.

    What was told or read after `until` is left out. Raises `BadCursor`.
    """
    where = Where()
    where.add("account = %(account)s", account=account)
    found = await _page(conn, where, cursor, limit, until)
    return Page(tuple(_without_content(row, cleared) for row in found.rows), found.next)


async def overseen(
    conn: AsyncConnection[Any],
    account: UUID | None,
    *,
    scope: Codes = None,
    organization: str | None = None,
    cleared: Cleared = NOTHING_SEALED,
    until: datetime | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Told]:
    """List what somebody or anybody was told, to whoever oversees them, the newest first.

    What is about sealed cases is among it only as far as the reader is `cleared`, what was told or read after `until` not. Raises
    `BadCursor`.
    """
    where = Where()
    where.seen_by(cleared)
    where.among("organization", scope)
    where.within("organization", organization)
    where.add("account = %(account)s", account=account)
    return await _page(conn, where, cursor, limit, until)


async def _page(
    conn: AsyncConnection[Any], where: Where, cursor: str, limit: int, until: datetime | None
) -> Page[Told]:
    where.add("made_at <= %(until)s", until=until)
    where.after(cursor, ("number",), (int,), descending=True)
    found = await page(conn, Told, _SQL["select"], where, ("number",), limit, descending=True)
    rows = (replace(row, reason=opened(row.id, row.reason, row.clearance)) for row in found.rows)
    return Page(tuple(_known(row, until) if until else row for row in rows), found.next)


def _known(row: Told, until: datetime) -> Told:
    """Leave out that it was read later, and what became of messages later."""
    read_at = row.read_at if row.read_at and row.read_at <= until else None
    ended = [one for one in row.deliveries if one["ended_at"] and datetime.fromisoformat(one["ended_at"]) <= until]
    return replace(row, read_at=read_at, deliveries=ended)


def _without_content(row: Told, cleared: Cleared) -> Told:
    if not row.clearance or row.organization in cleared.organizations.get(row.clearance, ()):
        return row
    return replace(row, key="", workflow="", subtask="", rule="", reason="")
