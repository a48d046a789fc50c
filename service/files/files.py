"""Files of organisations: what each of them sent as evidence. The same content of two organisations lies in the store once."""

import asyncio
import re
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from psycopg_pool import AsyncConnectionPool

from events.store.statements import load
from events.text import msg
from service.clock import Clock
from service.files.contents import Contents
from service.files.kinds import Kind, check, kind_of
from service.files.part import Part, hash_of
from service.files.stored import FileTooLarge, StoredFile, clean_name
from workflows.actor import Actor
from workflows.refusals import Unknown

_BLOCK = 1 << 18
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SQL = load(__package__, "files.sql")


class ContentLost(Exception):  # noqa: N818 - named as what is the case
    """A file is known but its content is missing or cut short: `tbn4 files check` lists all such files."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A content that was hashed anew: `state` is whole, missing or damaged; `names` are those of `organizations`, in order."""

    sha256: str
    size: int
    organizations: list[str]
    names: list[str]
    state: str


@dataclass
class Files:
    """Keeps files and gives them out; `limit` is the largest in bytes. Nothing is ever whole in memory."""

    pool: AsyncConnectionPool
    clock: Clock
    contents: Contents
    limit: int

    async def keep(self, stream: AsyncIterator[bytes], name: str, actor: Actor, organization: str) -> StoredFile:
        """Keep what a stream brings for an organisation; raises `FileRefused` and `FileTooLarge`.

        When this returns, content and entry are durable. Whether the actor may is for the caller to check. The answer tells of
        the actor's own sending alone: a content that others sent before may be of a case that the actor may not know of.
        """
        name = clean_name(name)
        kind = kind_of(name)
        with Part(self.contents.incoming) as part:
            async for block in self._blocks(stream):
                await asyncio.to_thread(part.write, block)
            await asyncio.to_thread(_finish, part, kind)
            await self.contents.take(part.path, part.sha256)
        return await self._enter(StoredFile(part.sha256, part.size, kind.media_type, name), actor, organization)

    async def known(self, organization: str, sha256: str) -> StoredFile | None:
        """Give the file of that content which an organisation keeps, None if it keeps none."""
        return (await self.all_known(organization, [sha256])).get(sha256)

    async def all_known(self, organization: str, hashes: Collection[str]) -> dict[str, StoredFile]:
        """Give those of some contents that an organisation keeps, by SHA-256."""
        wanted = [sha256 for sha256 in hashes if _SHA256.fullmatch(sha256)]
        if not wanted:
            return {}
        async with self.pool.connection() as conn:
            found = await conn.execute(_SQL["known"], {"organization": organization, "hashes": wanted})
            return {row[0]: StoredFile(*row) for row in await found.fetchall()}

    async def sent(self, organization: str, hashes: Collection[str], account: str) -> dict[str, str]:
        """Give those of some contents that somebody sent for an organisation, with the name under which they sent each first."""
        async with self.pool.connection() as conn:
            asked = {"organization": organization, "hashes": list(hashes), "account": account}
            return dict(await (await conn.execute(_SQL["sent"], asked)).fetchall())

    async def open(self, organization: str, sha256: str) -> tuple[StoredFile, Path]:
        """Give a file and where its content can be read; raises `Unknown`, and `ContentLost` if it is missing or cut short."""
        stored = await self.known(organization, sha256)
        if stored is None:
            raise Unknown(msg("The organisation keeps no such file."))
        path = await self.contents.path(sha256)
        if path is None or (await asyncio.to_thread(path.stat)).st_size != stored.size:
            raise ContentLost(f"the content of {sha256} is missing or cut short")
        return stored, path

    async def count(self) -> int:
        """Count the contents there are."""
        return len(await self._contents())

    async def examine(self) -> AsyncIterator[Examined]:
        """Hash every content anew and say whether it is still what it was."""
        for sha256, size, organizations, names in await self._contents():
            path = await self.contents.path(sha256)
            found = await asyncio.to_thread(hash_of, path) if path else None
            state = "missing" if found is None else "whole" if found == sha256 else "damaged"
            yield Examined(sha256, size, organizations, names, state)

    async def _contents(self) -> list[tuple[Any, ...]]:
        async with self.pool.connection() as conn:
            return await (await conn.execute(_SQL["contents"])).fetchall()

    async def _blocks(self, stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Gather small pieces, so that not each of them costs a change of thread; raises `FileTooLarge`."""
        gathered, size = bytearray(), 0
        async for piece in stream:
            size += len(piece)
            if size > self.limit:
                raise FileTooLarge(self.limit)
            gathered += piece
            if len(gathered) >= _BLOCK:
                yield bytes(gathered)
                gathered.clear()
        yield bytes(gathered)

    async def _enter(self, file: StoredFile, actor: Actor, organization: str) -> StoredFile:
        entered = {
            "organization": organization, "sha256": file.sha256, "name": file.name, "media_type": file.media_type,
            "size": file.size, "kept_by": actor.id, "now": self.clock.now(),
        }  # fmt: skip
        async with self.pool.connection() as conn:
            if (await conn.execute(_SQL["keep"], entered)).rowcount == 0:
                await conn.execute(_SQL["keep_name"], entered)
            if (await conn.execute(_SQL["send"], entered)).rowcount == 1:
                return file
        names = await self.sent(organization, [file.sha256], actor.id)
        return replace(file, name=names[file.sha256], repeated=True)


def _finish(part: Part, kind: Kind) -> None:
    check(part.file, kind)
    part.sync()
