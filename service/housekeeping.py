"""Housekeeping: what has had its day is dropped."""

from dataclasses import dataclass

from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from service.clock import Clock

_SQL = load(__package__, "housekeeping.sql")


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """Drops by age, one kind of thing after another."""

    pool: AsyncConnectionPool
    clock: Clock

    async def __call__(self) -> int:
        """Drop all that has had its day; gives how much that was."""
        async with self.pool.connection() as conn:
            dropped = [await conn.execute(statement, {"now": self.clock.now()}) for statement in _SQL.values()]
            return sum(cursor.rowcount for cursor in dropped)
