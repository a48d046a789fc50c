"""The log of notices: what was told, why, when, to whom, and whether they read it; about a case, and to a person."""

from dataclasses import dataclass, field, replace
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

    `deliveries` is what became of it on each channel.
    """

    account_name: str = ""
    in_place_of_name: str = ""
    asked_by_name: str = ""
    deliveries: list[dict[str, Any]] = field(default_factory=list)


async def about_case(conn: AsyncConnection[Any], case_id: UUID, *, cursor: str = "", limit: int = 50) -> Page[Told]:
    """List what was told about a case, which the caller may see, the newest first. Raises `BadCursor`."""
    where = Where()
    where.add("case_id = %(case_id)s", case_id=case_id)
    return await _page(conn, where, cursor, limit)


async def to_account(
    conn: AsyncConnection[Any], account: UUID, *, cleared: Cleared = NOTHING_SEALED, cursor: str = "", limit: int = 50
) -> Page[Told]:
    """List what an account was told, to itself, the newest first; of sealed cases it is not cleared for any more, no content.

    Raises `BadCursor`.
    """
    where = Where()
    where.add("account = %(account)s", account=account)
    found = await _page(conn, where, cursor, limit)
    return Page(tuple(_without_content(row, cleared) for row in found.rows), found.next)


async def overseen(
    conn: AsyncConnection[Any],
    account: UUID | None,
    *,
    scope: Codes = None,
    organization: str | None = None,
    cleared: Cleared = NOTHING_SEALED,
    cursor: str = "",
    limit: int = 50,
) -> Page[Told]:
    """List what somebody or anybody was told, to whoever oversees them, the newest first.

    What is about sealed cases is among it only as far as the reader is `cleared`. Raises `BadCursor`.
    """
    where = Where()
    where.seen_by(cleared)
    where.among("organization", scope)
    where.within("organization", organization)
    where.add("account = %(account)s", account=account)
    return await _page(conn, where, cursor, limit)


async def _page(conn: AsyncConnection[Any], where: Where, cursor: str, limit: int) -> Page[Told]:
    where.after(cursor, ("number",), (int,), descending=True)
    found = await page(conn, Told, _SQL["select"], where, ("number",), limit, descending=True)
    rows = (replace(row, reason=opened(row.id, row.reason, row.clearance)) for row in found.rows)
    return Page(tuple(rows), found.next)


def _without_content(row: Told, cleared: Cleared) -> Told:
    if not row.clearance or row.organization in cleared.organizations.get(row.clearance, ()):
        return row
    return replace(row, key="", workflow="", subtask="", rule="", reason="")
