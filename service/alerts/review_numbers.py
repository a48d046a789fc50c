"""The numbers of the review of a span of days; of many deadlines they are kept for a while."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from projections.figures import position
from service.alerts.lateness import Lateness
from service.alerts.review import Outcome, Span, outcomes
from service.clock import Clock
from service.kept import Keeping
from service.moment import Moment, looking

_SQL = load(__package__, "review.sql")


class ReviewNumbers:
    """Counts what was due in a span; whoever asks while the same is being counted waits for that."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock) -> None:
        self._pool = pool
        self._keeping = Keeping[list[Outcome]](pool, clock, lambda found: found[0].due, place=_place)

    async def of(
        self, moment: Moment, span: Span, lateness: Lateness, scope: Sequence[str] | None, seen: int = 0
    ) -> tuple[list[Outcome], datetime]:
        """Count for all, then rule by rule, and say when it was counted; `outcomes` says what.

        The numbers show at least what was recorded up to the position `seen`.
        """

        async def count(_before: object) -> list[Outcome]:
            async with looking(self._pool, moment) as conn:
                return await outcomes(conn, span, lateness, scope, until=moment.told_until)

        key = (moment, span, lateness.today, None if scope is None else tuple(scope))
        found = await self._keeping.of(key, count, seen)
        return found.value, found.at

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeping.close()


async def _place(conn: AsyncConnection[Any]) -> tuple[int, ...]:
    """Say how far what is counted has come: the read models, and the notices, which are none."""
    [(last,)] = await (await conn.execute(_SQL["last_notice"])).fetchall()
    return *await position(conn), last
