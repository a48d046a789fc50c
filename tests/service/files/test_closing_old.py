"""Files that were kept before contents and names were closed."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from service.clock import FixedClock
from service.files import Files, Folder
from service.files.closed import opened
from service.files.closing_old import close_old
from tests.service.files.samples import PDF, docx

HASH, LOST = hashlib.sha256(PDF).hexdigest(), hashlib.sha256(docx()).hexdigest()
_SENT = datetime(2024, 2, 12, tzinfo=UTC)
_KEPT = b"INSERT INTO files_open.kept VALUES (%s, %s, %s, 'application/pdf', %s, %s, %s)"
_NAMED = b"INSERT INTO files_open.other_names VALUES (%s, %s, %s, %s, %s)"
_SENDER = b"INSERT INTO files_open.senders VALUES (%s, %s, %s, %s, %s)"


@pytest.fixture
async def conn(database_url: str, tmp_path: Path) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """A database and a folder as the release before left them: a content of two organisations, and one that was lost."""
    place = tmp_path / "files" / HASH[:2] / HASH[2:4] / HASH
    place.parent.mkdir(parents=True)
    place.write_bytes(PDF)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as conn:
        for code, account in (("a", "aigul"), ("b", "berik")):
            await conn.execute(_KEPT, [code, HASH, f"{account}.pdf", len(PDF), account, _SENT])
            await conn.execute(_SENDER, [code, HASH, account, f"{account}.pdf", _SENT])
        await conn.execute(_NAMED, ["a", HASH, "копия.pdf", "aigul", _SENT])
        await conn.execute(_KEPT, ["a", LOST, "lost.pdf", 7, "aigul", _SENT])
        yield conn


async def _told(conn: psycopg.AsyncConnection[Any]) -> list[int]:
    counted = "SELECT (SELECT count(*) FROM {0}.kept), (SELECT count(*) FROM {0}.other_names), (SELECT count(*) FROM {0}.senders)"
    [row] = await (await conn.execute(counted.format("files_open").encode())).fetchall()
    [new] = await (await conn.execute(counted.format("files").encode())).fetchall()
    return [*row, *new]


async def test_what_lay_open_is_closed(conn: psycopg.AsyncConnection[Any], database_url: str, tmp_path: Path) -> None:
    """Contents, names and senders are there as before, closed, each organisation's by itself; nothing of them lies open."""
    await close_old(conn, Folder(tmp_path / "files"))
    assert await _told(conn) == [0, 0, 0, 3, 1, 2]
    async with AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=1) as pool:
        files = Files(pool, FixedClock.at(date(2024, 2, 12)), Folder(tmp_path / "files"), limit=1_000_000)
        for code, account in (("a", "aigul"), ("b", "berik")):
            stored, path = await files.open(code, HASH)
            assert (stored.name, stored.size) == (f"{account}.pdf", len(PDF))
            assert await files.sent(code, [HASH], account) == {HASH: f"{account}.pdf"}
            with opened(path, seal_in_use().address(code, HASH)) as file:
                assert file.read() == PDF
        states = {one.address: one.state async for one in files.examine()}
    assert states[seal_in_use().address("a", LOST)] == "missing"
    lying = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert sorted(path.name for path in lying) == sorted(seal_in_use().address(code, HASH) for code in "ab")
    assert not any(b"%PDF" in path.read_bytes() for path in lying)


async def test_what_was_cut_off_goes_on(conn: psycopg.AsyncConnection[Any], tmp_path: Path) -> None:
    """When the process ends between the content and its rows, the next start moves the rows; one more changes nothing."""
    folder = Folder(tmp_path / "files")
    await conn.execute(b"ALTER TABLE files.senders ADD CONSTRAINT broken CHECK (account <> 'berik')")
    with pytest.raises(psycopg.errors.CheckViolation):
        await close_old(conn, folder)
    assert not (tmp_path / "files" / HASH[:2] / HASH[2:4] / HASH).exists()
    assert (await _told(conn))[1:3] == [1, 2]
    await conn.execute(b"ALTER TABLE files.senders DROP CONSTRAINT broken")
    for _ in range(2):
        await close_old(conn, folder)
        assert await _told(conn) == [0, 0, 0, 3, 1, 2]
