"""The papers that histories name, kept by their bodies like any evidence."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from events.store.statements import load
from service.demo.history.telling import NamedPaper
from service.files.closed import Closing

_SQL = load(__package__, "keeping.sql")
_COLUMNS = ("organizations", "addresses", "names", "sizes", "accounts", "instants")


class Keeping:
    """Keeps papers by many at once: the entries in one statement, the contents closed as the service closes them."""

    def __init__(self, pool: AsyncConnectionPool, folder: Path) -> None:
        self._pool, self._folder = pool, folder
        self._rows: list[tuple[Any, ...]] = []
        self._contents: list[tuple[str, bytes]] = []
        self._made: set[Path] = set()

    def add(self, organization: str, account: str, papers: Iterable[NamedPaper], at: datetime) -> None:
        """Take papers that somebody sent for an organisation."""
        seal = seal_in_use()
        for paper in papers:
            address = seal.address(organization, paper.sha256)
            name = seal.close_name(address, f"{paper.title}.pdf")
            self._rows.append((organization, address, name, len(paper.content), account, at))
            self._contents.append((address, paper.content))

    async def flush(self) -> None:
        """Keep what was taken."""
        rows, self._rows = self._rows, []
        contents, self._contents = self._contents, []
        if not rows:
            return
        await asyncio.to_thread(self._write, contents)
        async with self._pool.connection() as conn:
            columns = dict(zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
            await conn.execute(_SQL["keep_many"], columns)

    def _write(self, contents: Iterable[tuple[str, bytes]]) -> None:
        for address, content in contents:
            folder = self._folder / address[:2] / address[2:4]
            if folder not in self._made:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._made.add(folder)
            with (folder / address).open("wb") as file:
                closing = Closing(file)
                closing.write(content)
                closing.end(address)
