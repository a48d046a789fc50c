"""Housekeeping: what has had its day is dropped."""

from dataclasses import dataclass

from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from service.clock import Clock

_SQL = load(__package__, "housekeeping.sql")


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """Drops by age, one kind of thing after another.

    What systems were sent is kept for `webhook_days`, what people were told for `told_years`.
    """

    pool: AsyncConnectionPool
    clock: Clock
    webhook_days: int = 90
    told_years: int = 10

    async def __call__(self) -> int:
        """Drop all that has had its day; gives how much that was."""
        async with self.pool.connection() as conn:
            values = {"now": self.clock.now(), "webhook_days": self.webhook_days, "told_years": self.told_years}
            dropped = [await conn.execute(statement, values) for statement in _SQL.values()]
            return sum(cursor.rowcount for cursor in dropped)
