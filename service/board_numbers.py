"""The numbers of the board of deadlines: beside its filters, and the heat map of bodies by quarter; of much they are kept for a while."""

import asyncio
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime

from psycopg_pool import AsyncConnectionPool

from projections.board import Counts, Cube, Heat, heat, numbers
from projections.deadline_filters import Sought
from service.access import Account
from service.clock import Clock
from service.kept import Keeping
from service.moment import Moment, looking
from workflows.actor import Role


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """How many deadlines there are, counted at `counted_at`; and of the bodies right below `parent` ("": of those at the top), and of
    itself, by quarter.
    """

    counted_at: datetime
    counts: Counts
    parent: str
    heat: Sequence[Heat]


@dataclass
class BoardNumbers:
    """Counts; whoever asks while the same is being counted waits for that. Nothing of sealed cases is in figures."""

    pool: AsyncConnectionPool
    clock: Clock
    _cubes: Keeping[Cube] = field(init=False)
    _heats: Keeping[Sequence[Heat]] = field(init=False)

    def __post_init__(self) -> None:
        """Keep figures of many deadlines."""
        self._cubes = Keeping(self.pool, self.clock, lambda cube: cube.all, most=50)
        self._heats = Keeping(self.pool, self.clock, lambda found: sum(one.due for one in found))

    async def of(self, moment: Moment, sought: Sought, year: int, account: Account, seen: int = 0) -> BoardFigures:
        """Count what an account asks for, as of a moment, whichever group it asks for; the heat map is of a year's binding terms.

        They show at least what was recorded up to the position `seen`.
        """
        parent = parent_of(sought, account)
        scope = None if sought.scope is None else tuple(sought.scope)
        cube, warm = await asyncio.gather(
            self._cubes.of((moment, scope, _asked(sought)), lambda _: self._cube(moment, sought), seen),
            self._heats.of(
                (moment, scope, sought.today, sought.organization, sought.body, sought.region, year, parent),
                lambda _: self._heat(moment, sought, year, parent),
                seen,
            ),
        )
        return BoardFigures(min(cube.at, warm.at), cube.value.counts(sought), parent, warm.value)

    async def close(self) -> None:
        """End what is being counted."""
        await self._cubes.close()
        await self._heats.close()

    async def _cube(self, moment: Moment, sought: Sought) -> Cube:
        async with looking(self.pool, moment) as conn:
            return await numbers(conn, sought)

    async def _heat(self, moment: Moment, sought: Sought, year: int, parent: str) -> Sequence[Heat]:
        async with looking(self.pool, moment) as conn:
            return await heat(conn, sought, year, parent)


def parent_of(sought: Sought, account: Account) -> str:
    """Give the body whose quarters, and those of the bodies right below it, an account asks for; "" for those at the top."""
    own = "" if account.role is Role.SUPERVISOR else account.organization
    return sought.organization or sought.body or own


_ADDED_UP = frozenset({"standing", "cleared", "scope", "region", "subtask", "rule", "strength"})
"""What numbers are added up by (`Cube`), or does not change them."""


def _asked(sought: Sought) -> Hashable:
    """Give what a count depends on, beside the scope."""
    return tuple(getattr(sought, one.name) for one in fields(Sought) if one.name not in _ADDED_UP)
