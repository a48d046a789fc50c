"""Following the log for those that want to hear what happens to cases: each event is put in line for each of them once."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events import codec
from events.event import CaseEvent
from events.sealing import MAGIC
from events.store.reader import Row, last_position, read_log
from service.access import Access, Account
from service.alerts.delivery import About
from service.alerts.queue import SQL as QUEUE_SQL
from service.alerts.queue import Queue, webhook_row
from service.alerts.webhooks.webhooks import SQL
from service.cases import Cases
from service.chores import DATABASE_AWAY
from service.clock import Clock
from workflows.case import Case
from workflows.registry import WORKFLOWS

_PAGE = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Listener:
    """A webhook with its owner; it `misses` what is said while it is disabled though nobody wished it."""

    webhook: UUID
    owner: Account
    misses: bool


@dataclass
class Following:
    """Reads the log from where it was left; one replica at a time, the place moving on with what was put in line."""

    pool: AsyncConnectionPool
    clock: Clock
    access: Access
    cases: Cases
    longest: float = 10.0
    """Seconds after which the rest is left to the next time: mail waits for this."""

    async def follow(self) -> int:
        """Put in line what happened since; gives the number of messages."""
        async with self.pool.connection() as conn:
            end = await last_position(conn, self.cases.log)
            await conn.execute(SQL["begin"], {"log": self.cases.log, "position": end})
        # Whoever begins to listen after this hears nothing up to `end`, and everything beyond it.
        listeners = await self._listeners()
        queued = 0
        until = time.monotonic() + self.longest
        while time.monotonic() < until and (made := await self._page(end, listeners)) is not None:
            queued += made
        return queued

    async def _page(self, end: int, listeners: Sequence[Listener]) -> int | None:
        """Read a page; None when the end is reached, or another replica reads."""
        name = self.cases.log
        async with self.pool.connection() as conn, conn.transaction():
            place = await (await conn.execute(SQL["follow"], {"log": name})).fetchone()
            if place is None or place[0] >= end:
                return None
            if not listeners:
                await conn.execute(SQL["move"], {"log": name, "position": end})
                return None
            rows = await read_log(conn, name, place[0], min(_PAGE, end - place[0]))
            made = await self._queue(conn, rows, listeners)
            await conn.execute(SQL["move"], {"log": name, "position": rows[-1].position})
        return made

    async def _queue(self, conn: AsyncConnection[Any], rows: Sequence[Row], listeners: Sequence[Listener]) -> int:
        messages = []
        known = await self._known({row.originator_id for row in rows if not row.state.startswith(MAGIC)})
        now = self.clock.now()
        for row in rows:
            try:
                organization = await self._told_of(row, known)
            except DATABASE_AWAY:
                raise
            except Exception:
                # Nobody can be told of an event that cannot be read; those after it must be told all the same.
                log.exception("an event is told to no webhook", log=row.log, position=row.position)
                continue
            for one in listeners if organization else ():
                if await self.access.sees(one.owner, organization):
                    carried, owner = f"{row.log}:{row.position}", one.owner.id
                    messages.append(
                        webhook_row(
                            About.EVENT, one.webhook, owner, now, carried, row.log, row.position, missed=one.misses
                        )
                    )
        return await Queue(conn).add(messages)

    async def _known(self, ids: Collection[UUID]) -> dict[UUID, Case]:
        """Give cases, remembered nowhere: only what people work on is. None where one of them cannot be read: then each is by itself."""
        try:
            return await self.cases.several(list(ids))
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("cases are read one by one for webhooks")
            return {}

    async def _told_of(self, row: Row, known: dict[UUID, Case]) -> str:
        """Give whose work an event is about, "" for one that no system hears of: of the register, or of a sealed case."""
        if row.state.startswith(MAGIC):
            return ""
        event = codec.read(row)
        if not isinstance(event, CaseEvent):
            return ""
        if event.envelope.clearance:
            return ""
        case = known.get(row.originator_id) or (await self.cases.several([row.originator_id]))[row.originator_id]
        is_work = self.cases.workflow_of(case).WORKFLOW in WORKFLOWS
        return event.organization if is_work and not case.facts.clearance else ""

    async def _listeners(self) -> list[Listener]:
        async with self.pool.connection() as conn:
            rows = await (await conn.execute(QUEUE_SQL["listeners"], {"what": "events"})).fetchall()
        owners = [(webhook, await self.access.by_id(account), misses) for webhook, account, *_, misses in rows]
        return [Listener(webhook, owner, misses) for webhook, owner, misses in owners if owner is not None]
