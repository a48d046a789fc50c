"""Server time of pages and of their API twins, over the demonstration's country, for people who see all of it, a region, or one body."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
from psycopg.rows import tuple_row

from service.access import Account
from service.app import create_app
from service.cli.country import make_years
from service.demo.load import PASSWORD
from service.server import relieve_collector
from service.settings import Settings
from service.web.visitor import SESSION
from service.wiring import Service, open_service

PEOPLE = ("supervisor", "akimat", "officer")
"""Logins of the demonstration: the whole country, a region, one body."""

SMALL = 0.0005
"""Which part of the country is built where none is given."""

AIM = 100.0
"""Milliseconds within which 95 of 100 requests are to be answered."""

AIM_OF_PAST = 1_000.0
"""Milliseconds within which the overview of a past day is to be shown that nobody has looked at before."""

WARM, _FEWEST = 3, 5
"""Requests that are not counted, and the fewest that are."""

_PAGES = (
    "/", "/cases", "/cases?open=open", "/cases?workflow=risk_analysis&open=closed", "/cases?subtask=4.2.3&period=2026-05", "/cases?q=17",
    "/cases?state=returned", "/deadlines", "/deadlines?standing=open", "/deadlines?standing=met", "/deadlines?standing=met_late&sort=late", "/deadlines?sort=body", "/tasks", "/organizations",
    "/organizations?text=комитет", "/organizations?open=KZ-19&open=almaty-region", "/organizations?silent=yes", "/cases/{analysis}", "/cases/{longest}", "/organizations/almaty-region", "/inbox", "/plans/2026", "/owed/2026", "/owed/2026?subtask=1.5.1", "/calendar", "/audit", "/scores", "/appendix-2",
    "/deadlines/review",
)  # fmt: skip
_PAST = ("/?at={day}", "/?effective_at={day}")
"""Pages of a past day, of another one for each request: what was counted once is kept."""

_TWINS = (
    "/dashboard", "/cases", "/cases?open=true", "/cases?subtask=4.2.3&period=2026-05", "/deadlines", "/deadlines?status=missed", "/deadlines/numbers", "/tasks",
    "/organizations", "/hierarchy", "/organizations/almaty-region/tree", "/organizations/almaty-region/plan/2026", "/cases/{analysis}", "/cases/{longest}",
    "/plans/2026/counts", "/plans/2026/owed?subtask=4.2.3&type=KGS", "/audit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timed:
    """How long one page took for one person, in milliseconds."""

    name: str
    requests: int
    p50: float
    p95: float
    p99: float
    aim: float = AIM

    @classmethod
    def of(cls, name: str, times: Sequence[float], aim: float = AIM) -> "Timed":
        """Sum up requests that took these seconds each."""
        ordered = sorted(1000 * seconds for seconds in times)
        p50, p95, p99 = (ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in (50, 95, 99))
        return cls(name, len(ordered), p50, p95, p99, aim)

    def as_result(self) -> dict[str, Any]:
        """Give the entry of the results file."""
        times = {"p50_ms": round(self.p50, 2), "p95_ms": round(self.p95, 2), "p99_ms": round(self.p99, 2)}
        return {
            "name": self.name,
            "unit": "ms",
            "aim": self.aim,
            "requests": self.requests,
            "value": times["p95_ms"],
            **times,
        }


def measure(folder: Path, scale: float | None, requests: int, progress: Callable[[str], None]) -> list[Timed]:
    """Time every page for everybody over the country in a data folder; with a scale, it is built there before."""
    return asyncio.run(_measured(folder, scale, requests, progress))


async def _measured(folder: Path, scale: float | None, requests: int, progress: Callable[[str], None]) -> list[Timed]:
    async with _country(folder, scale) as service:
        found: list[Timed] = []
        for login in PEOPLE:
            account = await service.access.account(login)
            cases = await _cases_of(service, account)
            async with _browser(service, login) as browser, _caller(service, account) as caller:
                for client, path, kind in _paths(browser, caller):
                    progress(f"{path} of {login}")
                    addresses, aim = _addresses(path, cases, service.clock.today()), _aim(path)
                    if (times := await _times(client, addresses, requests, aim)) is not None:
                        found.append(Timed.of(f"{kind} {login} {path}", times, aim))
        return found


@asynccontextmanager
async def _country(folder: Path, scale: float | None) -> AsyncIterator[Service]:
    settings = Settings(data_dir=folder, demo=True)
    async with open_service(settings, runs=False, ticks=False) as service:
        if scale is not None:
            await make_years(service, scale)
        await service.register.refresh()
        relieve_collector()
        yield service


def _paths(browser: httpx2.AsyncClient, caller: httpx2.AsyncClient) -> Iterator[tuple[httpx2.AsyncClient, str, str]]:
    yield from ((browser, path, "page") for path in (*_PAGES, *_PAST))
    yield from ((caller, f"/api/v1{path}", "api") for path in _TWINS)


def _aim(path: str) -> float:
    return AIM_OF_PAST if path in _PAST else AIM


def _addresses(path: str, cases: Mapping[str, str], today: date) -> Iterator[str]:
    """Give the address of a page for each request; of a past day, that of another one each time, back through the year."""
    return (path.format(**cases, day=today - timedelta(weeks=number)) for number in count(1))


async def _times(client: httpx2.AsyncClient, addresses: Iterator[str], requests: int, aim: float) -> list[float] | None:
    """Time requests one after the other, fewer of a slow page; None of a page that is not theirs to see."""
    times: list[float] = []
    for number, path in zip(range(-WARM, requests), addresses, strict=False):
        began = time.perf_counter()
        answer = await client.get(path)
        if answer.status_code == 403:
            return None
        if answer.status_code not in {200, 303}:
            raise RuntimeError(f"{path} was answered {answer.status_code}: {answer.text[:300]}")
        if number >= 0:
            times.append(time.perf_counter() - began)
        if len(times) >= _FEWEST and sum(times) > requests * aim / 1000:
            break
    return times


async def _cases_of(service: Service, account: Account) -> dict[str, str]:
    """Give, of the cases that somebody sees, the one with the longest history, and the analysis with the longest."""
    scope = await service.access.scope(account)
    query = """
        SELECT id FROM read.cases WHERE clearance = '' AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
        ORDER BY workflow = 'risk_analysis' AND %(analysis)s DESC, version DESC LIMIT 1"""
    found = {}
    async with service.pool.connection() as conn, conn.cursor(row_factory=tuple_row) as cursor:
        for name in ("analysis", "longest"):
            await cursor.execute(query, {"scope": scope, "analysis": name == "analysis"})
            row = await cursor.fetchone()
            if row is None:
                raise RuntimeError(f"{account.login} sees no case")
            found[name] = str(row[0])
    return found


@asynccontextmanager
async def _browser(service: Service, login: str) -> AsyncIterator[httpx2.AsyncClient]:
    secret = await service.access.login(login, PASSWORD)
    if secret is None:
        raise RuntimeError(f"{login} cannot log in")
    async with _client(service) as client:
        client.cookies.set(SESSION, secret)
        yield client
    await service.access.logout(secret)


@asynccontextmanager
async def _caller(service: Service, account: Account) -> AsyncIterator[httpx2.AsyncClient]:
    secret = await service.access.issue_token(account, "bench")
    async with _client(service) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client
    for token in await service.access.tokens(account.login):
        if token.title == "bench" and token.revoked_at is None:
            await service.access.revoke(token.id)


def _client(service: Service) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=create_app(service))
    return httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers={"Accept-Language": "ru"})
