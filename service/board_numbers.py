"""The numbers of the board of deadlines: beside its filters, and the heat map of bodies by quarter; of much they are kept for a while."""

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields

from psycopg_pool import AsyncConnectionPool

from projections.board import Counts, Heat, heat, numbers
from projections.deadline_filters import Sought, Standing
from service.access import Account
from service.clock import Clock
from service.kept import MANY, Keeper, Kept
from service.moment import Moment, looking
from workflows.actor import Role


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """How many deadlines there are, and of the bodies right below `parent` ("": of those at the top), and of itself, by quarter."""

    counts: Counts
    parent: str
    heat: Sequence[Heat]


@dataclass
class BoardNumbers:
    """Counts; whoever asks while the same is being counted waits for that. Nothing of sealed cases is in figures."""

    pool: AsyncConnectionPool
    clock: Clock
    _keeper: Keeper[BoardFigures] = field(init=False)

    def __post_init__(self) -> None:
        """Keep figures of many deadlines."""
        self._keeper = Keeper(self.pool, self.clock, lambda found: found.counts.all.of(Standing.ALL) > MANY)

    async def of(
        self, moment: Moment, sought: Sought, year: int, account: Account, seen: int = 0
    ) -> Kept[BoardFigures]:
        """Count what an account asks for, as of a moment, whichever group it asks for; the heat map is of a year's binding terms.

        They show at least what was recorded up to the position `seen`.
        """
        own = "" if account.role is Role.SUPERVISOR else account.organization
        parent = sought.organization or sought.body or own
        key = (moment, year, parent, _asked(sought))

        async def count() -> BoardFigures:
            found = await asyncio.gather(self._counts(moment, sought), self._heat(moment, sought, year, parent))
            return BoardFigures(found[0], parent, found[1])

        return await self._keeper.of(key, count, seen)

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeper.close()

    async def _counts(self, moment: Moment, sought: Sought) -> Counts:
        async with looking(self.pool, moment) as conn:
            return await numbers(conn, sought)

    async def _heat(self, moment: Moment, sought: Sought, year: int, parent: str) -> Sequence[Heat]:
        async with looking(self.pool, moment) as conn:
            return await heat(conn, sought, year, parent)


def _asked(sought: Sought) -> Hashable:
    """Give what figures depend on."""
    scope = None if sought.scope is None else tuple(sought.scope)
    others = (one.name for one in fields(Sought) if one.name not in {"standing", "cleared", "scope"})
    return scope, *(getattr(sought, name) for name in others)
