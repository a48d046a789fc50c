"""The exports of all accounts: asking for one, looking at them, taking them back; and the line that processes take them from."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import kwargs_row
from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from events.text import msg
from service.exports.export import KEPT, MOST_BYTES_KEPT, MOST_KEPT, MOST_WAITING, Export, State
from service.exports.folder import ExportFolder
from service.exports.refusals import NotReady, TooManyExports
from workflows.refusals import Unknown

_SQL = load(__package__, "exports.sql")
_SHOWN = 100
_AT_ONCE = 4  # short lists


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to; `reach` is that of the account it was made for."""

    state: State
    done: int = 0
    size: int = 0
    reach: str = ""
    secrets: Collection[tuple[str, str]] = ()
    as_of: Any = None
    problem: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Exports:
    """The exports of a database and their files in a folder. Every method but those of the line is for an account's own."""

    pool: AsyncConnectionPool
    folder: ExportFolder
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    """Short lists are made at once, a few at a time: each takes a connection and the processor for a while. So does asking for a file, and both look things up by connections besides."""
    printing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    """PDFs are set one at a time, each in a process that takes much memory; nothing else waits for them."""

    async def ask(
        self, account: UUID, name: str, filters: Mapping[str, str], form: str, language: str, address: str
    ) -> UUID:
        """Put an export in line and give its id; raises `TooManyExports`. What is asked for was checked before."""
        asked = {
            "id": uuid4(), "account": account, "list": name, "filters": _json(dict(filters)), "format": form, "language": language,
            "address": address,
        }  # fmt: skip
        async with self.pool.connection() as conn, conn.transaction():
            await conn.execute(_SQL["take_turns"], asked)
            await self._weigh(conn, account)
            await conn.execute(_SQL["ask"], asked)
        return UUID(str(asked["id"]))

    async def _weigh(self, conn: AsyncConnection[Any], account: UUID) -> None:
        row = await (await conn.execute(_SQL["weigh"], {"account": account})).fetchone()
        waiting, kept, size = row if row else (0, 0, 0)
        if waiting >= MOST_WAITING:
            raise TooManyExports(msg("You wait for {n} exports already: wait for one, or cancel it.", n=waiting))
        if kept >= MOST_KEPT:
            raise TooManyExports(msg("You keep {n} exports already: delete what you do not need.", n=kept))
        if size >= MOST_BYTES_KEPT:
            limit = f"{MOST_BYTES_KEPT / 1e6:g}"
            raise TooManyExports(msg("Your exports are larger than {limit} MB together: delete some.", limit=limit))

    async def get(self, account: UUID, export_id: UUID) -> Export:
        """Give an export of an account; raises `Unknown`."""
        async with self.pool.connection() as conn:
            found = await _found(conn, b" WHERE id = %(id)s AND account = %(account)s", id=export_id, account=account)
        if not found:
            raise Unknown(msg("You have no such export."))
        return found[0]

    async def of(self, account: UUID, *, news: bool = False) -> list[Export]:
        """Give an account's exports, the newest first; of `news` those that came to an end and were not looked at since."""
        condition = b" WHERE account = %(account)s"
        if news:
            condition += b" AND state IN ('ready', 'failed') AND seen_at IS NULL"
        async with self.pool.connection() as conn:
            return await _found(
                conn, condition + b" ORDER BY number DESC LIMIT %(limit)s", account=account, limit=_SHOWN
            )

    async def seen(self, account: UUID) -> None:
        """Note that an account has looked at what came to an end."""
        async with self.pool.connection() as conn:
            if (await conn.execute(_SQL["seen"], {"account": account})).rowcount:
                await conn.execute(_SQL["tell"])

    async def cancel(self, account: UUID, export_id: UUID) -> Export:
        """Wait for an export no more; one that has ended stays as it is. Raises `Unknown`."""
        async with self.pool.connection() as conn:
            await conn.execute(_SQL["cancel"], {"id": export_id, "account": account, "kept": KEPT})
        return await self.get(account, export_id)

    async def delete(self, account: UUID, export_id: UUID) -> Export:
        """Delete an export and its file, whatever state it is in; gives it as it was. Raises `Unknown`."""
        gone = await self.get(account, export_id)
        async with self.pool.connection() as conn:
            await conn.execute(_SQL["delete"], {"id": export_id, "account": account})
        await asyncio.to_thread(self.folder.remove, export_id)
        return gone

    async def file(self, export: Export) -> Path:
        """Give where the file of an export lies; raises `NotReady`."""
        place = self.folder.file(export.id, export.attempts)
        if export.state is not State.READY or not await asyncio.to_thread(place.exists):
            raise NotReady(msg("There is no file of this export, or not yet."))
        return place

    async def claim(self, lists: Collection[str], lease: timedelta) -> Export | None:
        """Take the next export of some lists for as long as a lease lasts."""
        async with self.pool.connection() as conn, conn.cursor(row_factory=kwargs_row(_export)) as cursor:
            await cursor.execute(_SQL["claim"], {"lists": list(lists), "lease": lease})
            return await cursor.fetchone()

    async def progress(self, export: Export, done: int, total: int, lease: timedelta) -> bool:
        """Say how far an attempt is and hold on to it; False if it is no more this process's."""
        values = {"id": export.id, "attempts": export.attempts, "done": done, "total": total, "lease": lease}
        async with self.pool.connection() as conn:
            return (await conn.execute(_SQL["progress"], values)).rowcount == 1

    async def release(self, export: Export) -> None:
        """Put an attempt back in line."""
        async with self.pool.connection() as conn:
            await conn.execute(_SQL["release"], {"id": export.id, "attempts": export.attempts})

    async def finish(self, export: Export, outcome: Outcome) -> bool:
        """Note what an attempt came to, and tell its owner; False if it was no more this process's."""
        values = {
            "id": export.id, "attempts": export.attempts, "state": outcome.state, "done": outcome.done, "size": outcome.size,
            "reach": outcome.reach, "secrets": _json(sorted(outcome.secrets)), "problem": outcome.problem, "detail": outcome.detail,
            "as_of": outcome.as_of, "kept": KEPT,
        }  # fmt: skip
        async with self.pool.connection() as conn, conn.transaction():
            done = (await conn.execute(_SQL["finish"], values)).rowcount == 1
            if done:
                await conn.execute(_SQL["tell"])
        return done

    async def clear(self) -> int:
        """Delete what has had its day, and files that are nobody's; gives how many exports that were."""
        async with self.pool.connection() as conn:
            gone = (await conn.execute(_SQL["expire"])).rowcount
        lying = await asyncio.to_thread(self.folder.lying)
        async with self.pool.connection() as conn:
            found = await conn.execute(_SQL["known"], {"ids": [export_id for export_id, _ in lying]})
            known = set(await found.fetchall())
        for export_id, attempt in lying:
            if (export_id, attempt) not in known:
                await asyncio.to_thread(self.folder.file(export_id, attempt).unlink, missing_ok=True)
        await asyncio.to_thread(self.folder.clear_parts)
        return gone


async def _found(conn: AsyncConnection[Any], condition: bytes, **values: Any) -> list[Export]:
    async with conn.cursor(row_factory=kwargs_row(_export)) as cursor:
        await cursor.execute(_SQL["select"] + condition, values)
        return await cursor.fetchall()


def _export(state: str, secrets: list[list[str]], **rest: Any) -> Export:
    return Export(state=State(state), secrets=tuple((kind, code) for kind, code in secrets), **rest)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
