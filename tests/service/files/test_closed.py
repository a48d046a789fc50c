"""Contents that lie closed: read with the key, whole and in their place alone."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import sealing
from events.sealing import SECRET_BYTES, Seal, Unreadable, seal_in_use
from service.files.closed import CHUNK, HEADER, Closing, Damaged, Opened, opened
from tests.service.files.samples import docx

HERE, THERE = "ab" * 32, "cd" * 32
CLOSED = CHUNK + 16
"""Bytes on the disk of a chunk that is full."""


def _closed(content: bytes, piece: int = 10_000) -> bytes:
    file = io.BytesIO()
    closing = Closing(file)
    for start in range(0, len(content), piece):
        closing.write(content[start : start + piece])
    closing.end(HERE)
    return file.getvalue()


def _read(closed: bytes, address: str = HERE) -> bytes:
    return io.BufferedReader(Opened(io.BytesIO(closed), address), CHUNK).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 7])
def test_what_is_closed_is_read_again(size: int) -> None:
    """A content of any length comes back, and two closings of it have nothing in common but how they begin."""
    content = os.urandom(size)
    closed, again = _closed(content), _closed(content, 1 << 20)
    assert _read(closed) == _read(again) == content
    assert size < 64 or content[:64] not in closed
    assert closed[HEADER - 64 :] != again[HEADER - 64 :]


@given(st.lists(st.tuples(st.integers(0, 2 * CHUNK + 100), st.integers(0, CHUNK + 50)), max_size=5))
def test_it_is_read_from_any_place(asked: list[tuple[int, int]]) -> None:
    """Whatever parts are asked for in whatever order, each is what lies there in the open content."""
    content = bytes(range(256)) * (2 * CHUNK // 256) + b"the end"
    with io.BufferedReader(Opened(io.BytesIO(_closed(content)), HERE), CHUNK) as file:
        assert file.seek(0, os.SEEK_END) == len(content)
        for start, length in asked:
            file.seek(start)
            assert file.read(length) == content[start : start + length]


def test_programs_read_it_as_a_file(tmp_path: Path) -> None:
    """What looks into archives finds in a closed one what it finds in an open one."""
    path = tmp_path / "closed"
    path.write_bytes(_closed(docx(n="1")))
    with (
        opened(path, HERE) as file,
        zipfile.ZipFile(file) as archive,
        zipfile.ZipFile(io.BytesIO(docx(n="1"))) as other,
    ):
        assert archive.namelist() == other.namelist()
        assert archive.testzip() is None


@given(st.data())
def test_no_bit_of_it_can_be_turned(data: st.DataObject) -> None:
    """Whatever is changed in the file is noticed when it is read: its key, its address, its content."""
    closed = _closed(b"content")
    at, bit = data.draw(st.integers(0, len(closed) - 1)), data.draw(st.integers(0, 7))
    with pytest.raises(Unreadable):
        _read(closed[:at] + bytes([closed[at] ^ 1 << bit]) + closed[at + 1 :])


def _changed(closed: bytes) -> dict[str, bytes]:
    """Give what could become of a content of three chunks."""
    header, first, second, third = (closed[:HEADER], *(closed[HEADER:][n * CLOSED :][:CLOSED] for n in range(3)))
    return {
        "nothing": b"", "half a header": header[:-1], "no content": header, "a byte less": closed[:-1],
        "no end": header + first + second, "no beginning": header + second + third, "another order": header + second + first + third,
        "more": closed + first, "never finished": bytes(HEADER) + first + second + third,
    }  # fmt: skip


def test_what_is_cut_or_reordered_is_not_read() -> None:
    """A content that was cut short anywhere, put in another order, lengthened or never finished is no content."""
    closed = _closed(os.urandom(2 * CHUNK + 100))
    for changed in _changed(closed).values():
        with pytest.raises(Damaged):
            _read(changed)
    assert len(_read(closed)) == 2 * CHUNK + 100


def test_it_is_read_in_its_place_alone() -> None:
    """A content that was put in the place of another is refused before any of it is read."""
    with pytest.raises(Damaged, match="place of another"):
        Opened(io.BytesIO(_closed(b"content")), THERE)


def test_another_key_is_told_from_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    """With another key the error says which file to restore."""
    closed = _closed(b"content")
    monkeypatch.setattr(sealing._Kept, "seal", Seal(b"x" * SECRET_BYTES))
    with pytest.raises(Unreadable, match="TBN4_SEAL_KEY_FILE") as raised:
        _read(closed)
    assert not isinstance(raised.value, Damaged)


def test_addresses_and_names_are_made_with_the_key() -> None:
    """The same content lies elsewhere for another organisation or with another key; a name is read beside its address alone."""
    ours, other = seal_in_use(), Seal(b"x" * SECRET_BYTES)
    addresses = {seal.address(code, HERE) for seal in (ours, other) for code in ("a", "b")}
    assert len(addresses) == 4
    assert HERE not in addresses
    closed = ours.close_name(HERE, "Протокол.pdf")
    assert ours.open_name(HERE, closed) == "Протокол.pdf"
    assert closed == ours.close_name(HERE, "Протокол.pdf") != ours.close_name(THERE, "Протокол.pdf")
    for seal, address in ((other, HERE), (ours, THERE)):
        with pytest.raises(Unreadable):
            seal.open_name(address, closed)
