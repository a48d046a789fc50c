"""Commands over HTTP: our real server with one worker, read models and scheduler at work in it, against the stock endpoint."""

import asyncio
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep

import msgspec
from psycopg_pool import AsyncConnectionPool

from events.organization import OrganizationType
from events.store.group_commit import GroupCommit
from service.access import Access
from service.cases import Cases
from service.clock import SystemClock
from service.organizations import Names, Organizations
from service.register import FreshRegister
from service.wiring import connector
from tests.benchmarks.http_load import Body, Orders
from tests.benchmarks.lives import ORGANIZATION, steps
from tests.benchmarks.measuring import Run, Side
from workflows.actor import SYSTEM, Post, Role

_OURS = ["-c", "from service.cli import app; app()", "serve", "--host", "127.0.0.1", "--port", "0"]
_PATIENCE = 30.0  # seconds


@contextmanager
def ours(url: str, connections: int, seconds: float) -> Iterator[Side]:
    """`tbn4 serve`, with as many bodies as connections: a body leads few analyses at a time."""
    bodies = asyncio.run(_bodies(url, connections))
    with _server(_OURS, {"TBN4_DATABASE_URL": url}) as port:
        _await_organization(port, bodies[-1])
        _load(port, bodies, min(seconds, 0.5))
        yield lambda: _load(port, bodies, seconds)


@contextmanager
def stock(url: str, connections: int, seconds: float) -> Iterator[Side]:
    """The stock endpoint, which ignores the token."""
    with _server(["-m", "tests.benchmarks.stock_endpoint", url], {}) as port:
        nobody = (Body(ORGANIZATION, "none"),) * connections
        _load(port, nobody, min(seconds, 0.5))
        yield lambda: _load(port, nobody, seconds)


def _load(port: int, bodies: tuple[Body, ...], seconds: float) -> Run:
    orders = Orders(port, bodies, seconds, steps(SystemClock().today()))
    program = [sys.executable, "-m", "tests.benchmarks.http_load"]
    done = subprocess.run(program, input=msgspec.json.encode(orders), stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Run)


@contextmanager
def _server(arguments: list[str], settings: dict[str, str]) -> Iterator[int]:
    """Run a server as a process, and give its port."""
    environment = {**os.environ, "TBN4_LOG_LEVEL": "error", **settings}
    process = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout or ():
            if address := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                yield int(address[1])
                return
        raise RuntimeError(f"{arguments[-1]} did not start: exit code {process.wait()}")
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


async def _bodies(url: str, number: int) -> tuple[Body, ...]:
    """Enter organisations and accounts of their heads, and issue tokens."""
    async with (
        AsyncConnectionPool(url, open=False, kwargs={"autocommit": True}, min_size=1) as pool,
        GroupCommit(connector(url)) as group,
    ):
        names = Names("Управление", "Басқарма", "Department")
        registry = FreshRegister(pool)
        organizations = Organizations(Cases(pool, group, SystemClock(), registry), registry)
        access = Access(pool, registry)
        bodies = []
        for code in (f"{ORGANIZATION}.{n}" for n in range(number)):
            await organizations.register(code, OrganizationType.CGO, "KZ-71", names, "", SYSTEM)
            head = await access.create(code, "Head", Role.SIGNATORY, organization=code, post=Post.FIRST_HEAD)
            bodies.append(Body(code, await access.issue_token(head, "bench")))
        return tuple(bodies)


def _await_organization(port: int, body: Body) -> None:
    """Wait until the register shows the organisation."""
    address = f"http://127.0.0.1:{port}/api/v1/organizations/{body.code}"
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {body.token}"})
    deadline = monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(request, timeout=_PATIENCE).close()  # noqa: S310 - our own address
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 404 or monotonic() > deadline:
                raise
            sleep(0.05)
        else:
            return
