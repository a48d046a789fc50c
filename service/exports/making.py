"""Making a file of a list: page after page of one instant, each written before the next is read."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from projections.page import Page, count_from
from service.access import Account
from service.exports.about import About
from service.exports.exported import Exported
from service.exports.reader import Reader, moment_asked, reading
from service.exports.refusals import TooLong, TooLongInMemory
from service.exports.writing import WRITERS, Sheet, Target
from service.exports.writing.writer import Into, Writer

if TYPE_CHECKING:
    from service.wiring import Service

MOST_ROWS = 2_500_000
"""Rows of a file."""

MOST_IN_MEMORY = 20_000
"""Rows of a workbook that holds sealed ones: some 150 MB until it is packed."""

MOST_BYTES = 500_000_000
"""Bytes of a file."""

Progress = Callable[[int, int], None]
"""Takes how many rows are written, and of how many: 0 as long as nobody knows."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: a list narrowed by filters, in a format and a language; `address` leads to it."""

    exported: Exported[Any, Any]
    filters: Mapping[str, str]
    format: str
    language: str
    address: str


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: rows, bytes, as of when; `secrets` are the kinds and bodies of the sealed cases in it."""

    rows: int
    size: int
    as_of: datetime
    secrets: frozenset[tuple[str, str]]


def nothing_told(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


async def make(
    service: "Service",
    account: Account,
    order: Order,
    into: Into,
    *,
    most_rows: int = MOST_ROWS,
    progress: Progress = nothing_told,
) -> Made:
    """Write a file of what an account may see; raises `TooLong`, `TooLarge` and whatever else refuses the list.

    Rows of a workbook lie in the clear until it is packed. As soon as a sealed one is to come among them, it is begun anew in memory alone.
    """
    exported, query = order.exported, order.exported.asked(order.filters)
    moment = moment_asked(query, service.clock.now())
    async with reading(service, account, order.language, moment) as reader:
        secrets = await exported.admit(reader, query)
        first = await exported.page(reader, query, "")
        total = await count_from(reader.conn, first) or 0
        _check_length(total, most_rows)
        making = _Making(reader, order, query, secrets, first, total, into, most_rows, progress)
        with service.exports.folder.parts() as folder, suppress(_WouldLieOpen):
            return await making.made(folder)
        return await making.made(None)


class _WouldLieOpen(Exception):  # noqa: N818 - no error: the file is made otherwise
    """A sealed row is to be written where it would lie in the clear."""


@dataclass(frozen=True, slots=True)
class _Making:
    """Writes the pages of a list, of which the first is read; `of_case` is the secret of a list about a single case."""

    reader: Reader
    order: Order
    query: Any
    of_case: set[tuple[str, str]]
    first: Page[Any]
    total: int
    into: Into
    most_rows: int
    progress: Progress

    async def made(self, folder: str | None) -> Made:
        """Write all of it; raises `_WouldLieOpen` before any sealed row lies in the folder."""
        exported, reader, target = self.order.exported, self.reader, Target(self.into, MOST_BYTES)
        sheet = Sheet(exported.columns, _about(reader, self.order, self.query), reader.t, folder)
        writer = await asyncio.to_thread(WRITERS[self.order.format], target, sheet)
        done, secrets = 0, {*self.of_case}
        try:
            _check_open(secrets, writer)
            async for page in _pages(exported, reader, self.query, self.first):
                done += len(page.rows)
                self._check(done, in_memory=folder is None)
                secrets |= exported.secrets(page)
                _check_open(secrets, writer)
                await asyncio.to_thread(writer.add, await exported.lines(reader, page))
                target.check()
                self.progress(done, self.total)
            await asyncio.to_thread(writer.end, done)
            target.check()
        except BaseException:
            writer.abandon()
            raise
        return Made(done, target.size, reader.as_of, frozenset(secrets))

    def _check(self, rows: int, *, in_memory: bool) -> None:
        _check_length(rows, self.most_rows)
        if in_memory and rows > MOST_IN_MEMORY:
            raise TooLongInMemory(MOST_IN_MEMORY)


def _check_open(secrets: set[tuple[str, str]], writer: Writer) -> None:
    if secrets and writer.lies_open:
        raise _WouldLieOpen


def _check_length(rows: int, most: int) -> None:
    if rows > most:
        raise TooLong(most)


async def _pages(
    exported: Exported[Any, Any], reader: Reader, query: Any, first: Page[Any]
) -> AsyncIterator[Page[Any]]:
    page = first
    while True:
        yield page
        if not page.next:
            return
        page = await exported.page(reader, query, page.next)


def _about(reader: Reader, order: Order, query: Any) -> About:
    narrowed = query.model_dump(mode="json", by_alias=True, exclude_unset=True)
    account, exported = reader.account, order.exported
    return About(
        exported.name, exported.title, narrowed, reader.as_of, account.name, account.login, reader.now, order.address,
        reader.t.language,
    )  # fmt: skip
