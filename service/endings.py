"""Bodies that end or exist again: their cases of the plan follow at the scheduler's next look, not only at the next plan.

It is no consequence in the save that closes a body: a rule (`workflows.consequences`) knows the register, but which of a hundred
possible cases a body has is known to the log alone, and a case that is acted on at that moment would keep the body from being
closed. So the log is followed instead: what a process that died had not done yet, the next look does, and what the
plan has done by then is found done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from psycopg import AsyncConnection

from events import codec
from events.case import FactCorrected
from events.event import CaseEvent
from events.organization import OrganizationClosed, OrganizationReopened
from events.store.reader import Row, read_register
from events.store.statements import load
from service.conflicts import Stale
from service.planning import YearPlans
from workflows.organization import Organization
from workflows.refusals import Refused

_SQL = load(__package__, "upkeep.sql")
_NAME = "endings"
_TURNS = frozenset({OrganizationClosed.TOPIC, OrganizationReopened.TOPIC, FactCorrected.TOPIC})
_PAGE = 200

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Endings:
    """Follows the ends of bodies; for one process at a time, as chores are."""

    plans: YearPlans

    async def __call__(self) -> int:
        """Follow the log on a connection of its own."""
        async with self.plans.cases.pool.connection() as conn:
            return await self.follow(conn)

    async def follow(self, conn: AsyncConnection[Any]) -> int:
        """End and restore cases of bodies that were closed or reopened since the last time; gives how many cases that were.

        A body whose cases somebody else keeps changing is left to the next look, with all that came after it.
        """
        name = {"name": _NAME, "log": self.plans.cases.log}
        row = await (await conn.execute(_SQL["followed"], name)).fetchone()
        position, changed = int(row[0]) if row else 0, 0
        while rows := await read_register(conn, name["log"], position, _PAGE):
            for code in dict.fromkeys(_turned(rows)):
                try:
                    done = await self.plans.settle(code)
                except Stale:
                    return changed
                except Refused:
                    # What is wrong with one body must not keep all others' cases from following: the next plan tells its planner.
                    log.exception("cases do not follow their body", organization=code)
                    continue
                changed += done.ended + done.restored
            position = rows[-1].position
            await conn.execute(_SQL["follow"], name | {"position": position})
        if changed:
            log.info("cases follow their bodies", cases=changed)
        return changed


def _turned(rows: Sequence[Row]) -> Iterator[str]:
    """Give the bodies that were closed or reopened, or whose record was corrected."""
    for row in rows:
        if row.topic not in _TURNS:
            continue
        event = codec.read(row)
        if isinstance(event, CaseEvent) and Organization.id_of(event.organization) == row.originator_id:
            yield event.organization
