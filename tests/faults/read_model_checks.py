"""The read models held to a rebuild from the first event, and the cases to their own history."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, sql

from events.codec import decode
from events.event import CaseEvent
from events.store.reader import Row, read_log
from projections import ALL
from projections.feed import feed, places_of
from projections.generations import Generation, add_positions, discard, generations, make
from projections.projection import Projection
from projections.status import status
from tests.faults.log_checks import Findings
from workflows.case import INITIAL, Case

_PAGE = 2000
_SHOWN = 3
_LOG = "main"


async def check_read_models(conn: AsyncConnection[Any], projections: Sequence[Projection] = ALL) -> Findings:
    """Build every read model anew, beside, and compare all rows of all tables; nothing may be behind or parked."""
    behind = [
        f"{row.projection}: at {row.position} of {row.last_position}, {row.parked} events parked"
        for row in await status(conn)
        if row.live and (row.lag_events or row.parked)
    ]
    differing = [difference for projection in projections for difference in await _compare(conn, projection)]
    return {"read models show everything": behind, "read models equal a rebuild": differing}


async def _compare(conn: AsyncConnection[Any], projection: Projection) -> list[str]:
    [live] = [known for known in await generations(conn, projection.name) if known.status == "live"]
    fresh = await make(conn, projection)
    try:
        await add_positions(conn)
        for place in await places_of(conn, projection, "building"):
            read = 1
            while read:
                read, failures = await feed(conn, [place], _PAGE)
                if failures:
                    return [f"{projection.name} cannot be rebuilt: {failures}"]
        return [
            difference
            for table in await _tables(conn, live)
            for difference in await _differences(conn, table, live, fresh)
        ]
    finally:
        await discard(conn, [fresh])


async def _tables(conn: AsyncConnection[Any], generation: Generation) -> list[str]:
    found = await conn.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p') ORDER BY relname",
        [generation.schema],
    )
    return [name for (name,) in await found.fetchall()]


async def _differences(conn: AsyncConnection[Any], table: str, live: Generation, fresh: Generation) -> list[str]:
    """Compare two tables as bags of rows in text form; gives some of the rows that only one of them has."""
    only = sql.SQL("SELECT t::text FROM {} t EXCEPT ALL SELECT t::text FROM {} t ORDER BY 1 LIMIT {}")
    here, there = sql.Identifier(live.schema, table), sql.Identifier(fresh.schema, table)
    found = []
    for who, one, other in (("live", here, there), ("rebuilt", there, here)):
        cursor = await conn.execute(only.format(one, other, _SHOWN))
        found += [f"{table}: only {who}: {row[:300]}" for (row,) in await cursor.fetchall()]
    return found


async def check_cases(conn: AsyncConnection[Any]) -> Findings:
    """Fold every case from its events, each beginning in the state in which the one before ended; compare with the list."""
    cases: dict[UUID, Case] = {}
    broken: list[str] = []
    position = 0
    while rows := await read_log(conn, _LOG, position, _PAGE):
        position = rows[-1].position
        for row in rows:
            _fold(cases, row, broken)
    listed = await (await conn.execute("SELECT id, version, state, organization FROM read.cases")).fetchall()
    folded = {(case.id, case.version, case.state, case.organization) for case in cases.values()}
    unlike = [str(case) for case in sorted(folded ^ set(listed), key=str)]
    return {"every case folds": broken, "the list of cases says the same": unlike}


def _fold(cases: dict[UUID, Case], row: Row, broken: list[str]) -> None:
    try:
        event = decode(row.topic, row.state)
        if not isinstance(event, CaseEvent):
            return
        case = cases.get(row.originator_id)
        before = case.state if case else INITIAL
        if event.source != before:
            broken.append(
                f"case {row.originator_id}: version {row.originator_version} begins in {event.source}, not in {before}"
            )
        cases[row.originator_id] = event.mutate(case)
    except Exception as error:  # whatever it is, it is what is looked for
        broken.append(f"case {row.originator_id}: version {row.originator_version}: {type(error).__name__}: {error}")
