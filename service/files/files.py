"""Files of organisations: what each of them sent as evidence.

Nobody knows of a file that is sent what case will name it, a sealed one perhaps. So all contents and names are closed with the key
of sealed events before they touch the disk, and instead of hashes the tables hold addresses, which nobody can guess.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from events.store.statements import load
from events.text import msg
from service.clock import Clock
from service.files.closed import Damaged, opened
from service.files.contents import Contents
from service.files.kinds import KINDS, Kind, check, kind_of
from service.files.marks import Marks
from service.files.part import Part, hash_of
from service.files.stored import FileTooLarge, StoredFile, clean_name
from workflows.actor import Actor
from workflows.forms import Mark
from workflows.refusals import Unknown

_BLOCK = 1 << 18
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SQL = load(__package__, "files.sql")


class ContentLost(Exception):  # noqa: N818 - named as what is the case
    """A file is known but its content is missing or cut short: `tbn4 files check` lists all such files."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A content that was hashed anew: `state` is whole, missing or damaged; its name is told to nobody."""

    address: str
    organization: str
    kept_by: str
    kept_at: datetime
    state: str


@dataclass
class Files:
    """Keeps files and gives them out; `limit` is the largest in bytes. Nothing is ever whole in memory."""

    pool: AsyncConnectionPool
    clock: Clock
    contents: Contents
    limit: int
    _marks: Marks = field(default_factory=Marks, init=False)

    async def keep(
        self,
        stream: AsyncIterator[bytes],
        name: str,
        actor: Actor,
        organization: str,
        kinds: Mapping[str, Kind] = KINDS,
    ) -> StoredFile:
        """Keep what a stream brings for an organisation, of one of some types; raises `FileRefused` and `FileTooLarge`.

        When this returns, content and entry are durable. Whether the actor may is for the caller to check. The answer tells of
        the actor's own sending alone: a content that others sent before may be of a case that the actor may not know of.
        """
        name = clean_name(name)
        kind = kind_of(name, kinds)
        with Part(self.contents.incoming) as part:
            async for block in self._blocks(stream):
                await asyncio.to_thread(part.write, block)
            address = seal_in_use().address(organization, part.sha256)
            await asyncio.to_thread(_finish, part, address, kind)
            await self.contents.take(part.path, address)
        return await self._enter(StoredFile(part.sha256, part.size, kind.media_type, name), actor, organization)

    async def known(self, organization: str, sha256: str) -> StoredFile | None:
        """Give the file of that content which an organisation keeps, None if it keeps none."""
        return (await self.all_known(organization, [sha256])).get(sha256)

    async def all_known(self, organization: str, hashes: Collection[str]) -> dict[str, StoredFile]:
        """Give those of some contents that an organisation keeps, by SHA-256."""
        wanted = _addresses(organization, hashes)
        async with self.pool.connection() as conn:
            found = await conn.execute(_SQL["known"], {"organization": organization, "addresses": list(wanted)})
            known = [
                StoredFile(wanted[address], size, media_type, seal_in_use().open_name(address, name))
                for address, size, media_type, name in await found.fetchall()
            ]
        return {file.sha256: file for file in known}

    async def sent(self, organization: str, hashes: Collection[str], account: str) -> dict[str, str]:
        """Give those of some contents that somebody sent for an organisation, with the name under which they sent each first."""
        wanted = _addresses(organization, hashes)
        async with self.pool.connection() as conn:
            asked = {"organization": organization, "addresses": list(wanted), "account": account}
            found = await (await conn.execute(_SQL["sent"], asked)).fetchall()
        return {wanted[address]: seal_in_use().open_name(address, name) for address, name in found}

    async def open(self, organization: str, sha256: str) -> tuple[StoredFile, Path]:
        """Give a file and where its content lies closed (`service.files.closed.opened`).

        Raises `Unknown`, and `ContentLost` if the content is missing, cut short, or another's.
        """
        stored = await self.known(organization, sha256)
        if stored is None:
            raise Unknown(msg("The organisation keeps no such file."))
        address = seal_in_use().address(organization, sha256)
        path = await self.contents.path(address)
        if path is None or await asyncio.to_thread(_size_of, path, address) != stored.size:
            raise ContentLost(f"the content {address} is missing or cut short")
        return stored, path

    async def read(self, organization: str, sha256: str) -> bytes:
        """Give the whole content of a small file; raises as `open` does."""
        _, path = await self.open(organization, sha256)
        return await asyncio.to_thread(_read, path, seal_in_use().address(organization, sha256))

    async def mark(self, organization: str, sha256: str) -> Mark | None:
        """Give the mark of a file that is a form of ours, None of any other; raises as `open` does."""
        stored, path = await self.open(organization, sha256)
        return await self._marks.of(path, seal_in_use().address(organization, sha256), stored.media_type)

    async def count(self) -> int:
        """Count the contents there are."""
        return len(await self._contents())

    async def examine(self) -> AsyncIterator[Examined]:
        """Hash every content anew and say whether it is still what it was."""
        for address, organization, kept_by, kept_at in await self._contents():
            path = await self.contents.path(address)
            state = await asyncio.to_thread(_state_of, path, address, organization) if path else "missing"
            yield Examined(address, organization, kept_by, kept_at, state)

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
        address = seal_in_use().address(organization, file.sha256)
        entered = {
            "organization": organization, "address": address, "name": seal_in_use().close_name(address, file.name),
            "media_type": file.media_type, "size": file.size, "kept_by": actor.id, "now": self.clock.now(),
        }  # fmt: skip
        async with self.pool.connection() as conn:
            if (await conn.execute(_SQL["keep"], entered)).rowcount == 0:
                await conn.execute(_SQL["keep_name"], entered)
            if (await conn.execute(_SQL["send"], entered)).rowcount == 1:
                return file
        names = await self.sent(organization, [file.sha256], actor.id)
        return replace(file, name=names[file.sha256], repeated=True)


def _addresses(organization: str, hashes: Collection[str]) -> dict[str, str]:
    """Give some hashes by their addresses, without what is no hash."""
    seal = seal_in_use()
    return {seal.address(organization, sha256): sha256 for sha256 in hashes if _SHA256.fullmatch(sha256)}


def _finish(part: Part, address: str, kind: Kind) -> None:
    part.end(address)
    with opened(part.path, address) as file:
        check(file, kind)
    part.sync()


def _read(path: Path, address: str) -> bytes:
    with opened(path, address) as file:
        return file.read()


def _size_of(path: Path, address: str) -> int:
    """Give the size of a content, 0 of one that is damaged: there are no empty ones."""
    try:
        with opened(path, address) as file:
            return file.seek(0, os.SEEK_END)
    except Damaged:
        return 0


def _state_of(path: Path, address: str, organization: str) -> str:
    try:
        whole = seal_in_use().address(organization, hash_of(path, address)) == address
    except Damaged:
        whole = False
    return "whole" if whole else "damaged"
