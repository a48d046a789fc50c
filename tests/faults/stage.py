"""The services under test, the people who use them, and the database beneath."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo
from psycopg.rows import TupleRow

from events.organization import OrganizationType
from projections.status import wait_for
from service.organizations import Names
from service.postgres_folder import PostgresFolder
from service.settings import Settings
from service.wiring import Service, open_service
from tests.faults.clients import Analysis, Client, Identity
from tests.faults.journal import Journal
from tests.faults.server import NotRecovered, Server
from workflows.actor import SYSTEM, Post, Role

_BODIES = ("faults.one", "faults.two")
_PATIENCE = 60.0  # seconds for anything to come back
REPLICA = "tbn4 replica"
"""The application name of the replica's connections."""


@dataclass
class Stage:
    """A service with its embedded PostgreSQL, at times a replica beside it, and clients at work on both."""

    folder: Path
    chance: random.Random
    journal: Journal = field(default_factory=Journal)
    clients: list[Client] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    replica: Server | None = None
    _enough: asyncio.Event = field(default_factory=asyncio.Event)
    _work: list["asyncio.Task[None]"] = field(default_factory=list)

    def __post_init__(self) -> None:
        data = self.folder / "data"
        self.postgres = PostgresFolder(data / "postgres")
        self.primary = Server("primary", self.folder, {"TBN4_DATA_DIR": str(data)})

    @property
    def servers(self) -> list[Server]:
        """The services that should be running."""
        return [self.primary, self.replica] if self.replica else [self.primary]

    def database_url(self, name: str = "tbn4 faults") -> str:
        """Give the address of the database for connections that say who they are."""
        return make_conninfo(self.postgres.url("tbn4"), application_name=name)

    async def open(self, clients: int) -> None:
        """Start the service, enter organisations and accounts, and let the clients begin."""
        self.primary.start()
        await self.primary.ready()
        settings = Settings(database_url=self.database_url())
        async with open_service(settings, runs=False, ticks=False) as service:
            await _register(service)
            shared = {body: Analysis() for body in _BODIES}
            for number in range(clients):
                body = _BODIES[number % len(_BODIES)]
                officer, head = [
                    await _identity(service, body, number, role) for role in (Role.OFFICER, Role.SIGNATORY)
                ]
                chance = random.Random(self.chance.random())  # noqa: S311 - repeatable, not secret
                self.clients.append(
                    Client(number, body, officer, head, shared[body], self.addresses, self.journal, chance)
                )
        self.addresses.append(self.primary.address)
        self._work = [asyncio.create_task(client.work(self._enough)) for client in self.clients]

    async def add_replica(self) -> None:
        """Start a second service on the same database."""
        self.replica = Server("replica", self.folder, {"TBN4_DATABASE_URL": self.database_url(REPLICA)})
        self.replica.start()
        await self.replica.ready()
        self.addresses.append(self.replica.address)

    async def progress(self, answers: int = 1) -> float:
        """Wait until every client has had `answers` more acknowledgements; gives the seconds until each had one."""
        began, first = time.monotonic(), 0.0
        before = [client.answered for client in self.clients]
        while True:
            least = min(client.answered - was for client, was in zip(self.clients, before, strict=True))
            if least and not first:
                first = time.monotonic() - began
            if least >= answers:
                return first
            self._check_clients()
            if time.monotonic() - began > _PATIENCE:
                words = "\n".join(f"{server.name}: {server.last_words()}" for server in self.servers)
                raise NotRecovered(f"some client had no answer for {_PATIENCE:.0f} s\n{words}")
            await asyncio.sleep(0.02)

    async def quiet(self) -> None:
        """Let every client have its last answer, and end."""
        self._enough.set()
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*self._work)

    def _check_clients(self) -> None:
        for task in self._work:
            if task.done():
                task.result()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection[TupleRow]]:
        """Give a connection of our own to the database."""
        async with await psycopg.AsyncConnection.connect(self.database_url(), autocommit=True) as conn:
            yield conn

    async def close(self) -> None:
        """End every process that was started here, the database's included."""
        for task in self._work:
            task.cancel()
        await asyncio.gather(*self._work, return_exceptions=True)
        for server in reversed(self.servers):
            server.thaw()
            await server.stop()
        deadline = time.monotonic() + _PATIENCE
        while (pid := self.postgres.server_pid()) is not None:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.05)


async def _register(service: Service) -> None:
    for body in _BODIES:
        entered = await service.organizations.register(
            body, OrganizationType.OBL, "KZ-19", Names(body, body, body), "", SYSTEM
        )
        async with service.pool.connection() as conn:
            assert await wait_for(conn, "main", entered.position, _PATIENCE)


async def _identity(service: Service, body: str, number: int, role: Role) -> Identity:
    post = Post.FIRST_HEAD if role is Role.SIGNATORY else None
    account = await service.access.create(f"{role}-{number}", f"{role} {number}", role, organization=body, post=post)
    return Identity(account.id, await service.access.issue_token(account, "faults"))
