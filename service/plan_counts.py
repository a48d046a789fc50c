"""Counting a year's plan: how many cases of each subtask bodies of each type owe, have, and have closed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.organization import OrganizationType
from events.organization.record import OrganizationRecord
from projections import cases as case_list
from projections.cases import PlannedCases
from service.clock import Clock
from service.kept import Keeping, Kept
from service.moment import NOW, Moment, looking
from service.register import FreshRegister
from workflows.plan import check_year, is_steady, keeps_cartogram, obligations, slots_of
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class PlanCount:
    """What bodies of a type owe of a subtask (its first, where a case carries out several), have, and have closed."""

    type: OrganizationType
    subtask: str
    owed: int
    made: int
    closed: int


class PlanCounting:
    """Counts plans; the counts of many cases are kept for a while (`service.kept`)."""

    def __init__(self, pool: AsyncConnectionPool, clock: Clock, register: FreshRegister) -> None:
        self._pool, self._clock, self._register = pool, clock, register
        self._keeping = Keeping[list[PlanCount]](pool, clock, _cases)

    async def of(self, year: int, scope: Sequence[str] | None, moment: Moment = NOW, seen: int = 0) -> list[PlanCount]:
        """Count a year's plan by type and subtask, for the bodies of a scope, all for None; in the order of the catalogue.

        The counts show at least what was recorded up to the position `seen`. Raises `Invalid` for a year that cannot be planned.
        """
        check_year(year, self._clock.today())

        async def count(_before: Kept[list[PlanCount]] | None) -> list[PlanCount]:
            return await self._counted(year, scope, moment)

        key = (year, None if scope is None else tuple(scope), moment)
        return (await self._keeping.of(key, count, seen)).value

    async def close(self) -> None:
        """End what is being counted."""
        await self._keeping.close()

    async def _counted(self, year: int, scope: Sequence[str] | None, moment: Moment) -> list[PlanCount]:
        register = await self._register.as_of(moment.at)
        async with looking(self._pool, moment) as conn:
            return await plan_counts(conn, register, year, scope)


async def plan_counts(
    conn: AsyncConnection[Any], register: Register, year: int, scope: Sequence[str] | None
) -> list[PlanCount]:
    """Count a year's plan as a connection shows it, by the register of that moment."""
    due = _owed_counts(register, year, register.codes() if scope is None else scope)
    made = {(row.type, row.subtask): row for row in await case_list.planned(conn, year, scope)}
    return [_count(OrganizationType(kind), code, due, made) for kind, code in sorted({*due, *made}, key=_order)]


def owing(register: Register, year: int, codes: Iterable[str]) -> Iterator[tuple[OrganizationType, OrganizationRecord]]:
    """Give those of some bodies that a year's plan may ask anything of, each with the type by which it is counted: that of the last day."""
    last = date(year, 12, 31)
    for code in codes:
        record = register.organization(code)
        if record is not None and (kind := record.types.at(last)):
            yield kind, record


def _cases(counts: Sequence[PlanCount]) -> int:
    return sum(max(one.owed, one.made) for one in counts)


def _count(
    kind: OrganizationType,
    subtask: str,
    due: Mapping[tuple[str, str], int],
    made: Mapping[tuple[str, str], PlannedCases],
) -> PlanCount:
    row = made.get((kind, subtask))
    return PlanCount(kind, subtask, due.get((kind, subtask), 0), row.cases if row else 0, row.closed if row else 0)


def _order(key: tuple[str, str]) -> tuple[int, str]:
    return [kind.value for kind in OrganizationType].index(key[0]), key[1]


def _owed_counts(register: Register, year: int, codes: Sequence[str]) -> Mapping[tuple[str, str], int]:
    """Count what is owed; most bodies are of one type all year, and alike in what they owe."""
    counts: Counter[tuple[str, str]] = Counter()
    steady: Counter[tuple[OrganizationType, bool]] = Counter()
    first = date(year, 1, 1)
    for kind, record in owing(register, year, codes):
        if is_steady(record, year):
            steady[kind, keeps_cartogram(record, first)] += 1
        else:
            counts.update((kind, slot.subtask) for slot in slots_of(record, year))
    for (kind, cartogram), number in steady.items():
        for slot in obligations(kind, year, cartogram=cartogram):
            counts[kind, slot.subtask] += number
    return counts
