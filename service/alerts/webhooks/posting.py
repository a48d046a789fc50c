"""One request to a receiver that may fail, hang, reset or lie: bounded in time and size, to an address that was checked."""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore2

from service.alerts.delivery import AttemptResult, Outcome
from service.alerts.webhooks.addresses import Forbidden, Reachable

_DONE = range(200, 300)
_MOVED = range(300, 400)
_GONE = 410
_MOST_ADDRESSES = 3


class Checked(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that were checked, whatever the name would lead to by now."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses[:_MOST_ADDRESSES]
        self._real = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - asked once, when it was checked
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers."""
        *others, last = self._addresses
        for address in others:
            try:
                return await self._real.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return await self._real.connect_tcp(last, port, timeout, local_address, socket_options)


@dataclass(frozen=True, slots=True)
class Posting:
    """Sends requests. `trusted` says which authorities may vouch for receivers, `timeout` is for a whole request, in seconds."""

    reachable: Reachable
    trusted: ssl.SSLContext
    timeout: float = 15.0

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send a body once, and give what the status of the answer means; what follows the status is not read."""
        try:
            async with asyncio.timeout(self.timeout):
                addresses = await self.reachable.addresses(url)
                return await self._post(addresses, url, headers, body)
        except Forbidden as error:
            return Outcome(AttemptResult.FORBIDDEN, detail=str(error))
        except (TimeoutError, httpcore2.TimeoutException):
            return Outcome(AttemptResult.TIMEOUT)
        except httpcore2.ConnectError as error:
            return _not_connected(error)
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            return Outcome(AttemptResult.BROKEN, detail=type(error).__name__)
        except OSError as error:
            return Outcome(AttemptResult.NO_ANSWER, detail=type(error).__name__)

    async def _post(self, addresses: list[str], url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        async with httpcore2.AsyncConnectionPool(
            self.trusted, max_connections=1, max_keepalive_connections=0, network_backend=Checked(addresses)
        ) as pool:
            sent = [
                *headers.items(),
                ("Host", host_of(url)),
                ("Connection", "close"),
                ("Content-Length", str(len(body))),
            ]
            async with pool.stream("POST", url, headers=sent, content=body) as answer:
                return _judged(answer.status)


def host_of(url: str) -> str:
    """Give the host of an address with its port, as the header wants it."""
    return url.split("/", 3)[2].partition("?")[0]


def _judged(status: int) -> Outcome:
    if status in _DONE:
        return Outcome(AttemptResult.SENT, status)
    if status == _GONE:
        return Outcome(AttemptResult.GONE, status)
    if status in _MOVED:
        return Outcome(AttemptResult.FAILED, status, "redirections are not followed")
    return Outcome(AttemptResult.FAILED, status)


def distrust(error: Exception) -> ssl.SSLError | None:
    """Give what was wrong with the encryption, if that is why no connection came about."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _not_connected(error: Exception) -> Outcome:
    if cause := distrust(error):
        return Outcome(AttemptResult.UNTRUSTED, detail=str(cause.reason or "")[:200])
    return Outcome(AttemptResult.NO_ANSWER)
