"""Closing the contents and names that were kept before there was a key for them: at a start, once.

An open content is removed when it lies closed for each organisation that keeps it, and its rows are moved after that: whatever
is cut off in between goes on at the next start.
"""

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Any

import structlog
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from events.sealing import seal_in_use
from events.store.statements import load
from service.files.contents import Contents
from service.files.part import Part

_BLOCK = 1 << 18
_OLD, _NEW = load(__package__, "closing_old.sql"), load(__package__, "files.sql")
_MOVED = (("kept", "keep"), ("other_names", "keep_name"), ("senders", "send"))
"""What reads and removes the old rows, and what enters the new ones; the first is removed last."""

log = structlog.get_logger(__name__)


async def close_old(conn: AsyncConnection[Any], contents: Contents) -> None:
    """Close every content and name that lies open."""
    found = await (await conn.execute(_OLD["contents"])).fetchall()
    for sha256, organizations in found:
        await _close(contents, sha256, organizations)
        async with conn.transaction():
            await _move(conn, sha256)
    if found:
        log.info("files that lay open were closed", count=len(found))


async def _close(contents: Contents, sha256: str, organizations: Collection[str]) -> None:
    path = await contents.path(sha256)
    if path is None:  # lost before, or closed at a start that was cut off
        return
    for organization in organizations:
        address = seal_in_use().address(organization, sha256)
        with Part(contents.incoming) as part:
            await asyncio.to_thread(_copy, path, part, address)
            await contents.take(part.path, address)
    await asyncio.to_thread(path.unlink)


def _copy(path: Path, part: Part, address: str) -> None:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            part.write(block)
    part.end(address)
    part.sync()


async def _move(conn: AsyncConnection[Any], sha256: str) -> None:
    async with conn.cursor(row_factory=dict_row) as cursor:
        for old, new in _MOVED:
            for row in await (await cursor.execute(_OLD[old], {"sha256": sha256})).fetchall():
                address = seal_in_use().address(row["organization"], sha256)
                entered = row | {"address": address, "name": seal_in_use().close_name(address, row["name"])}
                await conn.execute(_NEW[new], entered)
    await conn.execute(_OLD["done"], {"sha256": sha256})
