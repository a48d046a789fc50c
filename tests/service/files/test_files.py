"""Keeping files for organisations."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from service.clock import FixedClock
from service.files import ContentLost, FileRefused, Files, FileTooLarge, Folder, StoredFile
from service.files.closed import HEADER, opened
from tests.service.files.samples import PAGE, PDF, docx, stream
from workflows.actor import Actor, Role
from workflows.refusals import Unknown

OFFICER, OTHER = Actor("aigul", Role.OFFICER, "a"), Actor("berik", Role.OFFICER, "b")
HASH = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
async def files(database_url: str, tmp_path: Path) -> AsyncIterator[Files]:
    async with AsyncConnectionPool(database_url, kwargs={"autocommit": True}, min_size=1) as pool:
        yield Files(pool, FixedClock.at(date(2024, 2, 12)), Folder(tmp_path / "files"), limit=1_000_000)


def _lying(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]


def _rows(database_url: str, table: str) -> list[tuple[Any, ...]]:
    statement = f"SELECT organization, address, name, kept_by, kept_at::date::text FROM files.{table}"  # noqa: S608
    with psycopg.connect(database_url) as conn:
        rows = conn.execute(statement.encode()).fetchall()
    return [(row[0], row[1], seal_in_use().open_name(row[1], row[2]), *row[3:]) for row in rows]


def _address(organization: str = "a", sha256: str = HASH) -> str:
    return seal_in_use().address(organization, sha256)


def _content(path: Path) -> bytes:
    with opened(path, _address()) as file:
        return file.read()


async def test_a_file_is_kept_and_given_back(files: Files, database_url: str, tmp_path: Path) -> None:
    """What was sent comes back byte for byte, with hash, size, type and name; who kept it and when is noted."""
    kept = await files.keep(stream(PDF), "Протокол № 3.pdf", OFFICER, "a")
    assert kept == StoredFile(HASH, len(PDF), "application/pdf", "Протокол № 3.pdf")
    assert not kept.repeated
    stored, path = await files.open("a", HASH)
    assert (stored, _content(path)) == (kept, PDF)
    assert await files.known("a", HASH) == kept
    assert _lying(tmp_path) == [_address()]
    assert _rows(database_url, "kept") == [("a", _address(), "Протокол № 3.pdf", "aigul", "2024-02-12")]


async def test_the_same_content_twice_is_one_file(files: Files, database_url: str, tmp_path: Path) -> None:
    """A repetition gives the first answer and says so; another name is noted beside the first."""
    first = await files.keep(stream(PDF), "протокол.pdf", OFFICER, "a")
    again = await files.keep(stream(PDF), "../копия.pdf", OFFICER, "a")
    for _ in range(2):
        await files.keep(stream(PDF), "протокол.pdf", OFFICER, "a")
    assert (again, again.repeated) == (first, True)
    assert _lying(tmp_path) == [_address()]
    assert [row[2] for row in _rows(database_url, "other_names")] == ["копия.pdf"]


async def test_one_organisation_does_not_learn_what_another_keeps(files: Files, tmp_path: Path) -> None:
    """The same content of two organisations lies twice, and nothing about the places tells so; it is new to each, under its own name."""
    await files.keep(stream(PDF), "секрет.pdf", OFFICER, "a")
    assert await files.known("b", HASH) is None
    with pytest.raises(Unknown):
        await files.open("b", HASH)
    kept = await files.keep(stream(PDF), "свой.pdf", OTHER, "b")
    assert (kept.repeated, kept.name) == (False, "свой.pdf")
    assert sorted(_lying(tmp_path)) == sorted(map(_address, "ab"))
    first, second = (path.read_bytes() for path in (tmp_path / "files").rglob("*") if path.is_file())
    assert first[HEADER:] != second[HEADER:]


async def test_many_at_once_are_one_file(files: Files, database_url: str, tmp_path: Path) -> None:
    """Of uploads of the same content at the same moment one is the first, and all succeed."""
    kept = await asyncio.gather(*(files.keep(stream(PDF), "протокол.pdf", OFFICER, "a") for _ in range(8)))
    assert [one.repeated for one in kept].count(False) == 1
    assert _lying(tmp_path) == [_address()]
    assert len(_rows(database_url, "kept")) == 1


async def test_the_limit_ends_the_reading(files: Files, tmp_path: Path) -> None:
    """More than the limit is refused while it comes, without waiting for its end, and nothing is left."""
    came = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal came
        while True:
            came += 100_000
            yield bytes(100_000)

    with pytest.raises(FileTooLarge, match="larger than 1 MB"):
        await files.keep(endless(), "большой.pdf", OFFICER, "a")
    assert came == 1_100_000
    assert _lying(tmp_path) == []
    exactly = b"%PDF-" + b"x" * (1_000_000 - 10) + b"%%EOF"
    assert (await files.keep(stream(exactly, 64_000), "ровно.pdf", OFFICER, "a")).size == 1_000_000


async def test_what_breaks_off_leaves_nothing(files: Files, database_url: str, tmp_path: Path) -> None:
    """When a sender goes away in the middle, or sends what is refused, neither file nor entry remains."""

    async def breaking() -> AsyncIterator[bytes]:
        yield PDF[:20] + bytes(300_000)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await files.keep(breaking(), "протокол.pdf", OFFICER, "a")
    with pytest.raises(FileRefused):
        await files.keep(stream(PAGE), "протокол.pdf", OFFICER, "a")
    assert _lying(tmp_path) == []
    assert _rows(database_url, "kept") == []


async def test_a_wrong_ending_is_refused_before_anything_is_read(files: Files) -> None:
    """What is not accepted by its name is not even received."""
    sent = stream(PDF)
    with pytest.raises(FileRefused):
        await files.keep(sent, "setup.exe", OFFICER, "a")
    assert b"".join([piece async for piece in sent]) == PDF


_KILLED = """
import sys
from pathlib import Path
from events import sealing
from service.files.part import Part
sealing.use(sealing.Seal(bytes(32)))
with Part(Path(sys.argv[1])) as part:
    part.write(b"%PDF-" + b"secret" * 50_000)
    part.file.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


async def test_a_killed_process_leaves_nothing_that_counts(files: Files, tmp_path: Path) -> None:
    """What a process was receiving when it was killed lies closed in no place of a content, and goes at the next start."""
    folder = Folder(tmp_path / "files")
    words = [sys.executable, "-c", _KILLED, str(folder.incoming)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: ASYNC220
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        folder.clear()
        [part] = folder.incoming.iterdir()
        assert part.stat().st_size > 200_000, "it is still being written"
        assert b"secret" not in part.read_bytes()
        os.kill(process.pid, signal.SIGKILL)
    assert [state.state async for state in files.examine()] == []
    folder.clear()
    assert _lying(tmp_path) == []


async def test_lost_content_is_not_given_out(files: Files) -> None:
    """A content that is missing or cut short is an error of ours, never an answer."""
    await files.keep(stream(PDF), "протокол.pdf", OFFICER, "a")
    _, path = await files.open("a", HASH)
    path.write_bytes(PDF[:30])
    with pytest.raises(ContentLost):
        await files.open("a", HASH)
    path.unlink()
    with pytest.raises(ContentLost):
        await files.open("a", HASH)
    await files.keep(stream(PDF), "протокол.pdf", OFFICER, "a")
    assert _content((await files.open("a", HASH))[1]) == PDF


async def test_every_content_is_examined(files: Files) -> None:
    """Whole, damaged and missing contents are told apart, each with everybody whose it is."""
    for actor, organization in ((OTHER, "b"), (OFFICER, "a")):
        await files.keep(stream(PDF), "протокол.pdf", actor, organization)
    contents = [docx(n=str(n)) for n in range(2)]
    hashes = [(await files.keep(stream(c), "приказ.docx", OFFICER, "a")).sha256 for c in contents]
    damaged = (await files.open("a", HASH))[1]
    content = damaged.read_bytes()
    damaged.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    (await files.open("a", hashes[0]))[1].unlink()
    found = {one.address: one async for one in files.examine()}
    assert {address: one.state for address, one in found.items()} == {
        _address(): "damaged", _address("a", hashes[0]): "missing", _address("a", hashes[1]): "whole", _address("b"): "whole"
    }  # fmt: skip
    assert (found[_address("b")].organization, found[_address("b")].kept_by) == ("b", "berik")
    assert "протокол" not in str(found)


@pytest.mark.parametrize("text", ["", "x", HASH.upper(), HASH + "\n", "\x00", "../" * 21 + "x"])
async def test_what_is_no_hash_is_unknown(files: Files, text: str) -> None:
    """Whatever is asked for, only a hash of a kept content finds something."""
    await files.keep(stream(PDF), "протокол.pdf", OFFICER, "a")
    assert await files.known("a", text) is None
