"""Comparing two moments: a case, or the cases and figures of an organisation, a region, or all that somebody may see."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.text import Text, msg
from projections.compared import Became, Between, Bodies, Difference, became
from projections.deadline_filters import Standing
from projections.page import Codes
from service.access import Account
from service.moment import Moment, looking, moment
from service.problems import BadQuery
from service.wiring import Service
from workflows.register import Register

T = TypeVar("T")


class Axis(StrEnum):
    """By which clock two days are compared: by what had been recorded, or by what, as is known now, had happened."""

    RECORDED = "recorded"
    HAPPENED = "happened"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two moments, the earlier first, on one of the axes."""

    axis: Axis
    first: date
    last: date
    before: Moment
    after: Moment

    @property
    def between(self) -> Between:
        """The two as queries take them."""
        before, after = self.before, self.after
        return Between(before.known_at, before.true_on, after.known_at, after.true_on)


def pair(first: date, last: date, axis: Axis, now: datetime, today: date) -> Pair:
    """Give the ends of two days as moments, that of today is now; raises `BadQuery`, for days that have not been, too."""
    later = [name for name, day in (("from", first), ("to", last)) if day > today]
    if later:
        raise BadQuery(tuple((name, msg("This is in the future: choose a day that has been.")) for name in later))
    if first >= last:
        raise BadQuery((("from", msg("The first day must be before the second.")),))
    days = [day.isoformat() for day in (first, last)]
    before, after = (moment(day, None, now) if axis is Axis.RECORDED else moment(None, day, now) for day in days)
    return Pair(axis, first, last, before, after)


def codes_of(
    register: Register, scope: Collection[str] | None, organization: str | None, region: str | None, on: date
) -> Sequence[str] | None:
    """Give the organisations to compare, all for None: those of a scope that are at or below one, or in a region, on a day."""
    found = None if scope is None else set(scope)
    if organization:
        below = set(register.subtree(organization, on)) or {organization}
        found = below if found is None else found & below
    if region:
        there = {code for code in register.codes() if register.region_of(code, on) == region}
        found = there if found is None else found & there
    return None if found is None else sorted(found)


async def bodies_of(
    service: Service, account: Account, asked: Pair, organization: str | None, region: str | None
) -> Bodies:
    """Give the organisations whose cases somebody compares: of each day those that stood there then, within their present reach."""
    scope = await service.access.scope(account)
    if not organization and not region:
        return Bodies(scope, scope)
    days = [
        codes_of(await service.register.as_of(at.at), scope, organization, region, day)
        for at, day in ((asked.before, asked.first), (asked.after, asked.last))
    ]
    return Bodies(*days)


DIFFERENCES = {
    Difference.ADDED: msg("Added"), Difference.REMOVED: msg("Removed"), Difference.CHANGED: msg("Changed"),
    Difference.MOVED_IN: msg("Moved in with the organisation"), Difference.MOVED_OUT: msg("Moved out with the organisation"),
}  # fmt: skip
"""How a case of the second day can stand to that of the first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was on the first day, and on the second."""

    name: str
    title: Text
    before: int
    after: int


FIGURES = {
    Standing.OVERDUE: msg("Overdue"),
    Standing.OPEN: msg("Awaited"),
    Standing.MET: msg("Done in time"),
    Standing.MET_LATE: msg("Done late"),
    Standing.EARLY: msg("Done too early"),
    Standing.NOT_DONE: msg("Not done"),
}
"""What is counted of deadlines on both days: each figure is a group of them."""


async def on_its_own(pool: AsyncConnectionPool, ask: Callable[[AsyncConnection[Any]], Awaitable[T]]) -> T:
    """Ask by a connection of its own, so that several things are looked up side by side: each takes one of the database's processors."""
    async with pool.connection() as conn:
        return await ask(conn)


async def figures_of(pool: AsyncConnectionPool, asked: Pair, today: date, bodies: Bodies) -> Sequence[Figure]:
    """Give what became of deadlines, on both days; `today` is that of the present."""

    async def on(at: Moment, codes: Codes) -> Became:
        async with looking(pool, at) as conn:
            return await became(conn, at.day(today), codes)

    before, after = await asyncio.gather(on(asked.before, bodies.before), on(asked.after, bodies.after))
    return [Figure(name.value, title, getattr(before, name), getattr(after, name)) for name, title in FIGURES.items()]
