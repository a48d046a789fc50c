"""Three years of the country in the log, beside the demonstration's story and in the order of time."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import cast
from uuid import UUID

import msgspec
from eventsourcing.persistence import StoredEvent

from events import codec
from events.almaty import day_of
from events.event import Envelope, Event
from events.store.reader import find_command, last_position, read_log
from events.store.save import Committed, Save
from service.cases import CATALOGUE, Cases
from service.clock import FixedClock
from service.demo.history.cartograms import Kept, kept
from service.demo.history.cast import Cast
from service.demo.history.keeping import Keeping
from service.demo.history.lives import walked
from service.demo.history.order import Ahead, command_of, in_order, split
from service.demo.history.parts import Part
from service.demo.history.population import choices
from service.demo.history.settling import open_accounts, settle
from service.demo.history.telling import Filling, Telling
from service.demo.history.template import Elsewhere
from service.organizations import Organizations
from service.requests import Request
from service.together import Together
from service.wiring import Service
from workflows import machine
from workflows.actor import SYSTEM
from workflows.cartogram.keepers import keeper
from workflows.case import Case
from workflows.consequences import case_id
from workflows.refusals import Unknown
from workflows.registry import workflow
from workflows.seat import Command

_WINDOW = timedelta(minutes=20)
"""How much later than it happened an act may be recorded, so that many are written together."""

_MOST = 800
"""Saves that are written together at most."""

Progress = Callable[[str, int, int], None]
"""Takes what is being made, how much of it is done, of how much."""


class Years:
    """Records the country's three years; `scale` is which part of the country there is."""

    def __init__(self, service: Service, scale: float, fixed: Mapping[Part, str], progress: Progress) -> None:
        self._service, self._scale, self._progress = service, scale, progress
        self._cast = Cast(scale, fixed)
        self._clock = FixedClock.at(service.clock.today().replace(year=2023, month=1, day=3))
        self._cases = Cases(service.pool, service.committer, self._clock, service.register)
        self._keeping = Keeping(service.pool, service.settings.data_dir / "files")
        self._ahead: Iterator[Ahead] = iter(())
        self._next: Ahead | None = None
        self._told = self._all = 0
        self._writing: asyncio.Task[None] | None = None
        self._shared: set[UUID] = set()

    async def settle(self, register: Organizations) -> None:
        """Enter the register, and walk the histories that its bodies live."""
        bodies = len(self._cast.bodies)
        await settle(register, self._cast, self._scale, lambda done: self._progress("Register", done, bodies))
        now, today = self._service.clock.now(), self._service.clock.today()
        async with self._service.pool.connection() as conn:
            await open_accounts(conn, self._cast, register.cases.clock.now())
        chosen = [(choice, body, shift) for body in self._cast.bodies for choice, shift in choices(body, today.year)]
        wanted = dict.fromkeys(choice for choice, _, _ in chosen)
        templates = await walked(wanted, today, now, lambda done: self._progress("Histories", done, len(wanted)))
        tellings = [Telling(templates[choice], body, shift) for choice, body, shift in chosen]
        self._all = sum(len(telling.template.saves) for telling in tellings)
        self._ahead = await self._left(in_order(tellings, kept(today, today.year)))
        self._next = next(self._ahead, None)

    async def _left(self, ahead: Iterator[Ahead]) -> Iterator[Ahead]:
        """Give what an interrupted build has not recorded, all of it where there was none.

        What is recorded lies before the newest instant of the log; what was written last may be there by halves.
        """
        async with self._service.pool.connection() as conn:
            newest = await last_position(conn, self._cases.log)
            [last] = await read_log(conn, self._cases.log, newest - 1, 1)
            passed, left = split(ahead, last.recorded_at - _WINDOW, last.recorded_at)
            lacking = [one for one in passed if await find_command(conn, self._cases.log, command_of(one[1])) is None]
        return chain(lacking, left)

    async def go_on(self, until: datetime) -> None:
        """Record what happened up to an instant."""
        for identity in self._shared:  # the story may have acted on them
            self._cases.forget(identity)
        batch: list[Save] = []
        first = last = until
        while self._next and self._next[0] <= until:
            at, what = self._next
            first = first if batch else at
            if batch and (at - first > _WINDOW or len(batch) >= _MOST or isinstance(what, Kept)):
                await self._write(batch, last)
                batch, first = [], at
            last = at
            if isinstance(what, Kept):
                await self._settled()
                await self._keep(what)
            else:
                batch.append(await self._save(*what))
            self._next = next(self._ahead, None)
        if batch:
            await self._write(batch, last)
        await self._settled()

    async def _save(self, telling: Telling, number: int) -> Save:
        filling = Filling(self._cast, telling, number)
        events = filling.events()
        for one in telling.template.saves[number].elsewhere:
            events += await self._elsewhere(filling, telling, number, one)
        body = telling.body
        sender = self._cast.account(body, (Part.OFFICER if body.likeness.account else Part.ABOVE_OFFICER).name)
        self._keeping.add(body.code, sender, filling.papers, telling.at(number))
        return Save(telling.command(number), b"country", tuple(events))

    async def _elsewhere(self, filling: Filling, telling: Telling, number: int, told: Elsewhere) -> list[StoredEvent]:
        """Do to a case that others act on, too, what the save does there."""
        at, code = telling.at(number), telling.body.place(told.place.name)
        register = await self._service.register.current()
        if told.workflow == "cartogram" and keeper(telling.body.code, day_of(at), register) != code:
            return []
        case = await self._case(told.workflow, case_id(code, *told.slot), code)
        calendar = register.calendar(day_of(at), code)
        command_id = telling.command(number)
        envelope = Envelope(
            SYSTEM.id, SYSTEM.capacity, command_id, correlation_id=command_id, causation_id=UUID(filling[told.cause].decode()),
            catalogue=CATALOGUE, calendar=calendar.version,
        )  # fmt: skip
        data = msgspec.json.decode(filling.state(told.pieces))
        command = Command(told.action, data, SYSTEM, at, calendar, envelope, register)
        machine.act(workflow(told.workflow), case, command)
        together = Together(self._cases)
        await together.add(case, command)
        for changed in together.changed.values():
            self._cases.remember(changed)
            self._shared.add(changed.id)
        changes = [event for one in together.changed.values() for event in one.collect_events()]
        return [codec.encode(cast(Event, event)) for event in changes]

    async def _case(self, name: str, identity: UUID, code: str) -> Case:
        self._shared.add(identity)
        try:
            return (await self._cases.recall(identity)).copy()
        except Unknown:
            return workflow(name).CASE.blank(identity, code)

    async def _keep(self, act: Kept) -> None:
        """Let an akimat act on its cartogram, by a command like any other."""
        self._clock.set(max(act.at, self._clock.now()))
        request = Request(act.command, b"country")
        case = await self._case("cartogram", act.case, act.akimat)
        data = act.made(case if case.version else None)
        if case.version == 0:
            await self._cases.open("cartogram", act.akimat, act.action, data, act.actor, request, act.case)
        elif act.action != "plan":
            await self._cases.act(act.case, act.action, data, act.actor, request, case.version)

    async def _write(self, batch: list[Save], at: datetime) -> None:
        """Write saves together while the next ones are being made."""
        await self._settled()
        self._writing = asyncio.create_task(self._written(batch, at))
        self._told += len(batch)
        self._progress("Years", self._told, self._all)

    async def _written(self, batch: list[Save], at: datetime) -> None:
        await self._keeping.flush()
        saves = [Save(save.command_id, save.request_hash, save.events, at) for save in batch]
        verdicts = await asyncio.gather(*[self._service.committer.commit(save) for save in saves])
        if wrong := [verdict for verdict in verdicts if not isinstance(verdict, Committed)]:
            raise RuntimeError(f"a history could not be recorded: {wrong[0]}")

    async def _settled(self) -> None:
        if self._writing:
            await self._writing
            self._writing = None
