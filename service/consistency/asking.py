"""Asking for one link: bounded in time, at addresses that were checked, never off the hosts that the operator names."""

import asyncio
import ssl
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore2

from events.link_check import LinkState
from service.alerts.webhooks.addresses import Forbidden, Reachable
from service.alerts.webhooks.posting import Checked, distrust, host_of
from service.consistency.hosts import Host, asked_address

_HOPS = 3
_DONE, _MOVED, _REFUSED = range(200, 300), range(300, 400), range(400, 500)
_GONE = frozenset({404, 410})
_BUSY = frozenset({425, 429})
_HEADERS = (("User-Agent", "tbn4-link-check"), ("Accept", "*/*"), ("Connection", "close"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of asking for a link; `status` is 0 if nothing was said. Of who is busy nothing is known: `found` is None."""

    found: LinkState | None
    status: int = 0


@dataclass(frozen=True, slots=True)
class LinkAsking:
    """Asks for links of some hosts. `timeout` is for all of one link, its redirections too, in seconds."""

    hosts: Collection[Host]
    reachable: Reachable
    trusted: ssl.SSLContext
    timeout: float = 10.0

    async def ask(self, address: str) -> Answer:
        """Ask for a link, and say what its status means; what follows the status is not read."""
        try:
            async with asyncio.timeout(self.timeout):
                return await self._follow(address)
        except Forbidden:
            return Answer(LinkState.MOVED_AWAY)
        except (TimeoutError, httpcore2.TimeoutException):
            return Answer(LinkState.SILENT)
        except httpcore2.ConnectError as error:
            return Answer(LinkState.UNTRUSTED if distrust(error) else LinkState.SILENT)
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError):
            return Answer(LinkState.SILENT)

    async def _follow(self, address: str) -> Answer:
        for _ in range(_HOPS + 1):
            url = asked_address(address, self.hosts)
            if url is None:
                return Answer(LinkState.MOVED_AWAY)
            status, location = await self._get(url)
            if status not in _MOVED or not location:
                return Answer(_judged(status), status)
            address = urljoin(url, location)
        return Answer(LinkState.FAILING, status)

    async def _get(self, url: str) -> tuple[int, str]:
        addresses = await self.reachable.addresses(url)
        async with httpcore2.AsyncConnectionPool(
            self.trusted, max_connections=1, max_keepalive_connections=0, network_backend=Checked(addresses)
        ) as pool:
            headers = [*_HEADERS, ("Host", host_of(url))]
            async with pool.stream("GET", url, headers=headers) as answer:
                sent = (value for name, value in answer.headers if name.lower() == b"location")
                return answer.status, next(sent, b"").decode("latin-1")


def _judged(status: int) -> LinkState | None:
    if status in _DONE:
        return LinkState.ANSWERS
    if status in _GONE:
        return LinkState.NOT_FOUND
    if status in _BUSY:
        return None
    return LinkState.REFUSED if status in _REFUSED else LinkState.FAILING
