"""Deadlines that pass while a travelling clock goes on."""

import uuid
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from events.almaty import ALMATY, day_of
from service.clock import FixedClock
from service.found import Found
from workflows.case import Case

_NONE = (date.max, uuid.UUID(int=0), "")


@dataclass
class Passing:
    """What each case awaits, by its deadlines' due dates; those that pass are recorded as missed just after midnight.

    `before` is told of every instant to which the clock is about to go.
    """

    cases: Found
    clock: FixedClock
    before: Callable[[datetime], Awaitable[None]] | None = None
    _awaited: dict[uuid.UUID, list[tuple[date, str]]] = field(default_factory=dict)

    def watch(self, case: Case) -> None:
        """Know what a case awaits now."""
        self._awaited[case.id] = list(_awaited(case))

    async def go(self, at: datetime) -> None:
        """Let the clock go on to an instant, unless it is past that."""
        at = max(at, self.clock.now())
        if self.before:
            await self.before(at)
        self.clock.set(at)

    async def pass_until(self, until: datetime) -> None:
        """Record every deadline that passes before an instant."""
        while True:
            due, case_id, key = min(
                ((due, case_id, key) for case_id, found in self._awaited.items() for due, key in found), default=_NONE
            )
            if due >= day_of(until) or _after(due) > until:
                return
            await self.go(_after(due))
            await self.cases.miss(case_id, key)
            self.watch(await self.cases.get(case_id))


def _awaited(case: Case) -> Iterator[tuple[date, str]]:
    for key, standing in case.deadlines.items():
        if standing.open and not standing.missed_on and standing.deadline.bound == "not_later":
            yield standing.deadline.due, key


def _after(due: date) -> datetime:
    return datetime.combine(due + timedelta(days=1), time(0, 1), ALMATY)
