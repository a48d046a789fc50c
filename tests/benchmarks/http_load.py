"""The load over HTTP, run as a program of its own: `python -m tests.benchmarks.http_load`, its orders on standard input.

Each connection leads one case after another through its life, one request at a time. Requests are prepared beforehand and
answers are read no further than needed, so that the load takes little from the server it measures.
"""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import msgspec
import uvloop

from tests.benchmarks.callers import by_tasks
from tests.benchmarks.lives import Step
from tests.benchmarks.measuring import Run


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation with the bearer token of its head."""

    code: str
    token: str


@dataclass(frozen=True, slots=True)
class Orders:
    """Where to send requests, for which bodies, each on a connection of its own, for how long, and the life of a case."""

    port: int
    bodies: tuple[Body, ...]
    seconds: float
    life: tuple[Step, ...]


class Connection(asyncio.Protocol):
    """One connection kept open; gives the body of the answer to each request."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = transport  # type: ignore[assignment]  # it is one for streams

    def data_received(self, data: bytes) -> None:
        """Collect an answer, and hand it over when it is complete."""
        received = self._received = self._received + data
        head = received.find(b"\r\n\r\n")
        if head < 0 or self._answer is None:
            return
        length = _LENGTH.search(received, 0, head)
        if length is None or len(received) < head + 4 + int(length[1]):
            return
        self._received = b""
        if received[9:11] != b"20":
            self._answer.set_exception(RuntimeError(f"refused: {received.decode()}"))
        else:
            self._answer.set_result(received[head + 4 :])

    def connection_lost(self, error: Exception | None) -> None:
        """Tell who waits."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error or ConnectionError("the server closed the connection"))

    async def ask(self, request: bytes) -> bytes:
        """Send a request and give the body of its answer; raises `RuntimeError` unless it succeeded."""
        if self._transport is None:
            raise ConnectionError("not connected")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer


_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)
_ID = re.compile(rb'"id":"([0-9a-f-]{36})"')


def _request(body: Body, step: Step, opens: bool) -> bytes:
    """Prepare a request; `CASE` stands for the case's id, `VERSION` for its version."""
    opening = {"workflow": "risk_analysis", "organization": body.code, "action": step.action, "data": step.data}
    content = msgspec.json.encode(opening if opens else step.data)
    path = "/api/v1/cases" if opens else f"/api/v1/cases/CASE/actions/{step.action}"
    match = "" if opens else 'If-Match: "VERSION"\r\n'
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {body.token}\r\n{match}"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content


def _living(life: Sequence[Step], body: Body, connection: Connection) -> Callable[[], Awaitable[None]]:
    requests = [_request(body, step, opens=n == 0).replace(b"VERSION", str(n).encode()) for n, step in enumerate(life)]
    case, version = b"", 0

    async def command() -> None:
        nonlocal case, version
        answer = await connection.ask(requests[version].replace(b"CASE", case, 1))
        if version == 0:
            found = _ID.search(answer)
            case = found[1] if found else b""
        version = (version + 1) % len(requests)

    return command


async def load(orders: Orders) -> Run:
    """Put the load on a server."""
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(Connection, "127.0.0.1", orders.port) for _ in orders.bodies]
    try:
        work = [
            _living(orders.life, body, connection) for body, (_, connection) in zip(orders.bodies, made, strict=True)
        ]
        return await by_tasks(work, orders.seconds)
    finally:
        for transport, _ in made:
            transport.close()


def main() -> None:
    """Read the orders, carry them out, and write the outcome, as JSON."""
    orders = msgspec.json.decode(sys.stdin.buffer.read(), type=Orders)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(load(orders))))


if __name__ == "__main__":
    main()
