"""Deadlines of which nobody can be told whom the policy names, since nobody there has an account."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.deadlines import Strength
from events.store.statements import load
from projections.cleared import NOTHING_SEALED
from projections.page import Codes, Where, rows
from service.alerts.line import Matter, paper_of
from service.alerts.notice import Capacity
from service.alerts.recipients import Recipients
from workflows.alert_policy import Version

_SQL = load(__package__, "unreached.sql")


@dataclass(frozen=True, slots=True)
class Awaited:
    """Deadlines alike that are awaited: how many, and the first due date among them."""

    organization: str
    subtask: str
    strength: str
    year: int
    deadlines: int
    due: date

    @property
    def matter(self) -> Matter:
        """What decides who is told."""
        return Matter(self.organization, paper_of(self.subtask, self.year), "")


@dataclass(frozen=True, slots=True)
class Unreached:
    """A body with deadlines of which nobody is told in some capacities; `instead` are those told in their place, if anybody is.

    `due` is the first due date among the deadlines.
    """

    organization: str
    deadlines: int
    due: date
    missing: tuple[Capacity, ...]
    instead: tuple[Capacity, ...]


async def unreached(
    conn: AsyncConnection[Any], recipients: Recipients, version: Version, log: str, scope: Codes
) -> list[Unreached]:
    """Give such bodies, those of whom nobody at all is told first; of what the caller may see, and of nothing sealed."""
    where = Where()
    where.add("log = %(log)s", log=log)
    where.add("status IN ('open', 'missed') AND bound = 'not_later'")
    where.among("organization", scope)
    where.seen_by(NOTHING_SEALED)
    grouped = where.of(_SQL["awaited"]) + b" GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    awaited = await rows(conn, Awaited, grouped, where.values)
    await recipients.read(conn, (one.matter for one in awaited))
    return await asyncio.to_thread(_by_body, awaited, recipients, version)


def _by_body(awaited: Sequence[Awaited], recipients: Recipients, version: Version) -> list[Unreached]:
    found: dict[str, Unreached] = {}
    for one in awaited:
        told = recipients.of(one.matter, _named(version, Strength(one.strength)))
        if told.unreached:
            before = found.get(one.organization, Unreached(one.organization, 0, one.due, (), ()))
            found[one.organization] = Unreached(
                one.organization,
                before.deadlines + one.deadlines,
                min(before.due, one.due),
                _all(before.missing, told.unreached),
                _all(before.instead, (above for above in told.unreached.values() if above)),
            )
    return sorted(found.values(), key=lambda one: (bool(one.instead), one.due, one.organization))


def _named(version: Version, strength: Strength) -> tuple[Capacity, ...]:
    """Give the capacities in which a policy has anybody told of deadlines of a strength before anybody above is."""
    audience = version.audience(strength)
    named = {*audience.reminder, *audience.today, *audience.overdue}
    return tuple(capacity for capacity in Capacity if capacity.value in named)


def _all(before: Iterable[Capacity], more: Iterable[Capacity]) -> tuple[Capacity, ...]:
    known = {*before, *more}
    return tuple(capacity for capacity in Capacity if capacity in known)


async def told_to_nobody(conn: AsyncConnection[Any], recipients: Recipients, version: Version, log: str) -> int:
    """Count the awaited deadlines of which nobody at all can be told, of no sealed case."""
    where = Where()
    where.add("log = %(log)s AND status IN ('open', 'missed') AND bound = 'not_later' AND clearance = ''", log=log)
    awaited = await rows(conn, Awaited, where.of(_SQL["awaited"]) + b" GROUP BY 1, 2, 3, 4", where.values)
    await recipients.read(conn, (one.matter for one in awaited))

    def count() -> int:
        told = ((one, recipients.of(one.matter, _named(version, Strength(one.strength)))) for one in awaited)
        return sum(one.deadlines for one, found in told if None in found.unreached.values())

    return await asyncio.to_thread(count)
