"""How long cases stayed in their states, by their visits and by the versions of their rows."""

from typing import Any

from psycopg import AsyncConnection

Stayed = dict[tuple[Any, ...], tuple[Any, ...]]
"""By case, workflow and state: the day until which the case was there last, and the days there in all, to the day after the one that is looked at."""

_VISITS = b"""
SELECT id, workflow, state, max(until), sum(until - since), count(*) FILTER (WHERE NOT again), count(*) FILTER (WHERE again)
FROM (SELECT id, workflow, state, since, least(until, was.true_on() + 1) AS until, again FROM read.case_stays) AS visits
GROUP BY id, workflow, state"""

_VERSIONS = """
SELECT id, workflow, state, max(until), sum(until - told_on)
FROM (SELECT *, least(CASE WHEN was.known_at() < cut_at THEN true_until ELSE cut_to END, was.true_on() + 1) AS until FROM read.cases_was) AS versions
WHERE clearance = '' AND known_from <= was.known_at() AND was.known_at() < known_until AND told_on <= was.true_on()
GROUP BY id, workflow, state"""


async def by_visits(conn: AsyncConnection[Any]) -> Stayed:
    """What visits say as of the moment that is looked at; one that is not `again` is the only one of its case to its state."""
    found = await (await conn.execute(_VISITS)).fetchall()
    for *place, _, _, alone, again in found:
        assert (alone, again > 0) in {(1, False), (0, True)}, place
    return {(*place,): (until, days) for *place, until, days, _, _ in found}


async def by_versions(conn: AsyncConnection[Any]) -> Stayed:
    """What the versions of the cases say."""
    return {(*place,): (until, days) for *place, until, days in await (await conn.execute(_VERSIONS)).fetchall()}
