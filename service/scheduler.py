"""The scheduler: APScheduler ticks, the database says what is due (design §8).

Any number of replicas may run it, each looking every other second. One does a chore at a time; what is not done because its
replica was killed or paused is taken up by another within seconds. A chore that fails, or lasts long, holds up no other.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from events.almaty import ALMATY
from service.chores import DATABASE_AWAY, Chore, Chores

_GRACE = 2.0  # seconds for chores under way when the scheduler is told to stop

log = structlog.get_logger(__name__)


@dataclass
class Scheduler:
    """Does chores when they are due, looking every `tick` seconds. Use it as an asynchronous context manager."""

    doing: Chores
    chores: Sequence[Chore]
    tick: float = 2.0
    _under_way: "dict[str, asyncio.Task[Any]]" = field(default_factory=dict)
    _away: bool = False

    async def __aenter__(self) -> Self:
        """Start ticking in the running event loop."""
        self._ticker = AsyncIOScheduler(timezone=ALMATY)
        once = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._ticker.add_job(self._tick, IntervalTrigger(seconds=self.tick), id="tick", **once)
        self._ticker.start()
        await self._tick()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop ticking; what is under way is finished, unless it takes long: then another replica does it anew."""
        self._ticker.shutdown(wait=False)
        if self._under_way:
            await asyncio.wait([*self._under_way.values()], timeout=_GRACE)
        tasks = [*self._under_way.values()]  # with those that were begun meanwhile
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _tick(self) -> None:
        # Tasks of their own: APScheduler cancels its jobs when it is shut down.
        self._begin("", self._look())

    def _begin(self, name: str, work: Any) -> None:
        if name in self._under_way:
            work.close()
            return
        task = self._under_way[name] = asyncio.create_task(self._carry_on(name, work), name=f"chore {name}")
        task.add_done_callback(lambda _done: self._ended(name, work))

    def _ended(self, name: str, work: Any) -> None:
        del self._under_way[name]
        work.close()  # what was cancelled before its first step was never begun

    async def _look(self) -> None:
        for chore in await self.doing.due(tuple(self.chores)):
            self._begin(chore.name, self.doing.do(chore))
        self._away = False

    async def _carry_on(self, name: str, work: Any) -> None:
        """Let no failure end the ticking: the next tick tries again."""
        try:
            await work
        except DATABASE_AWAY as error:
            if not self._away:
                log.warning("chores wait for the database", chore=name, error=type(error).__name__)
            self._away = True
        except Exception:
            log.exception("chore could not be done", chore=name)
