"""Contents as they lie on the disk: closed with the key of sealed events from their first byte on.

A content is a header and chunks under AES-GCM, whose numbers and whose end are authenticated: what is cut short, changed or put
in another order is not read. The key of each is derived from the secret and a salt in its header; so is the mark there, which
binds the content to its address: what lies under another's is not read either.
"""

import hashlib
import hmac
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from events.sealing import NAME_BYTES, Seal, Unreadable, seal_in_use

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 1 << 16
"""Bytes of a content that are closed together."""

MAGIC = b"\0closed1"
_SALT_BYTES = _MARK_BYTES = 32
_TAG_BYTES = 16
HEADER = len(MAGIC) + NAME_BYTES + _SALT_BYTES + _MARK_BYTES


class Damaged(Unreadable):
    """A content is not as it was closed; the message tells nothing of it."""


class Closing:
    """Closes the bytes of one content as they come, into a file open for writing."""

    def __init__(self, file: BinaryIO) -> None:
        seal, self._salt = seal_in_use(), os.urandom(_SALT_BYTES)
        self._begins = MAGIC + seal.name + self._salt
        self._key = _Key(seal, self._salt)
        self._file, self._rest, self._number = file, bytearray(), 0
        file.write(bytes(HEADER))

    def write(self, block: bytes) -> None:
        """Append a block."""
        self._rest += block
        while len(self._rest) > CHUNK:  # what could be the last is kept back: it is closed as such
            self._close(bytes(self._rest[:CHUNK]), last=False)
            del self._rest[:CHUNK]

    def end(self, address: str) -> None:
        """Close what is left, and say where the content will lie."""
        self._close(bytes(self._rest), last=True)
        self._file.seek(0)
        self._file.write(self._begins + self._key.mark(address))

    def _close(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._key.cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class Opened(io.RawIOBase):
    """A closed content as if it lay open: for reading from any place, each chunk proved before any of it is given."""

    def __init__(self, file: BinaryIO, address: str) -> None:
        self._file, self._at, self._known = file, 0, (-1, b"")
        header = file.read(HEADER)
        length = file.seek(0, os.SEEK_END) - HEADER
        self._chunks = max(1, -(-length // (CHUNK + _TAG_BYTES)))
        self.size = length - self._chunks * _TAG_BYTES
        seal, begins = seal_in_use(), header[: len(MAGIC)]
        name, salt = header[len(MAGIC) :][:NAME_BYTES], header[len(MAGIC) + NAME_BYTES : -_MARK_BYTES]
        if begins == MAGIC and name != seal.name:
            raise Unreadable("the file was closed with another key: restore the file that TBN4_SEAL_KEY_FILE names")
        self._key = _Key(seal, salt)
        if self.size < 0 or begins != MAGIC or not hmac.compare_digest(header[-_MARK_BYTES:], self._key.mark(address)):
            raise Damaged("the file was changed, cut short, or moved to the place of another")

    def readable(self) -> bool:
        """Give True."""
        return True

    def seekable(self) -> bool:
        """Give True."""
        return True

    def tell(self) -> int:
        """Give the place at which is read next."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place of the content."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise ValueError("before the beginning")
        self._at = start + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read what is left of a chunk, as much as fits; raises `Damaged`."""
        if self._at >= self.size:
            return 0
        number, offset = divmod(self._at, CHUNK)
        with memoryview(buffer).cast("B") as into:
            found = self._chunk(number)[offset : offset + len(into)]
            into[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        """Close the file below."""
        self._file.close()
        super().close()

    def _chunk(self, number: int) -> bytes:
        if self._known[0] != number:
            self._file.seek(HEADER + number * (CHUNK + _TAG_BYTES))
            closed, nonce = self._file.read(CHUNK + _TAG_BYTES), _nonce(number, last=number == self._chunks - 1)
            try:
                self._known = number, self._key.cipher.decrypt(nonce, closed, None)
            except (InvalidTag, ValueError):
                raise Damaged("the file was changed or cut short") from None
        return self._known[1]


class _Key:
    """The key of one content."""

    def __init__(self, seal: Seal, salt: bytes) -> None:
        self._secret = seal.derived(b"file " + salt)
        self.cipher = AESGCM(self._secret)

    def mark(self, address: str) -> bytes:
        return hmac.new(self._secret, b"lies at " + address.encode(), hashlib.sha256).digest()


def opened(path: Path, address: str) -> io.BufferedReader:
    """Open the content of an address for reading; raises `Damaged`, and `Unreadable` if it was closed with another key."""
    file = path.open("rb")
    try:
        return io.BufferedReader(Opened(file, address), CHUNK)
    except BaseException:
        file.close()
        raise


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
