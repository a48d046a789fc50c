"""A whole service on the loopback, as tests drive it: real uvicorn, real PostgreSQL, a clock that travels."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import psycopg

from events.organization import OrganizationType
from projections.status import wait_for
from service.access import Account
from service.api import shapes
from service.clock import FixedClock
from service.organizations import Names
from service.server import listen, make_server
from service.settings import Settings
from service.sweep import Sweep
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Post, Role

REGION, BODY, BELOW, OTHER = "almaty-region", "almaty-region.procurement", "almaty-region.procurement.depot", "kokshe"
"""Codes of the organisations: a region's akimat, a department below it, an institution below that, a company elsewhere."""

ELSEWHERE = "akmola-region"
"""Code of the akimat that supervises the company."""

_BODIES = (
    (REGION, OrganizationType.OBL, "KZ-19", ""),
    (BODY, OrganizationType.UPR, "KZ-19", REGION),
    (BELOW, OrganizationType.ORG, "KZ-19", BODY),
    (ELSEWHERE, OrganizationType.OBL, "KZ-11", ""),
    (OTHER, OrganizationType.KGS, "KZ-11", ELSEWHERE),
)

ORDER: dict[str, Any] = {
    "order_no": "17-Ө", "ordered_on": "2024-02-12", "starts_on": "2024-03-04", "ends_on": "2024-03-28",
    "authorised": {"kind": "official", "members": ["Главный специалист"]}, "objects": ["Закупки"],
}  # fmt: skip
"""Data of the order of the worked example (requirements §5)."""

ANNOUNCEMENT: dict[str, Any] = {
    "channel": "website", "address": "https://example.kz/anons-1", "published_on": "2024-02-12", "secrets_excluded": True
}  # fmt: skip
"""Data of the announcement of its start, on the day of the order."""

_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""Trusts no certificate: nothing here has one, and to read those of the machine takes each client its time."""


@dataclass
class Served:
    """A running service, and clients that carry tokens."""

    service: Service
    clock: FixedClock
    url: str
    database: str
    clients: list[httpx2.AsyncClient] = field(default_factory=list)

    def anonymous(self, **headers: str) -> httpx2.AsyncClient:
        """Give a client without a token."""
        spoken = {"Accept-Language": "en"} | headers
        client = httpx2.AsyncClient(base_url=self.url, headers=spoken, timeout=30, verify=_NOBODY)
        self.clients.append(client)
        return client

    async def account(
        self,
        login: str,
        role: Role,
        organization: str = "",
        post: Post | None = None,
        password: str | None = None,
        demo: bool = False,
    ) -> Account:
        """Make an account."""
        return await self.service.access.create(
            login, login.title(), role, organization=organization, post=post, password=password, demo=demo
        )

    async def client(self, account: Account) -> httpx2.AsyncClient:
        """Give a client with a token of an account."""
        return self.anonymous(Authorization=f"Bearer {await self.service.access.issue_token(account, 'test')}")

    async def officer(self, organization: str = BODY) -> httpx2.AsyncClient:
        """Give a client of an officer."""
        return await self.client(await self.account(f"officer-{organization}", Role.OFFICER, organization))

    async def signatory(self, post: Post = Post.FIRST_HEAD, organization: str = BODY) -> httpx2.AsyncClient:
        """Give a client of a signatory."""
        return await self.client(await self.account(f"{post}-{organization}", Role.SIGNATORY, organization, post))

    async def supervisor(self) -> httpx2.AsyncClient:
        """Give a client of a supervisor."""
        return await self.client(await self.account("supervisor", Role.SUPERVISOR))

    async def projected(self) -> None:
        """Wait until the read models show everything."""
        async with self.service.pool.connection() as conn:
            assert await wait_for(conn, "main", self.events(), timeout=20)

    async def sweep(self) -> int:
        """Record the deadlines that have passed; gives how many."""
        return await Sweep(self.service.cases, self.clock)()

    def events(self, case_id: str | None = None) -> int:
        """Count the events in the log, those of a case or all."""
        with psycopg.connect(self.database) as conn:
            found = conn.execute(
                "SELECT count(*) FROM log.events WHERE %(id)s::uuid IS NULL OR originator_id = %(id)s",
                {"id": UUID(case_id) if case_id else None},
            ).fetchone()
        assert found is not None
        return int(found[0])


@asynccontextmanager
async def serving(
    database_url: str, today: date = date(2024, 2, 12), *, register: bool = True, **settings: Any
) -> AsyncIterator[Served]:
    """Serve on a free port until the end; deadlines are swept only when a test asks for it.

    Without `register` the organisations are taken to be there; with it they are entered, unless they are (`registered_url`).
    """
    clock = FixedClock.at(today)
    chosen = Settings(database_url=database_url).model_copy(update=settings)
    async with open_service(chosen, clock, ticks=False) as service:
        register = register and (await service.register.current()).organization(REGION) is None
        for code, kind, region, parent in _BODIES if register else ():
            await service.organizations.register(code, kind, region, Names(code, code, code), parent, SYSTEM)
        ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        with listen("127.0.0.1", 0) as listener:
            server = make_server(service, ready.set_result)
            task = asyncio.create_task(server.serve([listener]))
            served = Served(service, clock, await ready, database_url)
            await served.projected()
            try:
                yield served
            finally:
                for client in served.clients:
                    await client.aclose()
                server.should_exit = True
                await task


def problem_of(response: httpx2.Response, status: int, slug: str) -> dict[str, Any]:
    """Hold a response to be this problem, whole, and give it."""
    assert response.headers["content-type"] == "application/problem+json", response.text
    body: dict[str, Any] = response.json()
    msgspec.convert(body, shapes.Problem)
    assert (response.status_code, body["status"], body["type"]) == (status, status, f"/api/v1/problems/{slug}"), body
    assert body["request_id"] == response.headers["x-request-id"]
    return body
