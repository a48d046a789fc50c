"""Reading a stream of server-sent events as a browser does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
import msgspec


@dataclass(frozen=True)
class Heard:
    """One event: its name, its id, its data."""

    name: str
    id: str
    data: dict[str, Any]


@dataclass
class Ear:
    """The events of one stream, one after another."""

    response: httpx2.Response
    events: AsyncIterator[Heard]

    async def next(self, patience: float = 10) -> Heard:
        """Give the next event."""
        async with asyncio.timeout(patience):
            return await anext(self.events)

    async def is_over(self, patience: float = 10) -> bool:
        """Whether the stream ends without another event."""
        async with asyncio.timeout(patience):
            return await anext(self.events, None) is None


@asynccontextmanager
async def listening(
    browser: httpx2.AsyncClient, last: str | None = None, watch: str | None = None
) -> AsyncIterator[Ear]:
    """Open the stream of an inbox; `last` is the id that the browser heard last, `watch` what its page shows."""
    headers = {} if last is None else {"Last-Event-ID": last}
    asked = {} if watch is None else {"watch": watch}
    async with browser.stream("GET", "/inbox/events", headers=headers, params=asked, timeout=30) as response:
        yield Ear(response, _events(response))


async def _events(response: httpx2.Response) -> AsyncIterator[Heard]:
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        else:
            if "data" in fields:
                yield Heard(fields["event"], fields["id"], msgspec.json.decode(fields["data"]))
            fields = {}
