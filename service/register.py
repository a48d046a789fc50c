"""The register in the memory of a process, kept fresh from the log."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events import codec
from events.case import FactCorrected, as_known
from events.event import CaseEvent
from events.in_turn import my_turn
from events.organization import StructureRevised
from events.organization.record import OrganizationRecord
from events.store.reader import Row, changed_since, read_case, read_cases, read_register
from events.text import msg
from workflows.calendar_change import CalendarChangeFacts
from workflows.case import Case
from workflows.refusals import Refused
from workflows.register import PersonRecord, Register
from workflows.registry import workflow

_TRUSTED_FOR = 1.0  # seconds for which another process's change may go unnoticed
_TURN = 25  # records or events of the past that are looked at in one turn of the event loop
_MOMENTS = 4  # registers of past moments that are kept: two days are compared by one of each
_SLICE = 500  # events between which others get their turn while a large register is read


class RegisterBusy(Refused):
    """Others changed the structure each time that a change was decided."""

    def __init__(self) -> None:
        super().__init__(msg("The register keeps changing. Nothing was stored: try again in a moment."))


@dataclass
class FreshRegister:
    """Gives the register of a log; one event loop's.

    `structure` is held by whoever changes the structure, so that those of one process take turns and a long import is not
    overtaken again and again by single entries.
    """

    pool: AsyncConnectionPool
    log: str = "main"
    structure: asyncio.Lock = field(default_factory=asyncio.Lock)
    _register: Register = field(default_factory=Register)
    _facts: dict[UUID, Any] = field(default_factory=dict)
    _position: int = 0
    _fresh_until: float = 0.0
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)
    _earlier: OrderedDict[tuple[int, frozenset[UUID], datetime], Register] = field(default_factory=OrderedDict)

    @property
    def known(self) -> Register:
        """The register as it was last read: for names, which need not be of this very second."""
        return self._register

    async def current(self) -> Register:
        """Give the register as it was in the log a second ago or later."""
        if time.monotonic() >= self._fresh_until:
            async with self._reading:
                if time.monotonic() >= self._fresh_until:
                    await self._catch_up()
        return self._register

    async def refresh(self, at_least: int = 0) -> Register:
        """Give the register as the log has it now; nothing is read if it knows the position `at_least` already."""
        async with self._reading:
            if not 0 < at_least <= self._position:
                await self._catch_up()
        return self._register

    async def as_of(self, at: datetime | None) -> Register:
        """Give the register as it had been recorded at an instant, as it is now for None.

        Of what has changed since, each record is folded anew; mostly that is little.
        """
        register = await self.current()
        if at is None:
            return register
        async with self.pool.connection() as conn:
            changed = (await changed_since(conn, self.log, at)) & self._facts.keys()
            if not changed:
                return register
            key = (self._position, frozenset(changed), at)
            earlier = self._earlier.get(key) or await self._before(conn, register.copy(), changed, at)
        self._earlier[key] = earlier
        self._earlier.move_to_end(key)
        while len(self._earlier) > _MOMENTS:
            self._earlier.popitem(last=False)
        return earlier

    async def _before(
        self, conn: AsyncConnection[Any], register: Register, changed: set[UUID], at: datetime
    ) -> Register:
        """Let a register of its own know what some records were at an instant."""
        known: dict[UUID, list[CaseEvent]] = {}
        for place, row in enumerate(await read_cases(conn, self.log, list(changed))):
            if place % _TURN == 0:
                await my_turn()
            if row.recorded_at <= at and isinstance(event := codec.read(row), CaseEvent):
                known.setdefault(row.originator_id, []).append(event)
        for place, record_id in enumerate(changed):
            if place % _TURN == 0:
                await my_turn()
            now = self._facts[record_id]
            facts = type(now)()
            for event in as_known(known.get(record_id, ())):
                facts = facts.after(event)
            _put(register, record_id, facts, code=getattr(now, "code", ""))
        return register

    async def _catch_up(self) -> None:
        began = time.monotonic()
        async with self.pool.connection() as conn:
            while rows := await read_register(conn, self.log, self._position, _SLICE):
                changed = {row.originator_id for row in rows if await self._taken(conn, row)}
                self._enter(changed)
                self._position = rows[-1].position
                if len(rows) < _SLICE:
                    break
                await my_turn()
        self._fresh_until = began + _TRUSTED_FOR

    async def _taken(self, conn: AsyncConnection[Any], row: Row) -> bool:
        """Fold one event into its record, if it is of one; after a correction the record is folded anew, from its stream."""
        if row.topic == StructureRevised.TOPIC:
            self._register.structure = row.originator_version
            return False
        if row.topic == FactCorrected.TOPIC:
            if row.originator_id not in self._facts:
                return False
            facts = await self._anew(conn, row)
        else:
            event = codec.read(row)
            if not isinstance(event, CaseEvent):
                return False
            facts = self._facts.get(row.originator_id, workflow(event.WORKFLOW).CASE.NO_FACTS).after(event)
        self._facts[row.originator_id] = facts
        return True

    def _enter(self, changed: Iterable[UUID]) -> None:
        """Let the register know what records have become."""
        for record_id in changed:
            facts = self._facts[record_id]
            _put(self._register, record_id, facts, getattr(facts, "code", ""))

    async def _anew(self, conn: AsyncConnection[Any], row: Row) -> Any:
        case: Case | None = None
        for past in await read_case(conn, self.log, row.originator_id, up_to_position=row.position):
            event = codec.read(past)
            if isinstance(event, CaseEvent):
                case = event.mutate(case)
        return case.facts if case else None


def _put(register: Register, record_id: UUID, facts: Any, code: str) -> None:
    """Let a register know what a record is; one that says nothing yet is not in it."""
    match facts:
        case OrganizationRecord(code=""):
            register.take_organization(code)
        case OrganizationRecord():
            register.put_organization(facts)
        case PersonRecord(code=""):
            register.take_person(code)
        case PersonRecord():
            register.put_person(facts)
        case CalendarChangeFacts():
            register.put_change(record_id, facts.change)
        case _:
            pass
