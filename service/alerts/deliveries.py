"""Sending what waits: any number of replicas at once, each message by one of them at a time."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import structlog
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from service.alerts.delivery import AttemptResult, Carrier, Delivery, DeliveryChannel, DeliveryState, Outcome
from service.alerts.hours import Hours, usual
from service.alerts.queue import Queue
from service.alerts.webhooks.following import Following
from service.clock import Clock

_DATABASE_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout)
_ONE_RECEIVER = 4
"""As many messages at a time go to one receiver: one that hangs must not keep all others waiting."""
_PATIENT = (0.2, 1.0, 3.0, 8.0)  # seconds between attempts to note what was sent

_Busy = dict["asyncio.Task[DeliveryState]", Delivery]

log = structlog.get_logger(__name__)


@dataclass
class Delivering:
    """Takes messages from the line to their carriers, `at_once` at a time, for at most `longest` seconds a call.

    A `lease` outlasts every attempt (`patience`, seconds), so that a message has one sender; when that one is killed, another takes
    the message over after the lease. `hours` says when people may be written to: it is asked once a call.
    """

    pool: AsyncConnectionPool
    clock: Clock
    carriers: Mapping[DeliveryChannel, Carrier]
    following: Following
    hours: Callable[[], Awaitable[Hours]] = usual
    at_once: int = 32
    patience: float = 45.0
    lease: timedelta = timedelta(seconds=90)
    longest: float = 60.0

    async def deliver_due(self) -> int:
        """Send what is due; gives how many messages reached the other side."""
        await self._follow()
        awake = (await self.hours()).permits(self.clock.now())
        until = time.monotonic() + self.longest
        sent, busy = 0, _Busy()
        try:
            while await self._taken(busy, until, awake=awake):
                done, _ = await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del busy[task]
                sent += sum(task.result() is DeliveryState.SENT for task in done)
        finally:
            # whatever is on its way is seen through: given up halfway it would be sent again
            await asyncio.gather(*busy, return_exceptions=True)
        if sent:
            log.info("messages sent", sent=sent)
        return sent

    async def _taken(self, busy: _Busy, until: float, *, awake: bool) -> bool:
        """Take more messages if there is room for them; False when nothing is left to wait for."""
        free = self.at_once - len(busy)
        if free * 4 >= self.at_once and time.monotonic() < until:
            # counted from before it was taken: a process that was paused meanwhile must not send what is another's by now
            ends = asyncio.get_running_loop().time() + self.patience
            for delivery in await self._claim(busy, free, awake=awake):
                busy[asyncio.create_task(self._attempt(delivery, ends))] = delivery
        return bool(busy)

    async def _follow(self) -> None:
        try:
            await self.following.follow()
        except _DATABASE_AWAY:
            raise
        except Exception:
            # An event that cannot be read must not keep mail from being sent.
            log.exception("the log could not be followed for webhooks")

    async def _claim(self, busy: _Busy, free: int, *, awake: bool) -> list[Delivery]:
        now = self.clock.now()
        sending = Counter(delivery.target for delivery in busy.values())
        async with self.pool.connection() as conn:
            return await Queue(conn).claim(
                now,
                self.lease,
                free,
                channels=self.carriers.keys(),
                awake=awake,
                busy=[target for target, messages in sending.items() if messages >= _ONE_RECEIVER],
                each=_ONE_RECEIVER,
            )

    async def _attempt(self, delivery: Delivery, ends: float) -> DeliveryState:
        began = time.monotonic()
        outcome = await self._outcome(delivery, ends)
        took, now = time.monotonic() - began, self.clock.now()
        state, next_at = self._judge(delivery, outcome)
        for pause in (*_PATIENT, None):
            try:
                async with self.pool.connection() as conn:
                    if not await Queue(conn).finish(delivery, outcome, state, now, took, next_at):
                        log.warning("a message was taken over before its sender had done", delivery=str(delivery.id))
            except _DATABASE_AWAY:
                if pause is None:
                    raise
                await asyncio.sleep(pause)  # what was sent and is not noted is sent again
            else:
                break
        return state

    async def _outcome(self, delivery: Delivery, ends: float) -> Outcome:
        try:
            async with asyncio.timeout_at(ends):
                return await self.carriers[delivery.channel].carry(delivery)
        except TimeoutError:
            return Outcome(AttemptResult.TIMEOUT)
        except _DATABASE_AWAY:
            raise
        except Exception:
            # What is wrong with one message must not keep all others from being sent.
            log.exception("a message could not be sent", delivery=str(delivery.id))
            return Outcome(AttemptResult.INTERNAL)

    def _judge(self, delivery: Delivery, outcome: Outcome) -> tuple[DeliveryState, Any]:
        """Say what becomes of a message, and when it is tried again."""
        if outcome.result is AttemptResult.SENT:
            return DeliveryState.SENT, None
        if outcome.result is AttemptResult.WITHDRAWN:
            return DeliveryState.WITHDRAWN, None
        again = None if outcome.for_good else self.carriers[delivery.channel].wait(delivery, self.clock.now())
        return (DeliveryState.WAITING, again) if again else (DeliveryState.GIVEN_UP, None)
