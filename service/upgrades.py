"""What a release does once, at its start, on what earlier ones have stored (see `migrations/0009_upkeep.sql`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from events.person import NumberFreed, NumberGiven
from events.store.reader import newest_events
from events.store.save import Committed
from events.store.statements import load
from service.cases import Cases
from service.requests import Request
from workflows import machine
from workflows.actor import SYSTEM
from workflows.case import Case
from workflows.person import Number, NumberWorkflow
from workflows.register import Register

_SQL = load(__package__, "upkeep.sql")
_NUMBERS = "iin"
_CHUNK = 500  # numbers that are given in one save

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Upgrades:
    """Carries out what is not done yet; to be broken off and begun again at any moment, and by several processes at once."""

    cases: Cases

    async def run(self) -> None:
        """Do all of it."""
        if not await self._is_done(_NUMBERS) and await self.give_numbers():
            async with self.cases.pool.connection() as conn:
                await conn.execute(_SQL["do"], {"name": _NUMBERS})

    async def give_numbers(self) -> bool:
        """Give each person the record of their IIN (`workflows.person.number`) that was entered before there were any.

        Numbers that two people have are left to those who keep the register, and named in the log by the codes of the people:
        until one of the two is corrected it is not done, and tried again at the next start.
        """
        register = await self.cases.registry.current()
        holders = register.iins()
        if shared := sorted({code for people in holders.values() if len(people) > 1 for code in people}):
            log.warning("people have the same IIN: correct one of each two", people=shared)
        single = [number for number, people in holders.items() if len(people) == 1]
        for start in range(0, len(single), _CHUNK):
            await self._give(single[start : start + _CHUNK], register)
        return not shared

    async def _give(self, numbers: Sequence[str], register: Register) -> None:
        """Give numbers to the people who have them, where the log does not say so; others may give them at the same moment."""
        ids = {Number.id_of(number): number for number in numbers}
        while lacking := await self._lacking(list(ids)):
            request, given = Request.of(SYSTEM, None), list[Case]()
            for one in lacking:
                [person] = register.with_iin(ids[one])
                given.append(await self._given(one, person, request, register))
            if isinstance(await self.cases.save(given, request), Committed):
                log.info("IINs given", numbers=len(given))

    async def _given(self, number: UUID, person: str, request: Request, register: Register) -> Case:
        """Give the record of a number with its new entry."""
        known = await self.cases.version(number)
        case = (await self.cases.get(number)).copy() if known else Number.blank(number)
        command = self.cases.command(case, "give", {"person": person}, SYSTEM, request, register)
        machine.act(NumberWorkflow, case, command)
        return case

    async def _lacking(self, ids: list[UUID]) -> list[UUID]:
        """Give the numbers of which the log says that they are nobody's, or nothing."""
        topics = (NumberGiven.TOPIC, NumberFreed.TOPIC)
        async with self.cases.pool.connection() as conn:
            newest = await newest_events(conn, self.cases.log, ids, topics)
        return [one for one in ids if one not in newest or newest[one].topic == NumberFreed.TOPIC]

    async def _is_done(self, name: str) -> bool:
        async with self.cases.pool.connection() as conn:
            row = await (await conn.execute(_SQL["is_done"], {"name": name})).fetchone()
        return row == (True,)
