"""What a read model is to the runner: a name, a version, tables, and how events change them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from psycopg import AsyncConnection

from events.event import Recorded
from events.in_turn import my_turn

if TYPE_CHECKING:
    from projections.versions import Versioned

_FEW = 20
"""Rows that are sent without waiting for a turn of the event loop."""

Connect = Callable[[], Awaitable[AsyncConnection[Any]]]
"""Opens a connection of the caller's own (not a pooled one: session locks live on it)."""


class Projection(ABC):
    """One read model. It keeps nothing in memory: its tables are all it remembers.

    `tables` is the SQL that makes its tables, without schema names: each generation has its own schema, which leads the
    search path while `tables` and `apply` run. All tables of all projections have different names, under which schema
    `read` shows those of the live generation. Whoever changes `tables` or what `apply` writes adds one to `version`, and
    the read model is built anew. `indexes` is the SQL of those that `apply` does not need: a generation that is built gets them at its end,
    which takes a part of the time.

    `versioned` are the tables of whose rows versions are kept, so that schema `was` shows them as of a moment; `was` is the SQL that
    makes the views of that schema for the others.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    tables: ClassVar[bytes]
    indexes: ClassVar[bytes] = b""
    versioned: ClassVar[tuple["Versioned", ...]] = ()
    was: ClassVar[bytes] = b""

    @abstractmethod
    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Bring the tables from before `events` to after them, within the caller's transaction.

        The events are successive ones of one log, those of parked cases left out. Applying a sequence whole or in any
        pieces gives the same tables.
        """


async def write(conn: AsyncConnection[Any], statement: bytes, rows: Sequence[Any]) -> None:
    """Send rows (dataclasses or dictionaries) to a statement as one JSON array, `%(rows)s`.

    PostgreSQL unfolds it by `json_populate_recordset`: an eighth of the time of psycopg's lists and half that of COPY.
    """
    if rows:
        if len(rows) > _FEW:
            await my_turn()
        await conn.execute(statement, {"rows": msgspec.json.encode(rows).decode()})
