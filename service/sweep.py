"""The sweep: every deadline that has passed is recorded as missed, whatever became of its case meanwhile.

The deadlines table says where to look, the case whether it is so: a read model that lags neither makes a miss nor loses one.
Recording is idempotent. Cases are read many together and their events written many together, while the event loop's other
tasks get their turn after every few of them.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import structlog

from events.in_turn import my_turn
from projections.deadline_lists import Unrecorded, overdue_unrecorded
from service.cases import Cases
from service.chores import DATABASE_AWAY
from service.clock import Clock
from service.conflicts import Stale
from workflows.case import Case

_PAGE = 500
_READ = 100  # cases read together
_JUDGED = 10  # cases judged in one turn of the event loop, so that their events are written together
_UNDER_WAY = 200  # cases whose events wait to be written

log = structlog.get_logger(__name__)


@dataclass
class Sweep:
    """Records the deadlines of a log that have passed, by a clock of its own."""

    cases: Cases
    clock: Clock
    _by_clock: Cases = field(init=False)

    def __post_init__(self) -> None:
        # Of a sweep nothing is remembered: it would drive out what people work on, and give the cycle collector much to look at.
        known = self.cases
        self._by_clock = Cases(
            known.pool, known.committer, self.clock, known.registry, known.files, log=known.log, remembered=0
        )

    async def __call__(self) -> int:
        """Record every deadline that has passed and is not recorded; gives how many it recorded of cases that are not sealed.

        Everybody may read that figure.
        """
        recorded = 0
        async for page in self._pages():
            recorded += await self._record(page)
        return recorded

    async def _pages(self) -> AsyncIterator[list[Unrecorded]]:
        """Give what there is to record, a page at a time.

        Each page begins after the last: what cannot be recorded, or is shown still by a read model that lags, hides nothing.
        """
        after: Unrecorded | None = None
        while True:
            async with self.cases.pool.connection() as conn:
                page = await overdue_unrecorded(conn, self.clock.today(), _PAGE, log=self.cases.log, after=after)
            if not page:
                return
            after = page[-1]
            yield page

    async def _record(self, page: Sequence[Unrecorded]) -> int:
        by_case = attrgetter("case_id.int")  # numbers are compared in a tenth of the time of ids
        found = [list(rows) for _, rows in groupby(sorted(page, key=by_case), key=by_case)]
        groups = [(rows[0].case_id, rows) for rows in found]
        free, recorded = asyncio.Semaphore(_UNDER_WAY), 0

        def done(task: "asyncio.Task[int]") -> None:
            nonlocal recorded
            free.release()
            recorded += 0 if task.cancelled() or task.exception() else task.result()

        try:
            async with asyncio.TaskGroup() as together:
                for start in range(0, len(groups), _READ):
                    part = groups[start : start + _READ]
                    known = await self._read([case_id for case_id, _ in part])
                    for place, (case_id, rows) in enumerate(part, 1):
                        await free.acquire()
                        recording = together.create_task(self._record_case(known.pop(case_id, None), rows))
                        recording.add_done_callback(done)
                        if place % _JUDGED == 0:
                            await my_turn()
        except ExceptionGroup as failures:  # the database is away: whatever is left waits for the next sweep
            raise failures.exceptions[0] from None
        return recorded

    async def _read(self, ids: list[UUID]) -> dict[UUID, Case]:
        """Read cases together; if one of them cannot be read, none is, and each is tried by itself."""
        try:
            return await self._by_clock.several(ids)
        except DATABASE_AWAY:
            raise
        except Exception:
            log.warning("cases cannot be read together", cases=len(ids))
            return {}

    async def _record_case(self, case: Case | None, rows: Sequence[Unrecorded]) -> int:
        """Record what passed on one case, one deadline after the other."""
        recorded = 0
        for row in rows:
            result = await self._record_one(case, row)
            recorded += result is not None and not row.clearance
            case = result.case if result else None
        return recorded

    async def _record_one(self, case: Case | None, row: Unrecorded) -> Any:
        while True:
            try:
                case = case or await self._by_clock.get(row.case_id)
                return await self._by_clock.pass_by(case, row.key)
            except Stale:
                case = None  # somebody acted at the same moment: look again whether the deadline still stands
            except DATABASE_AWAY:
                raise
            except Exception:
                # What is wrong with one case must not keep the deadlines of all others from being recorded.
                about = {"sealed": True} if row.clearance else {"case_id": str(row.case_id), "key": row.key}
                log.exception("deadline not recorded", **about)
                return None
