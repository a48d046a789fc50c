"""Small counts kept by adding and subtracting."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection

from projections.projection import write

Key = tuple[str, ...]


async def add(
    conn: AsyncConnection[Any],
    sql: Mapping[str, bytes],
    columns: Sequence[str],
    changes: Counter[Key],
) -> None:
    """Add changes to counts by key; `columns` are those of the key and of the number.

    Statement `count` adds rows, `uncount` removes those that are nought.
    """
    changed = [(number, dict(zip(columns, (*key, number), strict=True))) for key, number in changes.items() if number]
    await write(conn, sql["count"], [row for _, row in changed])
    await write(conn, sql["uncount"], [row for number, row in changed if number < 0])
