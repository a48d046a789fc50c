"""Remembering cases: from the log, and from memory where that is as good."""

import uuid
from collections import OrderedDict
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from psycopg_pool import AsyncConnectionPool

from events import codec
from events.event import CaseEvent, Recorded
from events.in_turn import my_turn
from events.store.reader import EventPlace, Row, find_command, read_case, read_cases, read_later, read_places
from events.text import msg
from service.requests import Request
from workflows.case import Case
from workflows.machine import Workflow
from workflows.refusals import Refused, Unknown
from workflows.registry import KINDS, workflow

_TOGETHER = 500
"""Cases that are read together: between them others get their turn."""

_TURN = 10
"""Events after which others get theirs."""

_KINDS: dict[type[Case], type[Workflow]] = {kind.CASE: kind for kind in KINDS.values()}


class KeyReused(Refused):
    """The idempotency key belongs to another request."""


def key_reused() -> KeyReused:
    """Say that a key belongs to another request."""
    return KeyReused(msg("This idempotency key was used for another request. Use a new one."))


def no_case(case_id: object) -> Unknown:
    """Say that there is no case of that id: also to those who may not know that there is."""
    return Unknown(msg("There is no case {case_id}.", case_id=case_id))


@dataclass(frozen=True, slots=True)
class Result:
    """A command's answer: the case after it, where and when it was recorded, whether it had been before."""

    case: Case
    position: int
    recorded_at: datetime
    repeated: bool = False


@dataclass
class Recall:
    """The cases of a log, as they are and as they were."""

    pool: AsyncConnectionPool
    log: str = field(default="main", kw_only=True)
    remembered: int = field(default=10_000, kw_only=True)
    _cache: "OrderedDict[uuid.UUID, Case]" = field(default_factory=OrderedDict, kw_only=True)

    async def get(self, case_id: uuid.UUID) -> Case:
        """Give a case as it is now; raises `Unknown`."""
        known = self._cache.get(case_id)
        async with self.pool.connection() as conn:
            rows = await read_case(conn, self.log, case_id, known.version if known else 0)
        case = _fold(known.copy() if known and rows else known, rows)
        if case is None:
            raise no_case(case_id)
        self.remember(case)
        return case

    async def several(self, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Case]:
        """Give those of some cases that there are, as they are now."""
        found: dict[uuid.UUID, Case] = {}
        for start in range(0, len(ids), _TOGETHER):
            async with self.pool.connection() as conn:
                rows = await read_cases(conn, self.log, ids[start : start + _TOGETHER])
            async for case_id, events in _by_case(rows):
                if case := _fold(None, events):
                    found[case_id] = case
        return found

    async def at_hand(self, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Case]:
        """Give those of some cases that there are, as they are now, to be looked at: what is remembered of them is not read again."""
        known = {case_id: self._cache.get(case_id) for case_id in ids}
        async with self.pool.connection() as conn:
            rows = await read_later(conn, self.log, {one: case.version if case else 0 for one, case in known.items()})
        for case_id, events in groupby(rows, key=lambda row: row.originator_id):
            before = known[case_id]
            known[case_id] = await _folded(before.copy() if before else None, list(events))
        found = {case_id: case for case_id, case in known.items() if case}
        for case in found.values():
            self.remember(case)
        return found

    async def several_as_of(self, ids: Sequence[uuid.UUID], at: datetime, day: date) -> dict[uuid.UUID, Case]:
        """Give those of some cases that there were, as they had been recorded at an instant, of what had happened by a day."""
        found: dict[uuid.UUID, Case] = {}
        for start in range(0, len(ids), _TOGETHER):
            async with self.pool.connection() as conn:
                rows = await read_cases(conn, self.log, ids[start : start + _TOGETHER])
            async for case_id, of_case in _by_case(rows):
                events = [
                    event
                    for row in of_case
                    if row.recorded_at <= at and isinstance(event := codec.read(row), CaseEvent)
                ]
                if events and (case := workflow(events[0].WORKFLOW).CASE.as_of(events, day)):
                    found[case_id] = case
        return found

    async def history(self, case_id: uuid.UUID) -> list[Recorded]:
        """Give the events of a case with their places in the log; raises `Unknown`."""
        async with self.pool.connection() as conn:
            rows = await read_case(conn, self.log, case_id)
        if not rows:
            raise no_case(case_id)
        return [Recorded(row.log, row.position, row.recorded_at, codec.read(row)) for row in rows]

    async def places(self, case_id: uuid.UUID, numbers: Sequence[int] | None = None) -> dict[int, EventPlace]:
        """Give where the events of a case stand in the log, all or those of some numbers."""
        async with self.pool.connection() as conn:
            return await read_places(conn, self.log, case_id, numbers)

    async def known_at(self, case_id: uuid.UUID, at: datetime) -> list[Recorded]:
        """Give the events of a case that had been recorded at an instant; raises `Unknown` if there were none."""
        known = [recorded for recorded in await self.history(case_id) if recorded.recorded_at <= at]
        if not known:
            raise Unknown(msg("There was no case {case_id} yet.", case_id=case_id))
        return known

    async def as_of(self, case_id: uuid.UUID, at: datetime, day: date) -> Case:
        """Give a case as it had been recorded at an instant, of what had happened by a day; raises `Unknown` if it was not there yet."""
        events = [one.event for one in await self.known_at(case_id, at) if isinstance(one.event, CaseEvent)]
        case = workflow(events[0].WORKFLOW).CASE.as_of(events, day)
        if case is None:
            raise Unknown(msg("There was no case {case_id} yet.", case_id=case_id))
        return case

    def workflow_of(self, case: Case) -> type[Workflow]:
        """Give the workflow that a case belongs to."""
        return _KINDS[type(case)]

    async def recall(self, case_id: uuid.UUID) -> Case:
        """Give a case as it is remembered here, which may be behind; raises `Unknown`.

        A command may trust it, since the append checks the version; so may whoever asks for what never changes.
        """
        return self._cache.get(case_id) or await self.get(case_id)

    def remembered_case(self, case_id: uuid.UUID) -> Case | None:
        """Give a case if it is remembered here, without asking the database."""
        return self._cache.get(case_id)

    def remember(self, case: Case) -> None:
        """Keep a case as it is after its newest event."""
        self._cache[case.id] = case
        self._cache.move_to_end(case.id)
        while len(self._cache) > self.remembered:
            self._cache.popitem(last=False)

    def forget(self, case_id: uuid.UUID) -> None:
        """Let go of a case that has moved on elsewhere."""
        self._cache.pop(case_id, None)

    async def repeated(self, case_id: uuid.UUID, request: Request) -> Result | None:
        """Give the first answer again, if this command has been carried out before."""
        async with self.pool.connection() as conn:
            stored = await find_command(conn, self.log, request.command_id)
            if stored is None:
                return None
            if stored.request_hash != request.digest:
                raise key_reused()
            last = stored.first_position + stored.events - 1
            case = _fold(None, await read_case(conn, self.log, case_id, up_to_position=last))
        return Result(case, last, stored.recorded_at, repeated=True) if case else None

    async def version(self, case_id: uuid.UUID) -> int:
        """Give the number of a case's newest event, 0 if there is no such case."""
        try:
            return (await self.get(case_id)).version
        except Unknown:
            return 0


async def _by_case(rows: Sequence[Row]) -> AsyncIterator[tuple[uuid.UUID, list[Row]]]:
    """Give the events of each case in turn; long histories take a while, so others go on in between."""
    turn = _TURN
    for case_id, of_case in groupby(rows, key=attrgetter("originator_id")):
        events = list(of_case)
        if turn >= _TURN:
            turn = 0
            await my_turn()
        turn += len(events)
        yield case_id, events


async def _folded(case: Case | None, rows: list[Row]) -> Case | None:
    """Fold the events of a case; those of a cartogram take long, so others go on after some of them."""
    for start in range(0, len(rows), _TURN):
        await my_turn()
        case = _fold(case, rows[start : start + _TURN])
    return case


def _fold(case: Case | None, rows: list[Row]) -> Case | None:
    for row in rows:
        event = codec.read(row)
        if isinstance(event, CaseEvent):
            case = event.mutate(case)
    return case
