"""Sending what waits: any number of replicas at once, each message by one of them at a time."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from psycopg_pool import AsyncConnectionPool

from service.alerts.delivery import OURS, AttemptResult, Carrier, Delivery, DeliveryChannel, DeliveryState, Outcome
from service.alerts.hours import Hours
from service.alerts.queue import Queue
from service.alerts.webhooks.following import Following
from service.chores import DATABASE_AWAY
from service.clock import Clock

_ONE_RECEIVER = 4
"""As many messages at a time go to one receiver: one that hangs must not keep all others waiting."""
_PATIENT = (0.2, 1.0, 3.0, 8.0)  # seconds between attempts to note what was sent

_UNTIL_MENDED = timedelta(hours=1)
"""How often mail is tried that the server will not take from us, however long that lasts."""

_Busy = dict["asyncio.Task[DeliveryState]", Delivery]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Waking:
    """Whether people may be written to, and whether digests may begin."""

    mail: bool
    digests: bool


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
    hours: Callable[[], Awaitable[Hours]]
    at_once: int = 32
    patience: float = 45.0
    lease: timedelta = timedelta(seconds=90)
    longest: float = 60.0
    hurry: float = 2.0
    tell: Callable[[], Awaitable[object]] | None = None

    async def deliver_due(self) -> int:
        """Send what is due; gives how many messages reached the other side."""
        await self._follow()
        awake = await self._waking()
        until = time.monotonic() + self.longest
        sent, busy = 0, _Busy()
        try:
            while await self._taken(busy, until, awake):
                done, _ = await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    del busy[task]
                sent += sum(task.result() is DeliveryState.SENT for task in done)
        except asyncio.CancelledError:
            await self._hurried(busy)
            raise
        finally:
            # whatever is on its way is seen through: given up halfway it would be sent again
            await asyncio.gather(*busy, return_exceptions=True)
        if sent:
            log.info("messages sent", sent=sent)
        return sent

    async def _waking(self) -> _Waking:
        """Say what mail may go now; what was told on an earlier day goes together with what is told today."""
        hours, now = await self.hours(), self.clock.now()
        waking = _Waking(hours.permits(now), hours.next_digest(now) == now)
        if waking.digests and self.tell is not None:
            async with self.pool.connection() as conn:
                waits = await Queue(conn).overnight(now)
            if waits:
                await self._first(self.tell, "what is to be told today could not be told before the digests")
        return waking

    async def _hurried(self, busy: _Busy) -> None:
        """Give what is on its way a moment, and up what takes longer."""
        if busy:
            await asyncio.wait(busy, timeout=self.hurry)
            for task in busy:
                task.cancel()

    async def _taken(self, busy: _Busy, until: float, awake: _Waking) -> bool:
        """Take more messages if there is room for them; False when nothing is left to wait for."""
        free = self.at_once - len(busy)
        if free * 4 >= self.at_once and time.monotonic() < until:
            # counted from before it was taken: a process that was paused meanwhile must not send what is another's by now
            ends = asyncio.get_running_loop().time() + self.patience
            for delivery in await self._claim(busy, free, awake):
                busy[asyncio.create_task(self._attempt(delivery, ends))] = delivery
        return bool(busy)

    async def _follow(self) -> None:
        """Follow the log; an event that cannot be read must not keep mail from being sent."""
        await self._first(self.following.follow, "the log could not be followed for webhooks")

    async def _first(self, work: Callable[[], Awaitable[object]], failure: str) -> None:
        """Do what comes before sending; if it fails all the same is sent."""
        try:
            await work()
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception(failure)

    async def _claim(self, busy: _Busy, free: int, awake: _Waking) -> list[Delivery]:
        now = self.clock.now()
        sending = Counter(delivery.target for delivery in busy.values())
        async with self.pool.connection() as conn:
            return await Queue(conn).claim(
                now,
                self.lease,
                free,
                channels=self.carriers.keys(),
                awake=awake.mail,
                digests=awake.digests,
                busy=[target for target, messages in sending.items() if messages >= _ONE_RECEIVER],
                each=_ONE_RECEIVER,
            )

    async def _attempt(self, delivery: Delivery, ends: float) -> DeliveryState:
        began = time.monotonic()
        try:
            outcome = await self._outcome(delivery, ends)
        except asyncio.CancelledError:  # this process ends: whatever came of it, another sends it again
            outcome = Outcome(AttemptResult.LOST)
        took, now = time.monotonic() - began, self.clock.now()
        state, next_at = self._judge(delivery, outcome)
        for pause in (*_PATIENT, None):
            try:
                async with self.pool.connection() as conn:
                    if not await Queue(conn).finish(delivery, outcome, state, now, took, next_at):
                        log.warning("a message was taken over before its sender had done", delivery=str(delivery.id))
            except DATABASE_AWAY:
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
        except DATABASE_AWAY:
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
        if outcome.result is AttemptResult.LOST:
            return DeliveryState.WAITING, None
        now = self.clock.now()
        again = None if outcome.for_good else self.carriers[delivery.channel].wait(delivery, now)
        if again is None and delivery.channel is DeliveryChannel.MAIL and outcome.result in OURS:
            again = now + _UNTIL_MENDED
        return (DeliveryState.WAITING, again) if again else (DeliveryState.GIVEN_UP, None)
