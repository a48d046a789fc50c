"""Lists by the page: filters, keyset cursors, at most 200 rows."""

import base64
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from types import GenericAlias
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from events.in_turn import my_turn
from projections.cleared import Cleared

T = TypeVar("T")

LARGEST = 200
"""The most rows a page may have."""

_TOGETHER = 50  # rows that are made in one turn of the event loop

_DIGITS = 19  # of a bigint: any number of fewer digits is one

_WITHIN = (
    "WITH RECURSIVE tree(code) AS (SELECT %(organization)s::text UNION"
    " SELECT o.code FROM read.organizations o JOIN tree ON o.parent = tree.code) SELECT code FROM tree"
)

Codes = Collection[str] | None
"""Codes of organisations a caller may see; None sets no limit."""


class BadCursor(ValueError):  # noqa: N818 - named as what it is
    """A cursor that no page of this list gave out."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and the cursor of those after them: empty when there are none.

    `asked` is what was asked of all from the first of them on, in no order: how many there are can be counted (`count_from`).
    """

    rows: tuple[T, ...]
    next: str
    asked: tuple[bytes, dict[str, Any]] | None = field(default=None, compare=False, repr=False)


class Where:
    """Conditions that all must hold, with their values."""

    def __init__(self) -> None:
        self._conditions: list[str] = []
        self.values: dict[str, Any] = {}

    def add(self, condition: str, **values: Any) -> None:
        """Add a condition; without effect if one of its values is None."""
        if None not in values.values():
            self._conditions.append(condition)
            self.values |= values

    def among(self, column: str, codes: Codes) -> None:
        """Ask that a column be one of some codes."""
        self.add(
            f"{column} = ANY(%({column.replace('.', '_')}_among)s)",
            **{f"{column.replace('.', '_')}_among": None if codes is None else list(codes)},
        )

    def within(self, column: str, organization: str | None) -> None:
        """Ask that a column be the code of an organisation or of one below it."""
        self.add(f"{column} IN ({_WITHIN})", organization=organization)

    def in_region(self, column: str, region: str | None) -> None:
        """Ask that a column be the code of an organisation of a region."""
        condition = " IN (SELECT code FROM read.organizations WHERE region = %(region)s)"
        self.add(column + condition, region=region)

    def seen_by(self, cleared: Cleared) -> None:
        """Leave out the rows of sealed cases, but for those somebody is cleared for."""
        seen = ["clearance = ''"]
        for number, (clearance, codes) in enumerate(cleared.organizations.items()):
            seen.append(f"clearance = %(clearance_{number})s AND organization = ANY(%(cleared_{number})s)")
            self.values |= {f"clearance_{number}": clearance, f"cleared_{number}": list(codes)}
        self._conditions.append(f"({' OR '.join(seen)})")

    def after(self, cursor: str, columns: tuple[str, ...], types: tuple[Any, ...], *, descending: bool = False) -> None:
        """Ask for rows after the one a cursor names, in the order of some columns; raises `BadCursor`."""
        if not cursor:
            return
        keys = _decoded(cursor, types)
        names = [f"after_{number}" for number in range(len(keys))]
        marks = ", ".join(f"%({name})s" for name in names)
        sign = "<" if descending else ">"
        self.add(f"({', '.join(columns)}) {sign} ({marks})", **dict(zip(names, keys, strict=True)))

    def of(self, select: bytes) -> bytes:
        """Give a SELECT, which has no WHERE of its own, with these conditions."""
        return select + (" WHERE " + " AND ".join(self._conditions)).encode() if self._conditions else select

    def within_statement(self, statement: bytes) -> bytes:
        """Give a statement that says "WHERE true" once, with these conditions there."""
        return statement.replace(b"WHERE true", b"WHERE " + " AND ".join(["true", *self._conditions]).encode())


async def page(
    conn: AsyncConnection[Any],
    row_type: type[T],
    select: bytes,
    where: Where,
    order: tuple[str, ...],
    limit: int,
    *,
    descending: bool = False,
    most: int = LARGEST,
) -> Page[T]:
    """Read one page in the order of some columns, which are fields of the row and together unique; it has `most` rows at the most."""
    limit = max(1, min(limit, most))
    direction = " DESC" if descending else ""
    asked = where.of(select)
    ordered = asked + f" ORDER BY {', '.join(c + direction for c in order)} LIMIT {limit + 1}".encode()
    found = await rows(conn, row_type, ordered, where.values)
    if len(found) <= limit:
        return Page(tuple(found), "", (asked, where.values))
    last = found[limit - 1]
    cursor = _encoded(*(getattr(last, column.rpartition(".")[2]) for column in order))
    return Page(tuple(found[:limit]), cursor, (asked, where.values))


async def count_from(conn: AsyncConnection[Any], found: Page[Any]) -> int | None:
    """Count the rows of a list from the first of a page on; None if the page cannot tell."""
    if found.asked is None or not found.next:
        return None if found.next else len(found.rows)
    asked, values = found.asked
    row = await (await conn.execute(b"SELECT count(*) FROM (" + asked + b") AS found", values)).fetchone()
    return int(row[0]) if row else None


async def rows(conn: AsyncConnection[Any], row_type: type[T], statement: bytes, values: dict[str, Any]) -> list[T]:
    """Run a statement whose columns are the fields of a type; while many rows are made, others get their turn."""
    found: list[T] = []
    async with conn.cursor(row_factory=class_row(row_type)) as cursor:
        await cursor.execute(statement, values)
        for _ in range(cursor.rowcount // _TOGETHER):
            await my_turn()
            found += await cursor.fetchmany(_TOGETHER)
        found += await cursor.fetchall()
    return found


def whole(text: str) -> int | None:
    """Give the whole number that a text says in plain digits; None for any other text, and for what is too large for the database."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _DIGITS else None


def numbered(cursor: str) -> int | None:
    """Give the number after which a list goes on that is read by number, None at its beginning; raises `BadCursor`."""
    number = whole(cursor)
    if cursor and number is None:
        raise BadCursor(cursor)
    return number


def like(text: str | None) -> str | None:
    """Give the LIKE pattern of everything that contains a text."""
    if not text:
        return None
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _encoded(*keys: str | int | date | datetime | UUID) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(keys)).rstrip(b"=").decode()


def _decoded(cursor: str, types: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        text = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        keys: tuple[Any, ...] = msgspec.json.decode(text, type=GenericAlias(tuple, types))
    except (ValueError, msgspec.MsgspecError) as error:
        raise BadCursor(cursor) from error
    if not all(_storable(key) for key in keys):
        raise BadCursor(cursor)
    return keys


def _storable(key: object) -> bool:
    """Whether PostgreSQL can have given the value: its text has no NUL, its integers have 64 bits."""
    if isinstance(key, int):
        return -(2**63) <= key < 2**63
    return not (isinstance(key, str) and "\0" in key)
