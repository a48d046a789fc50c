"""The read models held to a rebuild from the first event, and the cases to their own history."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection, sql

from events.case import DeadlineMissed
from events.codec import read
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
        for place in await places_of(conn, projection, status="building"):
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


@dataclass
class _Folding:
    """Cases as far as they are folded, and what was wrong with their events."""

    cases: dict[UUID, Case] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    missed_twice: list[str] = field(default_factory=list)

    def take(self, row: Row) -> None:
        """Take one more event into its case."""
        name = f"case {row.originator_id}, version {row.originator_version}"
        try:
            event = read(row)
            if isinstance(event, CaseEvent):
                self._take(name, event)
        except Exception as error:  # whatever it is, it is what is looked for
            self.broken.append(f"{name}: {type(error).__name__}: {error}")

    def _take(self, name: str, event: CaseEvent) -> None:
        case = self.cases.get(event.originator_id)
        before = case.state if case else INITIAL
        if event.source != before:
            self.broken.append(f"{name}: it begins in {event.source}, not in {before}")
        # a deadline that was moved after it was missed is another one, even if it was moved back
        if case and isinstance(event, DeadlineMissed) and case.deadlines[event.key].missed_on:
            self.missed_twice.append(f"{name}: {event.key} of {event.due} was missed before")
        self.cases[event.originator_id] = event.mutate(case)


async def check_cases(conn: AsyncConnection[Any]) -> Findings:
    """Fold every case from its events, each beginning in the state in which the one before ended; compare with the list."""
    folding, position = _Folding(), 0
    while rows := await read_log(conn, _LOG, position, _PAGE):
        position = rows[-1].position
        for row in rows:
            folding.take(row)
    listed = await (await conn.execute("SELECT id, version, state, organization FROM read.cases")).fetchall()
    work = [case for case in folding.cases.values() if case.history[0].WORK]
    folded = {(case.id, case.version, case.state, case.organization) for case in work}
    return {
        "every case folds": folding.broken,
        "no deadline is missed twice": folding.missed_twice,
        "the list of cases says the same": [str(case) for case in sorted(folded ^ set(listed), key=str)],
    }
