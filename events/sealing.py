"""Encrypting what the log keeps of sealed cases, so that whoever reads the database alone learns nothing from it (C4, C6).

The state of an event with a clearance is stored under AES-GCM, with a key of its case that is derived (HKDF) from one secret
outside the database. Case, number and topic of the event are authenticated with it: a state moved to another place in the log
cannot be read there. Files kept as evidence are closed with the same secret (`service.files.closed`); where each lies is told
by `Seal.address`.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"\0sealed1"
"""How a sealed state begins; one of JSON never begins so."""

SECRET_BYTES = 32
NAME_BYTES = 8
"""Length of what tells one key from another without telling anything of it."""

_NONCE_BYTES, _SIV_BYTES = 12, 64


class Unreadable(Exception):  # noqa: N818 - named as what it is
    """A sealed event cannot be read or written; the message says what to do, and nothing of the event."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event lies in the log: its case, its number there, its topic."""

    case_id: UUID
    version: int
    topic: str

    @property
    def bound(self) -> bytes:
        """What is authenticated with the state."""
        return self.case_id.bytes + self.version.to_bytes(8) + self.topic.encode()


class Seal:
    """Closes and opens states with one secret."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != SECRET_BYTES:
            raise Unreadable(f"the key of sealed events has {len(secret)} bytes instead of {SECRET_BYTES}")
        self._secret = secret
        self.name = self.derived(b"name")[:NAME_BYTES]

    def close(self, place: Place, state: bytes) -> bytes:
        """Encrypt the state of an event."""
        nonce = os.urandom(_NONCE_BYTES)
        return MAGIC + self.name + nonce + self._of(place).encrypt(nonce, state, place.bound)

    def open(self, place: Place, state: bytes) -> bytes:
        """Decrypt the state of an event; raises `Unreadable`."""
        rest = state[len(MAGIC) :]
        name, nonce, encrypted = (
            rest[:NAME_BYTES],
            rest[NAME_BYTES:][:_NONCE_BYTES],
            rest[NAME_BYTES + _NONCE_BYTES :],
        )
        if name != self.name:
            raise Unreadable("the event was sealed with another key: restore the file that TBN4_SEAL_KEY_FILE names")
        try:
            return self._of(place).decrypt(nonce, encrypted, place.bound)
        except (InvalidTag, ValueError):
            raise Unreadable("the sealed event was changed, or moved to another place in the log") from None

    def blinded(self, text: str) -> str:
        """Give what stands for a text in read models: the same for the same text, and nothing that could be guessed from."""
        return hmac.new(self.derived(b"blind"), text.encode(), hashlib.sha256).hexdigest()

    def address(self, organization: str, sha256: str) -> str:
        """Give where a content that an organisation keeps lies: another for each of them, and nothing that could be guessed from."""
        return hmac.new(self.derived(b"address"), f"{organization}\n{sha256}".encode(), hashlib.sha256).hexdigest()

    def close_name(self, address: str, name: str) -> bytes:
        """Encrypt the name of a file; the same name of the same file gives the same bytes, so that it is kept once."""
        return self._names.encrypt(name.encode(), [address.encode()])

    def open_name(self, address: str, name: bytes) -> str:
        """Decrypt the name of a file; raises `Unreadable`."""
        try:
            return self._names.decrypt(name, [address.encode()]).decode()
        except (InvalidTag, ValueError):
            raise Unreadable("the name of a file was changed, or closed with another key") from None

    def derived(self, purpose: bytes, length: int = SECRET_BYTES) -> bytes:
        """Give a key for one purpose alone."""
        return HKDF(SHA256(), length, None, b"tbn4 " + purpose).derive(self._secret)

    @property
    def _names(self) -> AESSIV:
        return AESSIV(self.derived(b"names", _SIV_BYTES))

    def _of(self, place: Place) -> AESGCM:
        return AESGCM(self.derived(b"case " + place.case_id.bytes))


class _Kept:
    """The seal of this process."""

    seal: Seal | None = None


def use(seal: Seal) -> None:
    """Let this process seal and open events."""
    _Kept.seal = seal


def seal_in_use() -> Seal:
    """Give the seal of this process; raises `Unreadable` if it has none."""
    if _Kept.seal is None:
        raise Unreadable("the key of sealed events is not loaded: name its file in TBN4_SEAL_KEY_FILE")
    return _Kept.seal
