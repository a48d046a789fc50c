"""Links that entries name are asked whether they still answer: some at a time, each once a week, those that do not once a day.

A link counts as silent when it did not answer twice in a row. What is found is recorded (`events.link_check`) when a link is first
asked, and whenever that changes: the read model of findings follows from it. Two rounds at once do no harm.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec
import structlog
from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from events import codec
from events.event import Envelope
from events.link_check import LinkChecked, LinkState
from events.store.group_commit import GroupCommit
from events.store.save import Committed, Save, Unavailable
from events.store.statements import load
from projections.findings.lists import links
from service.alerts.outgoing import trusted_by
from service.alerts.webhooks.addresses import Reachable, networks
from service.at_once import at_once
from service.clock import Clock
from service.consistency.asking import Answer, LinkAsking
from service.consistency.hosts import asked_address, hosts
from workflows.actor import SYSTEM

if TYPE_CHECKING:
    from service.wiring import Service

_SQL = load(__package__, "links.sql")
_WALKED = 500
_MOST = 40
_AT_ONCE = 8
_TWICE = 2
_AGAIN, _DAILY, _WEEKLY = timedelta(hours=1), timedelta(days=1), timedelta(days=7)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """A link that is to be asked for; `recorded` is what the log says of it."""

    key: str
    address: str
    misses: int
    recorded: str
    named: bool


@dataclass(frozen=True, slots=True)
class KnownLink:
    """What is known of a link: when it was last asked for, and what became of that."""

    key: str
    asked_at: datetime
    found: str
    status: int


@dataclass(frozen=True, slots=True)
class Links:
    """Asks for links, and records what it finds."""

    pool: AsyncConnectionPool
    committer: GroupCommit
    clock: Clock
    log: str
    asking: LinkAsking

    async def __call__(self) -> int:
        """Look through some of the links that are named, and ask for some that are due; gives how many were asked for."""
        await self._walk()
        due = await self._due()
        answers: dict[str, Answer] = {}

        async def one(link: _Due) -> None:
            answers[link.key] = await self.asking.ask(link.address)

        wanted = [link for link in due if link.named and asked_address(link.address, self.asking.hosts)]
        await at_once(_AT_ONCE, wanted, one)
        for link in due:
            if link.key not in answers:
                await self._run("forget", key=link.key)
        await self._record([(link, answers[link.key]) for link in wanted])
        return len(wanted)

    async def _walk(self) -> None:
        """Enter the links that entries have named since the last time that this part was looked through."""
        async with self.pool.connection() as conn:
            found = await (await conn.execute(_SQL["walked"], {"log": self.log})).fetchone()
            named = await links(conn, self.log, found[0] if found else "", _WALKED)
        ours = [one for one in named if asked_address(one.address, self.asking.hosts)]
        await self._run("enter", rows=msgspec.json.encode(ours).decode(), now=self.clock.now())
        await self._run("walk", after=named[-1].key if len(named) == _WALKED else "")

    async def _due(self) -> list[_Due]:
        async with self.pool.connection() as conn, conn.cursor(row_factory=class_row(_Due)) as cursor:
            await cursor.execute(_SQL["due"], {"log": self.log, "now": self.clock.now(), "limit": _MOST})
            return await cursor.fetchall()

    async def _record(self, asked: list[tuple[_Due, Answer]]) -> None:
        """Record what is new of links, in one save, and then when each is asked again."""
        misses = {link.key: _misses(link, answer) for link, answer in asked}
        news = {link.key: answer for link, answer in asked if _is_news(link, answer, misses[link.key])}
        if news:
            events = tuple(
                codec.encode(self._event(link.address, answer)) for link, answer in asked if link.key in news
            )
            save = Save(uuid4(), b"", events, self.clock.recording())
            if not isinstance(await self.committer.commit(save), Committed):
                raise Unavailable("what was found of links was not recorded")
            log.info("links asked for", links=len(asked), news=len(news))
        now = self.clock.now()
        for link, answer in asked:
            if answer.found is None:
                await self._run("later", key=link.key, next_at=now + _AGAIN)
                continue
            recorded = answer.found if link.key in news else link.recorded
            await self._run(
                "asked", key=link.key, now=now, next_at=now + _wait(misses[link.key]), found=answer.found,
                status=answer.status, misses=misses[link.key], recorded=recorded,
            )  # fmt: skip

    def _event(self, address: str, answer: Answer) -> LinkChecked:
        return LinkChecked(
            originator_id=uuid4(),
            originator_version=1,
            timestamp=self.clock.now(),
            envelope=Envelope(SYSTEM.id, SYSTEM.capacity, uuid4()),
            address=address,
            found=answer.found or LinkState.SILENT,
            status=answer.status,
        )

    async def _run(self, statement: str, **values: Any) -> None:
        async with self.pool.connection() as conn:
            await conn.execute(_SQL[statement], {"log": self.log, **values})


def _misses(link: _Due, answer: Answer) -> int:
    return 0 if answer.found is LinkState.ANSWERS else link.misses + 1


def _is_news(link: _Due, answer: Answer, misses: int) -> bool:
    if answer.found is None or answer.found == link.recorded:
        return False
    return answer.found is LinkState.ANSWERS or misses >= _TWICE


def _wait(misses: int) -> timedelta:
    return _WEEKLY if not misses else _AGAIN if misses < _TWICE else _DAILY


def links_of(service: "Service", clock: Clock) -> Links:
    """Give what asks for the links of a service, by its settings."""
    settings = service.settings
    reachable = Reachable(networks(settings.webhook_networks), plain=True)
    asking = LinkAsking(hosts(settings.link_hosts), reachable, trusted_by(settings))
    return Links(service.pool, service.committer, clock, service.cases.log, asking)


async def known_links(pool: AsyncConnectionPool, keys: Collection[str]) -> dict[str, KnownLink]:
    """Give what is known of links by their keys; those never asked for are left out."""
    async with pool.connection() as conn, conn.cursor(row_factory=class_row(KnownLink)) as cursor:
        await cursor.execute(_SQL["known"], {"keys": list(keys)})
        return {one.key: one for one in await cursor.fetchall()}
