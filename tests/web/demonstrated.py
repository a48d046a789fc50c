"""A site with the demonstration, and counting the rows of its lists."""

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx2
from psycopg_pool import AsyncConnectionPool

from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.demo import load
from service.files import Files, Folder
from service.register import FreshRegister
from service.wiring import connector
from tests.serving import REGION, Served, serving
from tests.web.visiting import PASSWORD
from workflows.actor import Role

TODAY = date(2026, 11, 23)
"""The Monday on which the demonstration is looked at."""

_NUMBERS = (
    r'<a class="tile [^"]*" href="([^"]+)"><span class="tile-number">(\d+)</span>',
    r'<a class="tile-note" href="([^"]+)">[^<]*?(\d+)[^<\d]*</a>',
    r'<td class="num[^"]*"[^>]*>(?:<strong>)?<a href="([^"]+)">(\d+)</a>',
    r'<a href="(/deadlines\?[^"]*rule=D18[^"]*)">(\d+)</a>',
    r'<a href="(/cases\?[^"]*plan=[^"]*)">(\d+)[^<]*</a>',
    r'<a href="(/owed/[^"]+)">(\d+)[^<]*</a>',
    r': <a href="(/compare\?[^"]+)">(\d+)</a>',
)
"""Numbers of pages of figures in English, with the addresses of their lists."""

_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)


async def tell(database_url: str, files: Path) -> None:
    """Bring the demonstration into an empty database."""
    folder = Folder(files)
    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool,
        GroupCommit(connector(database_url)) as committer,
    ):
        registry = FreshRegister(pool)
        await load(
            registry,
            lambda travelling: Cases(pool, committer, travelling, registry),
            FixedClock.at(TODAY),
            {},
            lambda travelling: Files(pool, travelling, folder, 10_000_000),
        )


@asynccontextmanager
async def demonstrated(database_url: str) -> AsyncIterator[Served]:
    """Serve the demonstration, with a supervisor, and somebody who oversees an oblast ("supervisor", "oblast")."""
    async with serving(database_url, TODAY, register=False) as served:
        await served.account("supervisor", Role.SUPERVISOR, password=PASSWORD)
        await served.account("oblast", Role.OFFICER, REGION, password=PASSWORD)
        await served.projected()
        yield served


async def every_number_opens_its_list(client: httpx2.AsyncClient, page: str) -> int:
    """Follow every number of a page, holding its list to have as many rows; gives how many numbers there are."""
    answer = await client.get(page)
    assert answer.status_code == 200, page
    found = {pair for pattern in _NUMBERS for pair in re.findall(pattern, answer.text)}
    for at, number in found:
        assert await rows_of(client, html.unescape(at)) == int(number), (page, at, number)
    return len(found)


async def rows_of(client: httpx2.AsyncClient, at: str) -> int:
    """Count the rows of a list on all its pages."""
    rows = 0
    while at:
        answer = await client.get(at)
        assert answer.status_code == 200, at
        shown = re.sub(r"<thead>.*?</thead>", "", answer.text, flags=re.DOTALL)
        shown = shown.partition('id="heat"')[0].rpartition('id="differ"')[2]
        rows += len(_ROW.findall(shown))
        further = re.search(r'rel="next" href="([^"]+)"', answer.text)
        at = at.partition("?")[0] + html.unescape(further[1]) if further else ""
    return rows
