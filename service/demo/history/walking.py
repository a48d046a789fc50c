"""Walking a history: a body's cases led through the machines under a clock that travels, with nothing stored."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from events.almaty import ALMATY
from events.event import Event
from events.store.save import Committed, Verdict
from service.cases import Cases
from service.clock import FixedClock
from service.demo.history.parts import Likeness, Part, Place
from service.demo.history.world import SINCE, world
from service.demo.passing import Passing
from service.recall import Result, no_case
from service.requests import Request
from workflows import machine
from workflows.case import Case
from workflows.consequences import case_id
from workflows.plan import Slot
from workflows.register import Register
from workflows.registry import workflow

_MORNING = time(9)
_BETWEEN = timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Act:
    """What is done on a day in the case of a slot, by whom; `made` adds data that depend on the case, None leaves the act out."""

    on: date
    slot: Slot
    action: str
    by: Part
    data: dict[str, Any] = field(default_factory=dict)
    made: Callable[[Case], dict[str, Any] | None] | None = None


@dataclass(frozen=True, slots=True)
class WalkedSave:
    """What one command of a walk recorded, and when."""

    at: datetime
    events: tuple[Event, ...]


class _Known:
    """A registry that never changes."""

    def __init__(self, register: Register) -> None:
        self._register = register

    async def current(self) -> Register:
        return self._register


@dataclass
class Walk(Cases):
    """Cases in memory alone: what would be stored is kept in order, and nothing is asked of a database."""

    saves: list[WalkedSave] = field(default_factory=list)

    @classmethod
    def of(cls, likeness: Likeness) -> "Walk":
        """Begin a walk of a body."""
        return cls(cast(Any, None), cast(Any, None), FixedClock.at(SINCE), _Known(world(likeness)))

    async def get(self, case_id: uuid.UUID) -> Case:
        """Give a case; raises `Unknown`."""
        case = self.remembered_case(case_id)
        if case is None:
            raise no_case(case_id)
        return case

    async def recall(self, case_id: uuid.UUID) -> Case:
        """Give a case; raises `Unknown`."""
        return await self.get(case_id)

    async def repeated(self, case_id: uuid.UUID, request: Request) -> Result | None:  # noqa: ARG002 - nothing is repeated
        """Give None: a walk goes ahead."""
        return None

    async def save(self, cases: Iterable[Case], request: Request) -> Verdict:  # noqa: ARG002 - each is known by its place
        """Keep what is new in cases."""
        events = tuple(event for case in cases for event in case.collect_events())
        self.saves.append(WalkedSave(self.clock.now(), cast(tuple[Event, ...], events)))
        return Committed(1, 1, self.clock.now())


async def walk(likeness: Likeness, acts: Iterable[Act], until: datetime) -> list[WalkedSave]:
    """Live through acts in order of time up to an instant; deadlines that pass between them are missed on the way."""
    cases = Walk.of(likeness)
    clock = cast(FixedClock, cases.clock)
    passing = Passing(cases, clock)
    own: set[uuid.UUID] = set()
    for act in sorted(acts, key=lambda act: act.on):
        at = max(datetime.combine(act.on, _MORNING, ALMATY), clock.now() + _BETWEEN)
        if at > until:
            break
        await passing.pass_until(at)
        clock.set(at)
        own.add(case_id(Place.OWN, act.slot.subtask, act.slot.period))
        await _carry_out(cases, likeness, act)
        for one in own:
            if case := cases.remembered_case(one):
                passing.watch(case)
    await passing.pass_until(until)
    return cases.saves


async def _carry_out(cases: Walk, likeness: Likeness, act: Act) -> None:
    actor, request = likeness.actor(act.by), Request.of(likeness.actor(act.by), None)
    identity = case_id(Place.OWN, act.slot.subtask, act.slot.period)
    case = cases.remembered_case(identity)
    data = act.data
    if act.made is not None:
        made = act.made(case) if case else None
        if made is None:
            return
        data = data | made
    if case is None:
        await cases.open(act.slot.workflow, Place.OWN, act.action, data, actor, request, identity)
    elif act.action == "name_responsible":
        # whether the account is the body's is asked of the database: those of the country have theirs
        trial = case.copy()
        command = cases.command(case, act.action, data, actor, request, world(likeness))
        machine.act(workflow(act.slot.workflow), trial, command)
        await cases.append([trial], request)
    else:
        await cases.act(identity, act.action, data, actor, request, case.version)
